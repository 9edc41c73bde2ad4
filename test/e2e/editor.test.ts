import type { Locator, Page } from 'playwright-core';

import { openBrowser, screenshot } from './browser';
import { npmStart } from './command';

const INSTALLING = 900_000;

let command: Awaited<ReturnType<typeof npmStart>>;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let editor: Page;
let workflow: string;
let standIn: string;

const printed = async (pattern: RegExp) => (await command.until(pattern))[1];
const byTestId = (page: Page, id: string) => page.locator(`[data-test-id="${id}"]`);
const node = (name: string) =>
	editor.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);

/** The labels of a form, in order; only those that are asked for, because n8n has some of its own. */
async function labels(fields: Locator, among: string[]): Promise<string[]> {
	const names = (await fields.allInnerTexts()).map((text) => text.split('\n')[0].replace(' *', ''));
	return names.filter((name) => among.includes(name));
}

async function openWorkflow() {
	await editor.goto(workflow);
	await node('Send Contacts to Each').waitFor();
}

beforeAll(async () => {
	browser = await openBrowser();
	editor = browser.page;
	command = await npmStart('editor', []);
	standIn = await printed(/The phone page: +(\S+)\/phone/);
	await editor.goto(await printed(/The editor, signed in: +(\S+)/));
	workflow = editor.url();
	await node('Send Contacts to Each').waitFor();
}, INSTALLING);

afterAll(async () => {
	await browser?.close();
	command?.pressCtrlC();
	await command?.ended;
});

test('the form of the node has its fields, the most important first', async () => {
	await openWorkflow();
	await screenshot(editor, 'workflow');
	await node('Send Contacts to Each').dblclick();
	await byTestId(editor, 'parameter-input-quotedMessageId').waitFor();
	const fields = ['Recipient', 'Contacts', 'Contact ID', 'Quoted Message ID', 'Options'];
	expect(await labels(byTestId(editor, 'input-label'), fields)).toEqual(fields);
	await screenshot(editor, 'form');
});

test('the credential tests itself, and its form hides the token', async () => {
	await openWorkflow();
	await node('Send Contacts to Each').dblclick();
	await byTestId(editor, 'credential-edit-button').click();
	await editor.getByText('Connection tested successfully').waitFor();
	const fields = ['Gateway', 'Server', 'Instance', 'Token'];
	expect(await labels(byTestId(editor, 'credential-connection-parameter'), fields)).toEqual(fields);
	const token = byTestId(editor, 'parameter-input-token').locator('input');
	expect(await token.getAttribute('type')).toBe('password');
	await screenshot(editor, 'credential');
});

test('the node is found by its name, and its empty form explains itself', async () => {
	await editor.goto(new URL('/workflow/new', workflow).href);
	await byTestId(editor, 'canvas-add-button').click();
	await byTestId(editor, 'node-creator-search-bar').fill('whatsapp send contact');
	await byTestId(editor, 'node-creator-item-name').getByText('WhatsApp Send Contact').click();
	await editor.getByText('Add to workflow').click();
	await byTestId(editor, 'parameter-input-quotedMessageId').waitFor();
	await screenshot(editor, 'emptyForm');
});

test('Execute workflow brings the cards to the phone page', async () => {
	await openWorkflow();
	await editor.request.post(`${standIn}/stand-in/reset`);
	const phone = await browser.openPage();
	await phone.goto(`${standIn}/phone`);
	await phone.getByText('Waiting for the first card').waitFor();

	await byTestId(editor, 'execute-workflow-button').click();
	const chats = phone.locator('#chats .row');
	await chats.nth(3).waitFor();
	expect(await chats.count()).toBe(4);
	await chats.getByText('Neighbours').click();
	await phone.locator('#messages').getByText('Anna Ivanova').waitFor();
	await screenshot(phone, 'phone');
	await editor.getByText('Workflow executed successfully').waitFor();
	await screenshot(editor, 'executed');
});

test('nobody outside this machine was asked for anything', () => {
	expect(browser.strangers).toEqual([]);
});
