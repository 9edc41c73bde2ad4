import { itemsOf } from '../../demo/privateN8n/api';
import faults from '../../stand-in/faults';
import { type Bench, openBench } from './bench';
import { type ScriptedModel, startModel, type Turn } from './model';
import { AGENT, agentWorkflow } from './workflow';

const INSTALLING = 900_000;

let bench: Bench;
let model: ScriptedModel;
beforeAll(async () => {
	bench = await openBench('agent');
	model = await startModel();
	await bench.importCredential();
	await bench.n8n.api.saveCredential(model.credential);
}, INSTALLING);
afterAll(async () => {
	await bench?.close();
	await model?.close();
});
beforeEach(() => bench.standIn.reset());
afterEach(() => {
	expect(bench.standIn.violations).toEqual([]);
	expect(model.surprises).toEqual([]);
});

const MARIA = { phone: '79995253422', contact: '79001111111' };
const BORIS = { phone: '79002222222', contact: '79001111111' };
const REPEAT: Turn = { say: (told) => told.join('\n') };

type Wanted = Partial<Parameters<typeof agentWorkflow>[0]>;

/** A person asks the agent, whose model does what the turns say. */
async function ask(turns: Turn[], wanted: Wanted = {}) {
	model.script(...turns);
	const workflow = agentWorkflow({ ask: 'Send Maria the card of Anna', ...wanted });
	const execution = await bench.runWorkflow(await bench.n8n.api.saveWorkflow(workflow));
	expect(execution.status).toBe('success');
	return String(itemsOf(execution, AGENT)[0].json.output);
}

/** What the model was told, read as the JSON that it is. */
const told = () => model.told.map((answer) => JSON.parse(answer));
const sent = (phone: string) => [
	expect.objectContaining({ sent: true, message: `Sent to ${phone}@c.us` }),
];
const failed = (error: Record<string, unknown>) => [{ error: expect.objectContaining(error) }];

describe.each([
	{ agent: 3.1, responses: false },
	{ agent: 3.1, responses: true },
	{ agent: 2, responses: false },
])('agent $agent, responses API: $responses', (wanted) => {
	test('one call: the card arrives, and the model is told so', async () => {
		const answer = await ask([{ calls: [MARIA] }, REPEAT], wanted);
		expect(bench.chats()).toEqual(['79995253422@c.us']);
		expect(told()).toEqual([sent(MARIA.phone)]);
		expect(answer).toContain('Sent to 79995253422@c.us');
	});

	test('the model reads how to use the tool', async () => {
		await ask([{ say: 'Hello' }], wanted);
		expect(model.tools).toEqual([
			expect.objectContaining({
				description: expect.stringMatching(
					/once for each recipient.*country code.*separated by commas.*never call it again/,
				),
				parameters: expect.objectContaining({ required: ['phone', 'contact'] }),
			}),
		]);
	});

	test('two calls in one turn: each arrives, and each is answered', async () => {
		await ask([{ calls: [MARIA, BORIS] }, REPEAT], wanted);
		expect([...bench.chats()].sort()).toEqual(['79002222222@c.us', '79995253422@c.us']);
		expect(told()).toEqual([sent(MARIA.phone), sent(BORIS.phone)]);
	});

	test.each([
		{ sendOnce: 'off', cards: 2, second: /^Sent to / },
		{ sendOnce: 'node', cards: 1, second: /^Already sent / },
	])(
		'a call repeated after it succeeded, Send Once $sendOnce: $cards',
		async ({ sendOnce, cards, second }) => {
			await ask([{ calls: [MARIA] }, { calls: [MARIA] }, REPEAT], {
				...wanted,
				options: { sendOnce },
			});
			expect(bench.chats()).toHaveLength(cards);
			const again = { sent: true, message: expect.stringMatching(second) };
			expect(told()).toEqual([sent(MARIA.phone), [expect.objectContaining(again)]]);
		},
	);

	describe.each([{}, { onError: 'stopWorkflow' }, { onError: 'continueRegularOutput' }])(
		'On Error: %p',
		(settings) => {
			test.each([true, false])(
				'an unknown (arrived: %s) is told with its certainty and advice, and a repeated call sends nothing',
				async (accept) => {
					bench.standIn.misbehave(faults.passingServerError({ accept }));
					await ask([{ calls: [MARIA] }, { calls: [MARIA] }, REPEAT], { ...wanted, settings });
					const unknown = (ending: RegExp) =>
						failed({
							certainty: 'unknown',
							message: expect.stringMatching(ending),
							description: expect.stringMatching(/^Before sending it again, check the chat/),
						});
					expect(told()).toEqual([
						unknown(/— the message may have arrived$/),
						unknown(/— the message may have arrived, not sent again$/),
					]);
					expect(bench.standIn.counts.received).toBe(1);
				},
			);

			test('a wrong phone is told with the remedy, and the corrected call is sent', async () => {
				const wrong = { ...MARIA, phone: '89995253422' };
				await ask([{ calls: [wrong] }, { calls: [MARIA] }, REPEAT], { ...wanted, settings });
				expect(told()).toEqual([
					failed({
						certainty: 'notSent',
						message: expect.stringContaining('89995253422 starts with 8'),
						description: expect.stringContaining('Enter 79995253422'),
					}),
					sent(MARIA.phone),
				]);
				expect(bench.chats()).toEqual(['79995253422@c.us']);
			});
		},
	);
});

test('a credential that does not work is told to the model, too', async () => {
	await bench.importCredential({ server: 'gateway' });
	await ask([{ calls: [MARIA] }, REPEAT]);
	await bench.importCredential();
	expect(told()).toEqual([
		failed({ certainty: 'notSent', message: expect.stringContaining('not an http') }),
	]);
});
