import { itemsOf } from '../../demo/privateN8n/api';
import faults from '../../stand-in/faults';
import { AGENT, agentWorkflow, type Turn } from './model';
import type { RealN8n } from './realN8n';

const MARIA = { phone: '79995253422', contact: '79001111111' };
const BORIS = { phone: '79002222222', contact: '79001111111' };
const REPEAT: Turn = { say: (told) => told.join('\n') };

type Wanted = Partial<Parameters<typeof agentWorkflow>[0]>;

const sent = ({ phone }: { phone: string }) => [
	expect.objectContaining({ sent: true, message: `Sent to ${phone}@c.us` }),
];
const failed = (error: Record<string, unknown>) => [{ error: expect.objectContaining(error) }];
const unknown = (ending: RegExp) =>
	failed({
		certainty: 'unknown',
		message: expect.stringMatching(ending),
		description: expect.stringMatching(/^Never call again for this message/),
	});

/** A model uses the node as the tool of n8n's agent. */
export const agent = (real: RealN8n) => {
	/** A person asks the agent, whose model does what the turns say. */
	async function ask(turns: Turn[], wanted: Wanted = {}) {
		const { api } = real.bench;
		real.model.script(...turns);
		const workflow = agentWorkflow({ ask: 'Send Maria the card of Anna', ...wanted });
		const execution = await api.runWorkflow(await api.saveWorkflow(workflow));
		expect(execution.status).toBe('success');
		return String(itemsOf(execution, AGENT)[0].json.output);
	}

	/** What the model was told, read as the JSON that it is. */
	const told = () => real.model.told.map((answer) => JSON.parse(answer));

	// Each agent meets each accident, and each of the node's settings once.
	describe.each([
		{ agent: 3.1, accept: true, onError: 'stopWorkflow' },
		{ agent: 2, accept: false, onError: 'continueRegularOutput' },
	])('agent $agent, $onError', ({ accept, ...wanted }) => {
		test('two calls in one turn: each arrives, and the model is told so', async () => {
			const answer = await ask([{ calls: [MARIA, BORIS] }, REPEAT], wanted);
			expect(real.bench.chats()).toEqual(['79002222222@c.us', '79995253422@c.us']);
			expect(told()).toEqual([sent(MARIA), sent(BORIS)]);
			expect(answer).toContain('Sent to 79995253422@c.us');
			expect(real.model.tools).toEqual([
				expect.objectContaining({
					description: expect.stringMatching(
						/once for each recipient.*country code.*separated by commas.*never call it again/,
					),
					parameters: expect.objectContaining({ required: ['phone', 'contact'] }),
				}),
			]);
		});

		test('an unknown is told with its certainty and advice, and a repeated call sends nothing', async () => {
			real.bench.standIn.misbehave(faults.passingServerError({ accept }));
			await ask([{ calls: [MARIA] }, { calls: [MARIA] }, REPEAT], wanted);
			expect(told()).toEqual([
				unknown(/— the message may have arrived$/),
				unknown(/— the message may have arrived, not sent again$/),
			]);
			expect(real.bench.standIn.counts.received).toBe(1);
		});
	});

	test.each([
		{ sendOnce: 'off', cards: 2, second: /^Sent to / },
		{ sendOnce: 'node', cards: 1, second: /^Already sent / },
	])('a call repeated after it succeeded, Send Once $sendOnce: $cards', async (each) => {
		const options = { sendOnce: each.sendOnce };
		await ask([{ calls: [MARIA] }, { calls: [MARIA] }, REPEAT], { options });
		expect(real.bench.chats()).toHaveLength(each.cards);
		const again = { sent: true, message: expect.stringMatching(each.second) };
		expect(told()).toEqual([sent(MARIA), [expect.objectContaining(again)]]);
	});

	test.each([2, 3.1])(
		'agent %d: when it failed after a card was sent, its retry sends nobody another',
		async (agent) => {
			const { api } = real.bench;
			const [maria, boris]: Turn[] = [{ calls: [MARIA] }, { calls: [BORIS] }];
			real.model.script(maria, { fail: true });
			const workflow = agentWorkflow({ ask: 'Send both the card of Anna', agent });
			const { id, status } = await api.runWorkflow(await api.saveWorkflow(workflow));
			expect(status).toBe('error');
			real.model.script(maria, boris, maria, REPEAT);
			await api.retryExecution(id);
			// The newer agent shows its model what the failed one had called, too.
			expect(told().slice(-3)).toEqual([sent(MARIA), sent(BORIS), sent(MARIA)]);
			const [toMaria, toBoris] = [MARIA, BORIS].map(({ phone }) => `${phone}@c.us`);
			expect(real.bench.chats()).toEqual([toBoris, toMaria, toMaria]);
		},
	);

	test('a credential that does not work is told to the model, too', async () => {
		await real.bench.saveCredential({ server: 'gateway' });
		await ask([{ calls: [MARIA] }, REPEAT]);
		expect(told()).toEqual([
			failed({ certainty: 'notSent', message: expect.stringContaining('not an http') }),
		]);
	});
};
