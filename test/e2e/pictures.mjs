import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { demoWorkflow } from '../../demo/cards.js';
import { openBench } from '../../demo/privateN8n/bench.js';
import { oneNode } from '../../demo/privateN8n/workflow.js';
import { stopAll } from '../../demo/tools/processes.js';
import nodeModule from '../../dist/nodes/WhatsAppSendContact/WhatsAppSendContact.node.js';
import { CHECKSUM, FOLDER, checksumOf } from '../package/pictures.js';
import faults from '../../stand-in/faults.js';
import { openBrowser } from './browser.js';
import { Editor, signIn } from './editor.js';
import { AGENT_EXAMPLE, TOOL, example, startModel } from './model.js';

/** Pixels of the picture for each of the page: sharp on a good screen, and still small. */
const SCALE = 1.5;
const PHONE_WIDTH = 740;
const MARIA = '79995253422';
const ANNA = '79001111111';
const ASKED = 'Send Maria (+7 999 525-34-22) the card of Anna: +7 900 111-11-11';
const ANSWER =
	"The gateway reported an error: Anna's card may have arrived, or not. Please check the chat with Maria. I did not send it again.";

/** Puts pictures side by side, as cards on a table. */
async function sideBySide(page, pictures, file) {
	const images = pictures.map(
		(png) => `<img src="data:image/png;base64,${png.toString('base64')}">`,
	);
	// Away from the phone page, which shows nobody else's pictures.
	await page.goto('about:blank');
	await page.setContent(`
		<style>
			main { display: inline-flex; gap: 18px; padding: 18px; align-items: flex-start; background: #e7e9ee }
			img { zoom: ${1 / SCALE}; border-radius: 15px; box-shadow: 0 1px 6px #0004 }
		</style>
		<main>${images.join('')}</main>`);
	const path = join(FOLDER, file);
	await page.locator('main').screenshot({ path });
}

/** @returns the phone page with the chat of Maria open, so high */
async function phone(page, standIn, height) {
	await page.setViewportSize({ width: PHONE_WIDTH, height: Math.round(height) });
	await page.goto(`${standIn.url}/phone#${encodeURIComponent(`${MARIA}@c.us`)}`);
	await page.locator('#messages .message').last().waitFor();
	return await page.screenshot({ animations: 'disabled' });
}

/** The part of the form that has both its fields and the button. */
const formOf = (editor) =>
	editor.page
		.locator('div', { has: editor.part('node-parameters') })
		.filter({ has: editor.part('node-execute-button') })
		.last();

/** The demo's workflow has run: its form, and what arrived. */
async function formAndPhone({ editor, standIn, paper }) {
	const workflow = await demoWorkflow(`${standIn.url}/phone`);
	await editor.open(workflow, 'Send Contacts to Each');
	await editor.part('execute-workflow-button').click();
	await editor.page.getByText('Workflow executed successfully').waitFor();
	await editor.node('Send Contacts to Each').dblclick();
	await editor.field('quotedMessageId').waitFor();
	await editor.page.mouse.move(0, 0);
	const form = await formOf(editor).screenshot({ animations: 'disabled' });
	const height = (await formOf(editor).boundingBox()).height;
	const arrived = await phone(paper, standIn, height);
	await sideBySide(paper, [form, arrived], 'form-and-phone.png');
}

/** The gateway takes the message and reports an error: the node can't know, and says so. */
async function failure({ editor, standIn, paper }) {
	const parameters = { recipient: { __rl: true, mode: 'phone', value: MARIA } };
	await editor.openForm(oneNode({ items: [{ phone: MARIA }], parameters }));
	standIn.misbehave(faults.passingServerError({ accept: true }));
	await editor.execute(/the message may have arrived/);
	await editor.dismiss();
	const told = await editor.part('output-panel').screenshot({ animations: 'disabled' });
	const height = (await editor.part('output-panel').boundingBox()).height;
	const arrived = await phone(paper, standIn, height);
	await sideBySide(paper, [told, arrived], 'may-have-arrived.png');
}

/** The example's agent, asked in the chat. */
async function agent({ editor, standIn, model }) {
	const { nodes, ...workflow } = example(AGENT_EXAMPLE);
	nodes.find(({ name }) => name === TOOL).parameters.options.dryRun = false;
	standIn.misbehave(faults.passingServerError({ accept: true }));
	model.script({ calls: [{ phone: MARIA, contact: ANNA }] }, { say: ANSWER });
	await editor.open({ ...workflow, nodes: nodes.slice(1) }, TOOL);
	const box = editor.part('chat-input');
	if (!(await box.isVisible())) await editor.part('workflow-chat-button').click();
	// Higher, so that question and answer are both to be seen.
	await editor.drag(
		editor.page.locator('[data-test-id="resize-handle"][data-dir="top"]'),
		editor.node('Model'),
	);
	await editor.part('zoom-to-fit').click();
	await box.fill(ASKED);
	await box.press('Enter');
	await editor.page.getByText(ANSWER).first().waitFor();
	await editor.dismiss();
	await editor.page.screenshot({ path: join(FOLDER, 'agent.png'), animations: 'disabled' });
}

async function makePictures() {
	const [bench, model] = [await openBench(), await startModel()];
	const browser = await openBrowser({ deviceScaleFactor: SCALE });
	const { standIn } = bench;
	const editor = new Editor(bench, browser.page);
	try {
		await bench.saveCredential();
		await bench.api.saveCredential(model.credential);
		await signIn(editor.page, bench.api);
		for (const [picture, height] of [
			[formAndPhone, 838],
			[failure, 640],
			[agent, 1000],
		]) {
			standIn.reset();
			await editor.page.setViewportSize({ width: 1200, height });
			await picture({ editor, standIn, model, paper: await browser.openPage() });
		}
		await writeFile(CHECKSUM, `${checksumOf(new nodeModule.WhatsAppSendContact().description)}\n`);
	} finally {
		await browser.close();
		await model.close();
		await bench.close();
	}
}

try {
	await makePictures();
} finally {
	await stopAll();
}
