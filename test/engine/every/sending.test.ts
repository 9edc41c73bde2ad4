import { until } from '../../clock';
import * as faults from '../../../stand-in/faults';
import { searchChats, testCredential } from '../editor';
import { type Result, resultOf, start } from '../../../engine/execution';
import { fs, path } from '../../node';
import { cardsPerPerson, chatOf, CONTINUE, people, useGateway } from '../gateway';

// What the package promises of every n8n that it supports, on each of their engines.

/** The folder whose package.json names the engine: jest.config.js says which. */
declare const ENGINE: string;
declare const loadNative: NodeJS.Require;

const gateway = useGateway();

const COUNT = 5;
const ALL = people(COUNT).map((_, item) => item);
const STOP = 'stopWorkflow';
const TO_ERROR_OUTPUT = 'continueErrorOutput';
const MODES = [STOP, 'continueRegularOutput', TO_ERROR_OUTPUT] as const;
/** One by one: which items an engine tries before it stops is certain then. */
const ONE_BY_ONE = { parallelChats: 1, retries: 0 };

const itemOf = ({ pairedItem }: Result['items'][number]) => (pairedItem as { item: number }).item;

/** The item's error, if it has one, by the item's number. */
const errorsOf = ({ items, errorItems }: Result) =>
	Object.fromEntries(
		[...items, ...errorItems]
			.filter(({ json }) => json.error !== undefined)
			.map((each) => [itemOf(each), each.json.error]),
	);

const sentItems = ({ items, errorItems }: Result) =>
	[...items, ...errorItems].filter(({ json }) => json.sent === true).map(itemOf);

test('the engine is the one that this project names', () => {
	const manifest = (file: string) => JSON.parse(fs.readFileSync(file, 'utf8'));
	const { dependencies, devDependencies } = manifest(path.join(ENGINE, 'package.json'));
	const wanted = dependencies ?? devDependencies;
	for (const name of ['n8n-core', 'n8n-workflow']) {
		const [root] = loadNative.resolve(name).split(/(?<=n8n-(?:core|workflow))[\\/]dist[\\/]/);
		expect(manifest(path.join(root, 'package.json')).version).toBe(wanted[name]);
	}
});

test.each([0, COUNT, 100])('%i items: as many cards, as many success items', async (count) => {
	const input = people(count);
	const { items, errorItems, error } = await gateway.send(input, {
		node: { onError: TO_ERROR_OUTPUT },
	});
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json)).toEqual(
		people(count).map((_, item) => ({
			id: expect.any(String),
			sent: true,
			message: `Sent to ${chatOf(item)}`,
		})),
	);
	expect(items.map(itemOf)).toEqual([...Array(count).keys()]);
	expect(errorItems).toEqual([]);
	expect(cardsPerPerson(gateway.standIn, count)).toEqual(Array(count).fill(1));
	expect(input).toEqual(people(count));
});

test('a failed item, and one that can not be sent, leave through the error output with their input', async () => {
	gateway.standIn.misbehave(faults.serverError({ chat: chatOf(3) }));
	const input = [...people(COUNT), { phone: 'nobody', message: 'of the input' }];
	const result = await gateway.send(input, { node: { onError: TO_ERROR_OUTPUT } });
	expect(result.items.map(itemOf)).toEqual([0, 1, 2, 4]);
	expect(result.errorItems.map(({ json }) => json)).toEqual([
		{
			...input[3],
			error: expect.objectContaining({
				certainty: 'unknown',
				reason: 'serverError',
				httpCode: 500,
			}),
		},
		{
			...input[5],
			error: expect.objectContaining({ certainty: 'notSent', reason: 'invalidInput' }),
		},
	]);
});

test('under Continue, a failed item stays on the only output', async () => {
	gateway.standIn.misbehave(faults.serverError({ chat: chatOf(3) }));
	const result = await gateway.send(people(COUNT), { node: CONTINUE });
	expect(result.items.map(itemOf)).toEqual(ALL);
	expect(Object.keys(errorsOf(result))).toEqual(['3']);
});

const REFUSAL = { body: { sent: false, message: 'Try again' } };
/** What a request meets once. */
const FATES = [
	{ fate: 'a 500, though it has arrived', fault: faults.passingServerError({ accept: true }) },
	{ fate: 'a cut connection', fault: faults.cutAfterReading({ accept: true }) },
	{ fate: 'a refusal', fault: REFUSAL, isRefusal: true },
];
const MATRIX = FATES.flatMap((each) =>
	[0, 3].flatMap((failing) =>
		MODES.map((onError) => ({ isRefusal: false, ...each, failing, onError })),
	),
);

test.each(MATRIX)(
	'Retry On Fail, $onError, item $failing meets $fate: nobody gets two, and the output says who has one',
	async ({ onError, failing, fault, isRefusal }) => {
		// Under Continue, n8n looks at the first item alone.
		const isTriedAgain = isRefusal && (onError === STOP || failing === 0);
		const isLeft = isRefusal && !isTriedAgain;
		gateway.standIn.misbehave({ ...fault, chat: chatOf(failing) });
		const node = { onError, retryOnFail: true, maxTries: 3 } as const;
		const result = await gateway.send(people(COUNT), { options: ONE_BY_ONE, node });
		expect(cardsPerPerson(gateway.standIn, COUNT)).toEqual(
			ALL.map((item) => (item === failing && isLeft ? 0 : 1)),
		);
		expect(gateway.standIn.received).toHaveLength(isTriedAgain ? COUNT + 1 : COUNT);
		if (isTriedAgain) {
			expect(result.error).toBeUndefined();
			expect(sentItems(result)).toEqual(ALL);
		} else if (onError === STOP) {
			expect(result.error).toMatchObject({ context: { details: { certainty: 'unknown' } } });
		} else {
			expect(sentItems(result)).toEqual(ALL.filter((item) => item !== failing));
			const certainty = isLeft ? 'notSent' : 'unknown';
			expect(errorsOf(result)).toEqual({ [failing]: expect.objectContaining({ certainty }) });
		}
	},
);

test('a cancel ends a pause at once, and nothing new starts', async () => {
	// Through another gateway than the other tests: a pause counts from the account's last start in any execution.
	const credential = { gateway: 'ultraMsg' };
	const options = { ...ONE_BY_ONE, pauseMin: 3_000 };
	const { running } = start(gateway.setup(people(COUNT), { options, credential }));
	await until(() => gateway.standIn.cards.length > 0);
	running.cancel();
	expect(resultOf(await running).run.status).toBe('canceled');
	expect(gateway.standIn.received).toHaveLength(1);
});

describe('as the tool of a model', () => {
	test('it sends, and says so', async () => {
		const [said] = await gateway.called(people(1));
		const [recipient, contacts] = [chatOf(0), ['79001111111@c.us']];
		expect(JSON.parse(said)).toMatchObject([{ sent: true, recipient, contacts }]);
		expect(cardsPerPerson(gateway.standIn, 1)).toEqual([1]);
	});

	test.each([
		[STOP, false],
		[STOP, true],
		['continueRegularOutput', false],
		['continueRegularOutput', true],
	] as const)(
		'under %s, Retry On Fail %s: what may have arrived is not sent again, by n8n nor by the model; what was not sent is',
		async (onError, retryOnFail) => {
			gateway.standIn.misbehave([
				faults.passingServerError({ chat: chatOf(0), accept: true }),
				{ ...REFUSAL, chat: chatOf(1) },
			]);
			const [anna, boris] = people(2);
			const node = { onError, retryOnFail, maxTries: 3 };
			const [doubt, again, refused, ...sent] = await gateway.called(
				[anna, anna, boris, boris, boris],
				{ node },
			);
			expect(doubt).toContain('Never call again for this message');
			expect(again).toContain('Never call again for this message');
			expect(JSON.parse(refused)).toMatchObject([{ error: { certainty: 'notSent' } }]);
			// A model that calls again after a card was sent wants another one.
			expect(sent.map((said) => JSON.parse(said))).toMatchObject([
				[{ sent: true }],
				[{ sent: true }],
			]);
			expect(cardsPerPerson(gateway.standIn, 2)).toEqual([1, 2]);
			expect(gateway.standIn.received).toHaveLength(4);
		},
	);

	test('what it can do about a failure is told: correct the call, or tell the user', async () => {
		gateway.standIn.misbehave(faults.unauthorized({ times: Infinity }));
		const told = await gateway.called([{ phone: '89995253422' }, ...people(1)]);
		expect(told.map((said) => JSON.parse(said)[0].error.description)).toEqual([
			expect.stringMatching(/Enter 79995253422.* call again; else tell the user\.$/),
			expect.stringMatching(/^Nothing was sent/),
		]);
	});
});

describe('in the editor', () => {
	test('the test of a credential is passed, and tells what is wrong', async () => {
		expect(await testCredential(gateway.credential())).toEqual({
			status: 'OK',
			message: 'Connection successful: the gateway is ready to send',
		});
		for (const [wrong, words] of [
			[{ token: 's3cr3t' }, 'refused the token'],
			[{ server: 'gateway' }, 'not an http'],
		] as const) {
			const message = expect.stringContaining(words);
			const told = await testCredential(gateway.credential(wrong));
			expect(told).toEqual({ status: 'Error', message });
		}
	});

	test('the list shows the chats', async () => {
		const { results } = await searchChats(gateway.setup([]));
		expect(results.length).toBeGreaterThan(0);
	});
});
