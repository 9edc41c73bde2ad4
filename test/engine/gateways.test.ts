import type { IDataObject } from 'n8n-workflow';

import { type GatewayName, gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import type { SendAs } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { DETAILS } from '../../nodes/WhatsAppSendContact/message/contacts';
import * as faults from '../../stand-in/faults';
import { searchChats, testCredential } from './editor';
import { useGateway } from './gateway';
import { useSleeplessClock } from './sleepless';

jest.mock('n8n-workflow', () =>
	jest.requireActual<typeof import('./sleepless')>('./sleepless').sleeplessN8n(),
);
useSleeplessClock();

/** What only the engine can prove of a gateway: the request as n8n signs and writes it, and what becomes of its answers. */

const MARIA = '79995253422';
const NOBODY = '79990000000';
const BOOK_CLUB = '17680561234-1479621234@g.us';
const WHOLE_ID = 'false_17472822486@c.us_DF38E6A25B42CC8CCE57EC40F';
/** Signs that mean something in a form, in JSON or in a vCard. */
const ANNA = { name: 'Anna & Co = 100% +1; "Ann", d’Arc', organization: 'Acme & Söhne' };
const contact = [{ id: '79001111111', ...ANNA }, { id: '79002222222' }];
const ids = ['79001111111@c.us', '79002222222@c.us'];
const ours = [
	{ ...ANNA, phone: '79001111111' },
	{ name: '+79002222222', phone: '79002222222' },
];

/** With an ID of a message that it can quote, where it can. */
const CASES: Array<[GatewayName, instance: string, quotedMessageId: string, sendAs?: SendAs]> = [
	['chatApi', '1150', WHOLE_ID],
	['ultraMsg', '1150', WHOLE_ID],
	['ultraMsg', '1150', WHOLE_ID, 'vCard'],
	['greenApi', '1150', '3EB0C767D097B7C7C030'],
	['waha', 'default', WHOLE_ID],
	['evolutionApi', 'CHL Store (Süd)', ''],
	['metaCloudApi', '1150', 'wamid.HBgLNzk5OTUyNTM0MjI='],
	['uazapi', '', '3EB0C767D097B7C7C030'],
	['whapi', '', 'PsqXn5SAD5v7HRA-wHqB9tMeGQ'],
];

describe.each(CASES)(
	'%s, instance "%s"',
	(gateway, instance, quotedMessageId, sendAs = 'contact') => {
		const bench = useGateway({ instance, notOnWhatsApp: [NOBODY] });
		const credential = { gateway };
		const { can, check, chats } = gateways[gateway];

		test('cards arrive as they were entered, with a quote; the token is nowhere else', async () => {
			const chat = can.chats.includes('group') ? BOOK_CLUB : `${MARIA}@c.us`;
			const { items, error, run } = await bench.send([{}], {
				credential,
				options: { output: 'full', sendAs },
				change: {
					recipient: { __rl: true, mode: 'chatId', value: chat },
					contacts: { contact },
					quotedMessageId,
				},
			});
			expect(error).toBeUndefined();
			const shown = can[sendAs]?.hides === DETAILS ? ids : ours;
			const cards = can[sendAs]?.contacts === 1 ? shown.map((each) => [each]) : [shown];
			const quoted = quotedMessageId === '' ? {} : { quotedMessageId };
			expect(bench.standIn.cards).toMatchObject(
				cards.map((contacts) => ({ chat, contacts, ...quoted })),
			);
			expect(items.map(({ json }) => json)).toMatchObject(
				bench.standIn.cards.map(({ id }) => ({ id, sent: true, recipient: chat })),
			);
			const [request] = bench.standIn.received;
			const type =
				gateway === 'ultraMsg' ? 'application/x-www-form-urlencoded' : 'application/json';
			expect(request.headers['content-type']).toContain(type);
			expect(JSON.stringify([request.query, run.data.resultData])).not.toContain(
				bench.standIn.token,
			);
		});

		test('who is not on WhatsApp is kept back, where the gateway can tell', async () => {
			const { errorItems } = await bench.send([{ phone: NOBODY }, { phone: MARIA }], {
				credential,
				options: { checkRecipient: true },
				node: { onError: 'continueErrorOutput' },
			});
			const message = `The recipient is not on WhatsApp: ${NOBODY}`;
			const error = { message, reason: 'notOnWhatsApp' };
			expect(errorItems).toMatchObject(check ? [{ json: { error } }] : []);
			const asked = check ? [MARIA] : [NOBODY, MARIA];
			expect(bench.standIn.received.map(({ chat }) => chat)).toEqual(
				asked.map((phone) => `${phone}@c.us`),
			);
		});

		test('a check that fails lets the message go', async () => {
			bench.standIn.misbehave(faults.passingServerError({ operation: 'check' }));
			await bench.send([{ phone: MARIA }], { credential, options: { checkRecipient: true } });
			expect(bench.standIn.cards).toHaveLength(1);
		});

		test('the credential test is passed, fails with another token, and sends nothing', async () => {
			const status = async (change: IDataObject) =>
				(await testCredential(bench.credential({ ...credential, ...change }))).status;
			expect([await status({}), await status({ token: 's3cr3t' })]).toEqual(['OK', 'Error']);
			expect(bench.standIn.lookups).toHaveLength(2);
			expect(bench.standIn.received).toEqual([]);
		});

		test('the recipient can be picked from the chats, where there is a list', async () => {
			const list = searchChats(bench.setup([], { credential }), 'BOOK');
			const bookClub = { name: 'Book club (group)', value: BOOK_CLUB, description: BOOK_CLUB };
			if (chats) return expect(await list).toEqual({ results: [bookClub] });
			await expect(list).rejects.toMatchObject({
				message: 'Meta Cloud API has no list of chats',
				description: "Set 'Recipient' to 'Phone' and enter the number.",
			});
			expect(bench.standIn.lookups).toEqual([]);
		});
	},
);

describe('a lost answer', () => {
	const bench = useGateway();
	const options = { trackDelivery: 1, output: 'full' };
	const node = { onError: 'continueErrorOutput' } as const;
	const sent = async (gateway: string) =>
		await bench.send([{ phone: MARIA }], { credential: { gateway }, options, node });

	test.each(['uazapi', 'ultraMsg', 'waha'])(
		'of %s is found by the name that the node gave',
		async (name) => {
			for (const fault of [faults.passingServerError, faults.cutMidAnswer]) {
				bench.standIn.reset();
				bench.standIn.misbehave(fault({ accept: true }));
				const { items } = await sent(name);
				const [{ id }] = bench.standIn.cards;
				expect(items[0].json).toMatchObject({ id, sent: true, status: 'sent' });
				expect(items[0].json).toHaveProperty('delivery', 'delivered');
				const asked = bench.standIn.lookups.map(({ operation }) => operation);
				// The other two are asked for both at the same address.
				expect(asked).toEqual(['messages', name === 'waha' ? 'track' : 'messages']);
			}
		},
	);

	test('of UltraMsg is found in the queue', async () => {
		bench.standIn.setSession('init');
		bench.standIn.misbehave(faults.serverError({ operation: 'send', accept: true }));
		expect((await sent('ultraMsg')).items[0].json).toMatchObject({ sent: true, status: 'queued' });
	});

	test.each([
		['ultraMsg', 1],
		['waha', 1],
		['uazapi', 1],
		['metaCloudApi', 0],
		['whapi', 0],
		['chatApi', 0],
		['greenApi', 0],
		['evolutionApi', 0],
	])('of %s stays unknown where there is nothing to find', async (name, lookups) => {
		bench.standIn.misbehave(faults.passingServerError());
		const { errorItems } = await sent(name);
		expect(errorItems[0].json).toMatchObject({ error: { certainty: 'unknown' } });
		expect(bench.standIn.received).toHaveLength(1);
		expect(bench.standIn.lookups).toHaveLength(lookups);
	});
});

describe('the chat that a message really went to is the output’s recipient', () => {
	const bench = useGateway();

	test.each([
		['evolutionApi, which rewrites it', '5215512345678', '525512345678@c.us', false],
		['waha, whose check names it', '5531988887777', '553188887777@c.us', true],
	])('of %s', async (which, phone, chat, checkRecipient) => {
		const [gateway] = which.split(',');
		const options = { output: 'full', checkRecipient };
		const { items } = await bench.send([{ phone }], { credential: { gateway }, options });
		expect(bench.standIn.cards).toMatchObject([{ chat }]);
		expect(items[0].json).toMatchObject({ recipient: chat });
	});
});
