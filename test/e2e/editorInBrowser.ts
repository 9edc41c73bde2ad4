import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { WhatsAppGatewayApi } from '../../credentials/WhatsAppGatewayApi.credentials';
import { oneNode } from '../../demo/privateN8n/workflow';
import { optionsField } from '../../nodes/WhatsAppSendContact/form/optionsField';
import faults from '../../stand-in/faults';
import { filesOf } from '../package/files';
import { openBrowser } from './browser';
import { Editor, signIn } from './editor';
import { AGENT_EXAMPLE, TOOL, example } from './model';
import type { RealN8n } from './realN8n';

/** What people have on a laptop. */
const LAPTOP = { width: 1440, height: 900 };
/** So high that a whole form is to be seen. */
const TALL = { width: 1440, height: 2600 };

const MARIA = '79995253422';
const ANNA = '79001111111';
const BORIS = '79002222222';
const PEOPLE = [{ phone: MARIA, people: [ANNA, BORIS] }];
const toMaria = { recipient: { __rl: true, mode: 'phone', value: MARIA } };
const nobody = { contact: [{ id: '' }] };

const OPTIONS = optionsField.options as INodeProperties[];
const EVERY_OPTION = {
	...Object.fromEntries(OPTIONS.map((option) => [option.name, option.default])),
	sendOnce: 'node',
};

/** What only a browser can tell: what is seen, cut, clicked, dropped and typed. */
export const editorInBrowser = (real: RealN8n) => {
	let browser: Awaited<ReturnType<typeof openBrowser>>;
	let editor: Editor;
	beforeAll(async () => {
		browser = await openBrowser();
		await signIn(browser.page, real.bench.api);
		editor = new Editor(real.bench, browser.page);
	});
	afterAll(async () => await browser?.close());
	beforeEach(async () => await browser.page.setViewportSize(LAPTOP));

	test('the form has every field and option, marks what is missing, and cuts no words', async () => {
		await browser.page.setViewportSize(TALL);
		const parameters = { ...toMaria, contacts: nobody, options: EVERY_OPTION };
		await editor.openForm(oneNode({ items: PEOPLE, parameters }));
		for (const name of ['recipient', 'id', 'onceKey', ...Object.keys(EVERY_OPTION)])
			await editor.field(name).waitFor();
		expect(await editor.part('parameter-issues').count()).toBe(1);
		const form = editor.part('node-parameters');
		for (const mode of ['Chat ID', 'Phone', 'From List']) {
			await editor.part('rlc-mode-selector').click();
			await editor.choices.getByText(new RegExp(mode, 'i')).click();
			expect(await editor.cut(form)).toEqual([]);
		}
		await editor.part('rlc-input').click();
		await editor.part('rlc-item').getByText('Maria Petrova (79995253422)').waitFor();
		expect(await editor.cut(editor.part('rlc-item'))).toEqual([]);
	});

	test('the form of the tool has its description for the model, and cuts no words', async () => {
		await editor.openForm(example(AGENT_EXAMPLE), TOOL);
		const description = editor.field('toolDescription').locator('textarea');
		expect(await description.inputValue()).toContain('never call it again');
		expect(await editor.cut(editor.part('node-parameters'))).toEqual([]);
	});

	test('an array is dropped into the contact, and Once Key appears with Send Once, is saved and counts', async () => {
		const options = { sendOnce: 'off' };
		const parameters = { ...toMaria, contacts: nobody, options };
		const id = await editor.openForm(oneNode({ items: PEOPLE, parameters }));
		await editor.part('collection-parameter-add').click();
		await editor.choices.getByText('When Queued').waitFor();
		expect(await editor.cut(browser.page.locator('.el-select-dropdown:visible'))).toEqual([]);
		await browser.page.keyboard.press('Escape');

		await editor.drag(browser.page.getByText('people', { exact: true }), editor.field('id'));
		const dropped = editor.part('node-parameters').getByText(`[Array: ["${ANNA}", "${BORIS}"]]`);
		await dropped.first().waitFor();

		expect(await editor.field('onceKey').count()).toBe(0);
		await editor.choose('sendOnce', 'Once per Node');
		await editor.field('onceKey').locator('input').fill('order-1');
		await editor.execute(`Sent to ${MARIA}@c.us`);
		expect(real.bench.standIn.cards.map(({ contacts }) => contacts)).toEqual([
			[`${ANNA}@c.us`, `${BORIS}@c.us`],
		]);
		const { nodes } = await real.bench.api.call('GET', `/workflows/${id}`);
		expect(nodes[1].parameters).toMatchObject({ onceKey: 'order-1' });
		await editor.execute('1 already sent earlier');
		expect(real.bench.standIn.cards).toHaveLength(1);
	});

	test('the credential speaks the words of each gateway, and cuts none', async () => {
		const [choice, ...words] = new WhatsAppGatewayApi().properties;
		await editor.openForm(oneNode({ items: PEOPLE }));
		await editor.part('credential-edit-button').click();
		await browser.page.getByText('Connection tested successfully').waitFor();
		const part = editor.part('credential-connection-parameter');
		for (const { name, value } of choice.options as INodePropertyOptions[]) {
			await editor.choose('gateway', name);
			for (const { displayName, displayOptions } of words)
				if (displayOptions?.show?.gateway?.includes(value as string))
					await part
						.getByText(new RegExp(`^${displayName}`))
						.first()
						.waitFor();
			expect(await editor.cut(part)).toEqual([]);
		}
	});

	test('the title of a failure says what happened, and that the message may have arrived', async () => {
		await editor.openForm(oneNode({ items: PEOPLE, parameters: toMaria }));
		real.bench.standIn.misbehave(faults.passingServerError({ accept: true }));
		const title = /^The gateway reported an internal error: .* — the message may have arrived$/;
		await editor.execute(title);
		expect((await editor.toast.innerText()).split('\n').at(-1)).toMatch(title);
		const advice = editor.part('output-panel').locator('[data-test-id="node-error-description"]');
		expect(await advice.innerText()).not.toBe('');
	});

	test('the canvas names a fixed recipient, shows whole notes, and brings the card to the phone page', async () => {
		const shown: Array<[recipient: string, below: string[]]> = [
			['+7 999 525-34-22', ['to +7 999 525-34-22']],
			['={{ $json.phone }}', ["to each item's chat"]],
			['', []],
		];
		const { nodes, ...workflow } = oneNode({ items: PEOPLE });
		const senders = shown.map(([value], index) => ({
			...nodes[1],
			id: `${index}`,
			name: `Sender ${index}`,
			position: [440, index * 200],
			parameters: { recipient: { __rl: true, mode: 'phone', value } },
		}));
		const notes = filesOf('examples', '.json').map((file, index) => {
			const [note] = example(file).nodes;
			return { ...note, id: file, name: file, position: [0, 400 * (index + 2)] };
		});
		await editor.open({ ...workflow, nodes: [...nodes, ...senders, ...notes] }, 'Sender 2');
		const texts = await Promise.all(senders.map(({ name }) => editor.node(name).innerText()));
		expect(texts.map((text) => text.split('\n'))).toEqual(
			shown.map(([, below], index) => [`Sender ${index}`, ...below]),
		);

		const stickies = editor.part('sticky');
		await stickies.nth(notes.length - 1).waitFor();
		const hidden = await stickies.evaluateAll((all) =>
			all.map(({ children: [page] }) => page.scrollHeight - page.clientHeight),
		);
		expect(hidden).toEqual(notes.map(() => 0));

		const phone = await browser.openPage();
		await phone.goto(`${real.bench.standIn.url}/phone`);
		await phone.getByText('Waiting for the first card').waitFor();
		await editor.part('execute-workflow-button').click();
		await phone.locator('#chats .row').getByText('Maria Petrova').click();
		await phone.locator('#messages').getByText('Anna Ivanova').waitFor();
		await browser.page.getByText('Workflow executed successfully').waitFor();
		await phone.close();
	});

	test('nobody outside this machine was asked for anything', () => {
		expect(browser.strangers).toEqual([]);
	});
};
