import { stringify } from 'flatted';

import { type GatewayName, gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import * as faults from '../../stand-in/faults';
import type { Fault, Operation } from '../../stand-in/types';
import { searchChats, testCredential } from './editor';
import { execute, type Result } from '../../engine/execution';
import { chatOf, CONTINUE, people, useGateway } from './gateway';
import { useSleeplessClock } from './sleepless';

useSleeplessClock();

/** Holds every sign that is written differently in a URL, in JSON and in HTML. */
const TOKEN = 'T0k&n/+"=<é>\'%41$;,:@?#';
const gateway = useGateway({ token: TOKEN });

const encoded = encodeURIComponent(TOKEN);
/** How each encoding is recognized, and one within another, stands in the tests of what takes the token out. */
const SPELLINGS = [
	TOKEN,
	encoded,
	encoded.toLowerCase(),
	JSON.stringify(TOKEN).slice(1, -1),
	JSON.stringify(JSON.stringify(TOKEN)).slice(3, -3),
	TOKEN.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;'),
];

const all = SPELLINGS.join(' | ');
const echoes: Array<[string, Fault]> = [
	['in an error', { status: 500, body: { error: all } }],
	['in a refusal', { body: { sent: false, message: all } }],
	['in a success', { body: { sent: true, message: all, id: all, [`key ${TOKEN}`]: [all] } }],
	['as text', { status: 400, body: all }],
	['in a web page', { status: 502, body: `<html><title>${all}</title><pre>${all}</pre></html>` }],
	['in a header', { status: 429, headers: { 'x-echo': encoded, 'retry-after': encoded } }],
	['in a redirect', faults.redirect(`http://127.0.0.1:9/?token=${encoded}`)],
	['in a broken answer', { body: `{"sent":true,"message":${JSON.stringify(all)}` }],
	['by the stand-in, in the body', faults.echoToken('body')],
	['by the stand-in, in a page', faults.echoToken('html')],
	['by the stand-in, in a redirect', faults.echoToken('redirect')],
];
const accidents: Array<[string, Fault]> = [
	['cut', faults.cutAfterReading()],
	['cut in mid-answer', faults.cutMidAnswer()],
	['late', { delay: 500, accept: false }],
	['a wrong token', faults.unauthorized()],
];

/** Every form in which the token, or a good part of it, could stand in what n8n stores. */
function expectClean(kept: string) {
	for (const spelling of SPELLINGS) {
		expect(kept).not.toContain(spelling);
		expect(kept).not.toContain(JSON.stringify(spelling).slice(1, -1));
	}
	expect(kept).not.toContain('T0k');
}

const GATEWAYS = Object.keys(gateways) as GatewayName[];
/** Meta's has no list of chats, and no check. */
const ASKED = GATEWAYS.filter((name) => gateways[name].chats && gateways[name].check);
const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

function expectCleanRun({ run, error, items, hints }: Result) {
	expectClean(stringify(run.data));
	expectClean(JSON.stringify(run));
	expectClean([error?.message, error?.description, error?.stack, hints, items].join('\n'));
	expectClean(deepText(error));
}

/** Each gateway with each echo, and with them the modes in turn: every two of the three meet. */
const MEETINGS = GATEWAYS.flatMap((dialect, place) =>
	[...echoes, ...accidents].map(([where, fault], row) => ({
		dialect,
		where,
		fault: { ...fault, times: Infinity },
		onError: MODES[(place + row) % MODES.length],
	})),
);

describe.each(MEETINGS)('the token of $dialect, echoed $where', ({ dialect, fault, onError }) => {
	const credential = { gateway: dialect };

	test(`is nowhere in the stored execution, ${onError}`, async () => {
		gateway.standIn.misbehave({ ...fault, operation: 'send' });
		const result = await gateway.send(people(2), {
			credential,
			options: { output: 'full', retries: 0, timeout: 'delay' in fault ? 0.3 : 30 },
			node: { onError, retryOnFail: true, maxTries: 2 },
		});
		expect(gateway.standIn.received).not.toEqual([]);
		expectCleanRun(result);
	});

	test('is not in the list of chats, and not in what the credential test says', async () => {
		gateway.standIn.misbehave(fault);
		expectClean(await toldBy(searchChats(gateway.setup([{}], { credential }))));
		expectClean(await toldBy(testCredential(gateway.credential(credential))));
		const questions = ASKED.includes(dialect) ? 2 : 1;
		expect(gateway.standIn.lookups.length).toBeGreaterThanOrEqual(questions);
	});
});

test.each(ASKED)('the token of %s is not in the names of a list of chats', async (dialect) => {
	const chat = { id: '79995253422@c.us', name: all, pushName: all };
	gateway.standIn.misbehave({ body: { chats: [chat] } });
	const list = await searchChats(gateway.setup([{}], { credential: { gateway: dialect } }));
	expect(list.results).toHaveLength(1);
	expectClean(JSON.stringify(list));
});

/** How many questions of each kind have met an echo: one after the other. */
const asked = new Map<Operation, number>();
beforeEach(() => asked.clear());

test.each(GATEWAYS)(
	'the token of %s is nowhere when it is echoed with what is asked of a number or a message',
	async (dialect) => {
		gateway.standIn.misbehave(({ operation, chat = '' }) => {
			// Every second message is lost.
			if (operation === 'send') return /[13579]@/.test(chat) ? { status: 500 } : undefined;
			const turn = asked.get(operation) ?? 0;
			asked.set(operation, turn + 1);
			return echoes[turn % echoes.length][1];
		});
		const result = await gateway.send(people(2 * echoes.length), {
			credential: { gateway: dialect },
			options: { output: 'full', checkRecipient: true, trackDelivery: 1, parallelChats: 20 },
			node: CONTINUE,
		});
		const { check, findSent, track } = gateways[dialect];
		expect(asked.size > 0).toBe([check, findSent, track].some(Boolean));
		for (const times of asked.values()) expect(times).toBeGreaterThanOrEqual(echoes.length);
		expectCleanRun(result);
	},
);

/** What comes out, or what is thrown, as text. */
const toldBy = async (answer: Promise<unknown>): Promise<string> =>
	await answer.then((value) => JSON.stringify(value), deepText);

/** All of an error, with what JSON leaves out: causes, stacks, properties that are not enumerable. */
function deepText(value: unknown, seen = new Set<unknown>()): string {
	if (typeof value === 'string') return value;
	if (typeof value !== 'object' || value === null || seen.has(value)) return '';
	seen.add(value);
	return Object.getOwnPropertyNames(value)
		.map((name) => `${name} ${deepText((value as Record<string, unknown>)[name], seen)}`)
		.join('\n');
}

describe('another host', () => {
	const other = useGateway({ token: TOKEN });

	test.each([301, 302, 303, 307, 308])(
		'never sees the token by a redirect of %i',
		async (status) => {
			const there = `${other.standIn.url}/instance1150/sendContact`;
			gateway.standIn.misbehave(faults.redirect(there, { status }));
			await gateway.send(people(1), { node: CONTINUE });
			expect(gateway.standIn.received).toHaveLength(1);
			expect([...other.standIn.received, ...other.standIn.lookups]).toEqual([]);
		},
	);
});

test('a token that was replaced in the middle of a run is nowhere', async () => {
	const setup = gateway.setup(people(2), { options: { parallelChats: 1 }, node: CONTINUE });
	gateway.standIn.misbehave(({ chat }) => {
		if (chat === chatOf(0)) Object.assign(setup.credential, { token: 'Br4nd-new-one' });
		return chat === chatOf(1) ? faults.echoToken('body') : undefined;
	});
	const { run } = await execute(setup);
	expect(gateway.standIn.received).toHaveLength(2);
	expect(stringify(run.data)).not.toContain('Br4nd-new-one');
	expectClean(stringify(run.data));
});

test.each([
	['server', (token: string) => ({ server: `${gateway.standIn.url}/sendMessage/${token}` })],
	['instance', (token: string) => ({ instance: `instance1150/sendContact?token=${token}` })],
])('a token that was pasted into the %s too is nowhere', async (_field, pasted) => {
	const plain = 'T0ken-that-was-pasted';
	const { run } = await gateway.send(people(1), {
		credential: { token: plain, ...pasted(plain) },
		options: { dryRun: true },
	});
	expect(stringify(run.data)).not.toContain(plain);
});

test('a dry run sends nothing, and shows where the token goes, not the token', async () => {
	const { run, items } = await gateway.send(people(1), { options: { dryRun: true } });
	expectClean(JSON.stringify(run));
	expect(JSON.stringify(items)).toContain('token=***');
	expect(gateway.standIn.received).toEqual([]);
});
