import type { Execution } from '../../demo/privateN8n/api';
import { filesOf } from '../package/files';
import { example } from './model';
import type { RealN8n } from './realN8n';

type Json = Record<string, unknown>;
type Workflow = ReturnType<typeof example>;

const EXAMPLES = filesOf('examples', '.json');
const ofType = ({ nodes }: Workflow, type: RegExp) =>
	nodes.find((node: { type: string }) => type.test(node.type));

const MARIA = '79995253422';
const ANNA = '79001111111';
const ASKS_FIRST = 'examples/ai-agent-that-asks-first.json';

/** What a shop or a gateway gives an example to start with. */
const BODIES: Record<string, Json> = {
	'examples/once-per-order.json': { orderId: '1001', phone: '+7 999 525-34-22' },
	'examples/reply-to-a-message.json': {
		messages: [
			{ chatId: `${MARIA}@c.us`, body: 'The manager, please' },
			{ chatId: '79002222222@c.us', body: 'Hello' },
		].map((message) => ({ ...message, id: `false_${message.chatId}_3EB0A1`, fromMe: false })),
	},
};

/** What a person changes in the credential for an example. */
const CREDENTIALS: Record<string, Json> = {
	'examples/several-accounts.json': { instance: '={{ $json.instance }}' },
};
/** What a dry run shows of an example beside that it is one. */
const SHOWN: Record<string, string[]> = {
	'examples/several-accounts.json': ['/instancenorth/', '/instancesouth/', '/instancenorth/'],
};

/** Each example, in a real n8n as it is, once its credentials are chosen. */
export const examples = (real: RealN8n) => {
	/** Gives an example's agent a person who asks and a model that calls the tool. */
	function ask(workflow: Workflow) {
		const chat = ofType(workflow, /chatTrigger$/);
		if (!chat) return;
		workflow.pinData = { [chat.name]: [{ json: { chatInput: 'Send Maria the card of Anna' } }] };
		// Without a browser, nobody hears the chat's answer.
		const answer = ofType(workflow, /\.chat$/);
		if (answer) answer.disabled = true;
		const call = { phone: MARIA, contact: ANNA };
		const reviewed = { toolParameters: call, hitlParameters: {} };
		real.model.script(
			{ calls: [ofType(workflow, /HitlTool$/) ? reviewed : call] },
			{ say: (told) => `The tool says: ${told.join()}` },
		);
	}

	/** Starts an example the way its trigger wants it, and answers what it asks. */
	async function run(file: string, workflow: Workflow, button = 'Approve'): Promise<Execution> {
		const { api } = real.bench;
		ask(workflow);
		const id = await api.saveWorkflow(workflow);
		const webhook = ofType(workflow, /\.webhook$/);
		if (!webhook) {
			const execution = await api.runWorkflow(id);
			return execution.status === 'waiting' ? await api.decide(execution, button) : execution;
		}
		await api.publish(id, webhook.parameters.path);
		await api.callWebhook(webhook.parameters.path, BODIES[file]);
		const [execution] = await api.executionsOf(id);
		return await api.ended(execution.id);
	}

	test.each(EXAMPLES)('%s', async (file) => {
		const workflow = example(file);
		const { name, parameters } = ofType(workflow, /whatsAppSendContact(Tool)?$/);
		await real.bench.saveCredential(CREDENTIALS[file]);
		const execution = await run(file, workflow);
		expect(execution.status).toBe('success');
		const { runData } = execution.data.resultData;
		const items = runData[name].flatMap(({ data }) =>
			Object.values(data ?? {}).flatMap((connections) => connections[0] ?? []),
		);
		expect(items).not.toEqual([]);
		if (parameters.options?.dryRun) {
			expect(real.bench.standIn.received).toEqual([]);
			expect(JSON.stringify(items)).toContain('Dry run: nothing was sent');
			for (const [item, shown] of (SHOWN[file] ?? []).entries())
				expect(JSON.stringify(items[item])).toContain(shown);
		} else {
			expect(real.bench.chats()).toEqual([`${MARIA}@c.us`]);
			expect(JSON.stringify(items)).toContain('"sent":true');
		}
	});

	test('a tool call that a person has declined sends nothing, and the agent is told so', async () => {
		const { status } = await run(ASKS_FIRST, example(ASKS_FIRST), 'Decline');
		expect(status).toBe('success');
		expect(real.bench.standIn.received).toEqual([]);
		expect(real.model.told.join()).toContain('User rejected the tool call');
	});
};
