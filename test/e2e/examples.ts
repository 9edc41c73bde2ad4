import { fs, path } from '../node';

import { ROOT } from '../../demo/paths';
import { CREDENTIAL } from '../../demo/cards';
import type { Execution } from '../../demo/privateN8n/api';
import { MODEL_CREDENTIAL } from './model';
import type { RealN8n } from './realN8n';

const FOLDER = path.join(ROOT, 'examples');
const SENDER = 'n8n-nodes-whatsapp-send-contact.whatsAppSendContact';

type Json = Record<string, unknown>;
interface Node {
	name: string;
	type: string;
	position: [x: number, y: number];
	disabled?: boolean;
	parameters: Json & { options?: Json; path?: string };
	credentials?: Json;
}
interface Workflow {
	name: string;
	nodes: Node[];
	pinData?: Json;
}

const EXAMPLES = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const read = (file: string): Workflow =>
	JSON.parse(fs.readFileSync(path.join(FOLDER, file), 'utf8'));
const ofType = ({ nodes }: Workflow, type: string) =>
	nodes.find((node) => node.type.endsWith(type));
const sender = (workflow: Workflow) =>
	workflow.nodes.find(({ type }) => type.startsWith(SENDER)) as Node;

const MARIA = '79995253422';
const ANNA = '79001111111';

/** What a person, a shop or a gateway gives an example to start with. */
const BODIES: Record<string, Json> = {
	'once-per-order': { orderId: '1001', phone: '+7 999 525-34-22' },
	'reply-to-a-message': {
		messages: [
			{
				id: 'false_79995253422@c.us_3EB0A1',
				chatId: `${MARIA}@c.us`,
				body: 'The manager, please',
				fromMe: false,
			},
			{
				id: 'false_79002222222@c.us_3EB0A2',
				chatId: '79002222222@c.us',
				body: 'Hello',
				fromMe: false,
			},
		],
	},
};

/** What a person changes in the credential for an example. */
const CREDENTIALS: Record<string, Json> = {
	'several-accounts': { instance: '={{ $json.instance }}' },
};
/** What a dry run shows of an example beside that it is one. */
const SHOWN: Record<string, string[]> = {
	'several-accounts': ['/instancenorth/', '/instancesouth/', '/instancenorth/'],
};

/** Each example, in a real n8n as it is, once its credentials are chosen. */
export const examples = (real: RealN8n) => {
	/** The example as a person has made it ready. */
	function madeReady(file: string): Workflow {
		const workflow = read(file);
		for (const node of workflow.nodes) {
			if (node.type.startsWith(SENDER))
				node.credentials = { whatsAppGatewayApi: { id: '', name: CREDENTIAL } };
			if (node.type.endsWith('lmChatOpenAi'))
				node.credentials = { openAiApi: { id: '', name: MODEL_CREDENTIAL } };
		}
		const chat = ofType(workflow, 'chatTrigger');
		if (chat) {
			workflow.pinData = { [chat.name]: [{ json: { chatInput: 'Send Maria the card of Anna' } }] };
			// Without a browser, nobody hears the chat's answer.
			const answer = ofType(workflow, '.chat');
			if (answer) answer.disabled = true;
			const call = { phone: MARIA, contact: ANNA };
			const reviewed = { toolParameters: call, hitlParameters: {} };
			real.model.script(
				{ calls: [ofType(workflow, 'HitlTool') ? reviewed : call] },
				{ say: (told) => `The tool says: ${told.join()}` },
			);
		}
		return workflow;
	}

	/** Starts an example the way its trigger wants it, and answers what it asks. */
	async function run(file: string, workflow: Workflow, button = 'Approve'): Promise<Execution> {
		const { api } = real.bench;
		const id = await api.saveWorkflow(workflow);
		const webhook = ofType(workflow, '.webhook');
		if (!webhook) {
			const execution = await api.runWorkflow(id);
			return execution.status === 'waiting' ? await api.decide(execution, button) : execution;
		}
		const at = String(webhook.parameters.path);
		await api.publish(id, at);
		await api.callWebhook(at, BODIES[path.basename(file, '.json')]);
		const [execution] = await api.executionsOf(id);
		return await api.ended(execution.id);
	}

	test.each(EXAMPLES)('%s', async (file) => {
		const workflow = madeReady(file);
		const { name, parameters } = sender(workflow);
		const example = path.basename(file, '.json');
		await real.bench.saveCredential(CREDENTIALS[example]);
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
			for (const [item, shown] of (SHOWN[example] ?? []).entries())
				expect(JSON.stringify(items[item])).toContain(shown);
		} else {
			expect(real.bench.chats()).toEqual([`${MARIA}@c.us`]);
			expect(JSON.stringify(items)).toContain('"sent":true');
		}
	});

	test('a tool call that a person has declined sends nothing, and the agent is told so', async () => {
		const file = 'ai-agent-that-asks-first.json';
		const { status } = await run(file, madeReady(file), 'Decline');
		expect(status).toBe('success');
		expect(real.bench.standIn.received).toEqual([]);
		expect(real.model.told.join()).toContain('User rejected the tool call');
	});
};
