import type { INodeProperties } from 'n8n-workflow';

import { fs, path } from '../node';
import { optionsField } from '../../nodes/WhatsAppSendContact/form/optionsField';
import { openDoor } from '../../demo/door';
import { ROOT } from '../../demo/paths';
import faults from '../../stand-in/faults';
import type { Fault } from '../../stand-in/types';
import { type Bench, NODE, openBench } from './bench';
import { openBrowser, screenshot } from './browser';
import { Editor } from './editor';
import { type ScriptedModel, startModel } from './model';
import { agentWorkflow, oneNode } from './workflow';

const INSTALLING = 900_000;
/** What people have on a laptop. */
const LAPTOP = { width: 1440, height: 900 };
/** So high that a whole form is to be seen. */
const TALL = { width: 1440, height: 2600 };

const MARIA = '79995253422';
const ANNA = '79001111111';
const BORIS = '79002222222';
const PEOPLE = [{ phone: MARIA, people: [ANNA, BORIS] }];
const toMaria = { recipient: { __rl: true, mode: 'phone', value: MARIA } };

const OPTION_FIELDS = optionsField.options as INodeProperties[];
const OPTIONS = OPTION_FIELDS.map(({ displayName }) => displayName);
const EVERY_OPTION = {
	...Object.fromEntries(OPTION_FIELDS.map((option) => [option.name, option.default])),
	sendOnce: 'node',
};

/** Each gateway, and what it calls the three parts of the credential. */
const CREDENTIALS = [
	['Evolution API', 'Server URL', 'Instance Name', 'API Key'],
	['GREEN-API', 'API URL', 'idInstance', 'apiTokenInstance'],
	['UltraMsg', 'API URL', 'Instance ID', 'Token'],
	['WAHA', 'Server URL', 'Session', 'API Key'],
	['Chat API', 'Server', 'Instance', 'Token'],
];

const FAILURES: Array<{ name: string; fault: Fault; title: RegExp }> = [
	{
		name: 'internal error',
		fault: faults.passingServerError({ accept: true }),
		title: /^\[Item 0\] The gateway reported an internal error: .* — the message may have arrived$/,
	},
	{
		name: 'lost answer',
		fault: faults.cutAfterReading({ accept: true }),
		title:
			/^\[Item 0\] The gateway gave no readable answer: the connection was cut — the message may have arrived$/,
	},
	{
		name: 'web page',
		fault: faults.html(),
		title: /^\[Item 0\] The gateway gave no readable answer.* — the message may have arrived$/,
	},
	{
		name: 'wrong token',
		fault: faults.unauthorized(),
		title: /^\[Item 0\] The gateway refused the token: Wrong token[^—]*$/,
	},
	{
		name: 'refusal',
		fault: { body: { sent: false, message: 'No such contact' } },
		title: /^\[Item 0\] The gateway refused the message: No such contact$/,
	},
];

let bench: Bench;
let model: ScriptedModel;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let editor: Editor;
beforeAll(async () => {
	bench = await openBench('editor');
	model = await startModel();
	browser = await openBrowser();
	await bench.importCredential();
	await bench.n8n.api.saveCredential(model.credential);
	editor = new Editor(bench, browser.page);
	const door = await openDoor(bench.n8n.api.cookie, `${bench.n8n.url}/home/workflows`);
	await browser.page.goto(door.url);
	await door.close();
}, INSTALLING);
afterAll(async () => {
	await browser?.close();
	await model?.close();
	await bench?.close();
});
beforeEach(async () => {
	bench.standIn.reset();
	await browser.page.setViewportSize(LAPTOP);
});

/** The labels of the form, in order; only those that are asked for, because n8n has some of its own. */
async function labels(part: string, among: string[]): Promise<string[]> {
	const texts = await editor.part(part).allInnerTexts();
	const names = texts.map((text) => text.split('\n')[0].replace(' *', ''));
	return names.filter((name) => among.includes(name));
}

describe.each(['light', 'dark'] as const)('in the %s editor', (colorScheme) => {
	beforeAll(async () => await browser.page.emulateMedia({ colorScheme }));
	const picture = async (name: string) => await screenshot(browser.page, `${name}-${colorScheme}`);

	test('the node is found by what people call it', async () => {
		await editor.goto('/workflow/new');
		await editor.part('canvas-add-button').click();
		for (const words of ['whatsapp send contact', 'green api', 'vcard']) {
			await editor.part('node-creator-search-bar').fill(words);
			await editor.part('node-creator-item-name').getByText(NODE).waitFor();
		}
		await picture('search');
	});

	test('the form has its fields, the most important first, and marks what is missing', async () => {
		const contacts = { contact: [{ id: '' }] };
		await editor.openForm(oneNode({ items: PEOPLE, parameters: { ...toMaria, contacts } }));
		const fields = ['Recipient', 'Contacts', 'Contact ID', 'Quoted Message ID', 'Options'];
		expect(await labels('input-label', fields)).toEqual(fields);
		expect(await editor.part('parameter-issues').count()).toBe(1);
		await picture('form');
		await editor.part('collection-parameter-add').click();
		await editor.choices.getByText('When Queued').waitFor();
		expect(await editor.cut(browser.page.locator('.el-select-dropdown:visible'))).toEqual([]);
	});

	test('no label, example or hint is cut, with every option there', async () => {
		await browser.page.setViewportSize(TALL);
		const parameters = { ...toMaria, options: EVERY_OPTION };
		await editor.openForm(oneNode({ items: PEOPLE, parameters }));
		await editor.field('onceKey').waitFor();
		expect(await labels('input-label', OPTIONS)).toEqual(OPTIONS);
		const form = editor.part('node-parameters');
		for (const mode of ['Chat ID', 'From List', 'Phone']) {
			await editor.part('rlc-mode-selector').click();
			await editor.choices.getByText(new RegExp(mode, 'i')).click();
			expect(await editor.cut(form)).toEqual([]);
		}
		await picture('options');
	});

	test('From List shows the number beside the name', async () => {
		await editor.openForm(oneNode({ items: PEOPLE, parameters: toMaria }));
		await editor.part('rlc-mode-selector').click();
		await editor.choices.getByText(/from list/i).click();
		await editor.part('rlc-input').click();
		const maria = editor.part('rlc-item').getByText('Maria Petrova (79995253422)');
		await maria.waitFor();
		expect(await editor.cut(editor.part('rlc-item'))).toEqual([]);
		await picture('fromList');
		await maria.click();
		await editor.execute(`Sent to ${MARIA}@c.us`);
	});

	test('an array is dropped into Contact ID, and Once Key appears with Send Once, is saved and counts', async () => {
		const parameters = {
			...toMaria,
			contacts: { contact: [{ id: '' }] },
			options: { sendOnce: 'off' },
		};
		const id = await editor.openForm(oneNode({ items: PEOPLE, parameters }));
		await editor.drag(browser.page.getByText('people', { exact: true }), editor.field('id'));
		const dropped = editor.part('node-parameters').getByText(`[Array: ["${ANNA}", "${BORIS}"]]`);
		await dropped.first().waitFor();

		expect(await editor.field('onceKey').count()).toBe(0);
		await editor.choose('sendOnce', 'Once per Node');
		await editor.field('onceKey').locator('input').fill(`order-${colorScheme}`);
		await editor.execute(`Sent to ${MARIA}@c.us`);
		expect(bench.standIn.cards.map(({ contacts }) => contacts)).toEqual([
			[`${ANNA}@c.us`, `${BORIS}@c.us`],
		]);
		await picture('output');

		const { nodes } = await bench.n8n.api.call('GET', `/workflows/${id}`);
		expect(nodes[1].parameters).toMatchObject({ onceKey: `order-${colorScheme}` });
		await editor.execute('1 already sent earlier');
		expect(bench.standIn.cards).toHaveLength(1);
	});

	test('the credential speaks the words of each gateway, and hides the token', async () => {
		await editor.openForm(oneNode({ items: PEOPLE }));
		await editor.part('credential-edit-button').click();
		await browser.page.getByText('Connection tested successfully').waitFor();
		for (const [gateway, ...fields] of CREDENTIALS) {
			await editor.choose('gateway', gateway);
			await editor.part('credential-connection-parameter').getByText(fields[2]).waitFor();
			expect(await labels('credential-connection-parameter', fields)).toEqual(fields);
			const token = editor.field('token').locator('input');
			expect(await token.getAttribute('type')).toBe('password');
			expect(await editor.cut(editor.part('credential-connection-parameter'))).toEqual([]);
			await picture(`credential-${gateway}`);
		}
	});

	test('the title of a failure says what happened, and whether the message may have arrived', async () => {
		await editor.openForm(oneNode({ items: PEOPLE, parameters: toMaria }));
		for (const { name, fault, title } of FAILURES) {
			bench.standIn.misbehave(fault);
			await editor.execute(title);
			expect((await editor.toast.innerText()).split('\n').at(-1)).toMatch(title);
			const advice = editor.part('output-panel').locator('[data-test-id="node-error-description"]');
			expect(await advice.innerText()).not.toBe('');
			await picture(`failure-${name}`);
			await editor.dismiss();
		}
	});

	test('an agent is asked in the chat, and says what its tool was told', async () => {
		bench.standIn.misbehave(faults.passingServerError({ accept: true }));
		model.script(
			{ calls: [{ phone: MARIA, contact: ANNA }] },
			{ say: ([told]) => `Please check the chat: ${JSON.parse(told)[0].error.message}.` },
		);
		await editor.open({ ...agentWorkflow({ ask: '' }), pinData: {} });
		const box = editor.part('chat-input');
		// n8n leaves it open where it was open.
		if (!(await box.isVisible())) await editor.part('workflow-chat-button').click();
		await box.fill('Send Maria the card of Anna');
		await box.press('Enter');
		await browser.page
			.getByText(/Please check the chat: .*may have arrived/)
			.first()
			.waitFor();
		await picture('agent');
		await editor.node(NODE).dblclick();
		expect(await editor.field('toolDescription').locator('textarea').inputValue()).toContain(
			'never call it again',
		);
		expect(await editor.cut(editor.part('node-parameters'))).toEqual([]);
		await picture('tool');
	});
});

test('the canvas names a fixed recipient, and says of an expression that each item has its own', async () => {
	const shown: Array<[recipient: string, below: string[]]> = [
		['+7 999 525-34-22', ['to +7 999 525-34-22']],
		['={{ $json.phone }}', ["to each item's chat"]],
		['', []],
	];
	const { nodes, ...workflow } = oneNode({ items: PEOPLE });
	const [trigger, node] = nodes;
	const senders = shown.map(([value], index) => ({
		...node,
		id: `${index}`,
		name: `Sender ${index}`,
		position: [220, index * 200],
		parameters: { recipient: { __rl: true, mode: 'phone', value } },
	}));
	await editor.open({ ...workflow, connections: {}, nodes: [trigger, ...senders] }, 'Sender 2');
	const texts = await Promise.all(senders.map(({ name }) => editor.node(name).innerText()));
	expect(texts.map((text) => text.split('\n'))).toEqual(
		shown.map(([, below], index) => [`Sender ${index}`, ...below]),
	);
});

test('Execute workflow brings the card to the phone page', async () => {
	const phone = await browser.openPage();
	await phone.goto(`${bench.standIn.url}/phone`);
	await phone.getByText('Waiting for the first card').waitFor();
	await editor.open(oneNode({ items: PEOPLE }));
	await editor.part('execute-workflow-button').click();
	await phone.locator('#chats .row').getByText('Maria Petrova').click();
	await phone.locator('#messages').getByText('Anna Ivanova').waitFor();
	await screenshot(phone, 'phone');
	await browser.page.getByText('Workflow executed successfully').waitFor();
});

test('the notes in the examples show all of their text', async () => {
	const folder = path.join(ROOT, 'examples');
	const files = fs.readdirSync(folder).filter((file) => file.endsWith('.json'));
	const notes = files.map((file, index) => {
		const { nodes } = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8'));
		const note = nodes.find(({ type }: { type: string }) => type.endsWith('.stickyNote'));
		return { ...note, id: file, name: file, position: [0, 400 * (index + 1)] };
	});
	const { nodes, ...workflow } = oneNode({ items: [] });
	await editor.open({ ...workflow, nodes: [...nodes, ...notes] });
	const seen = editor.part('sticky');
	await seen.nth(files.length - 1).waitFor();
	const hidden = await seen.evaluateAll((stickies) =>
		stickies.map(({ children: [page] }) => page.scrollHeight - page.clientHeight),
	);
	expect(hidden).toEqual(files.map(() => 0));
});

test('nobody outside this machine was asked for anything', () => {
	expect(browser.strangers).toEqual([]);
});
