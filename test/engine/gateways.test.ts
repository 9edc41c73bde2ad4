import type { IDataObject } from 'n8n-workflow';

import { type GatewayName, gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import type { SendAs } from '../../nodes/WhatsAppSendContact/message/contactMessage';
import { DETAILS } from '../../nodes/WhatsAppSendContact/message/contacts';
import * as faults from '../../stand-in/faults';
import { FAULTS } from '../../demo/faults';
import { searchChats, testCredential } from './editor';
import { CONTINUE, useGateway } from './gateway';
import { useSleeplessClock } from './sleepless';

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
		const { can, check, chats, track } = gateways[gateway];

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

		test('the gateway is asked whether a card was read, where it can tell', async () => {
			bench.standIn.decide('read');
			const options = { trackDelivery: 60 };
			const { items } = await bench.send([{ phone: MARIA }], { credential, options });
			const delivery = track ? 'read' : 'unconfirmed';
			expect(items.map(({ json }) => json)).toMatchObject([{ sent: true, delivery }]);
			expect(bench.standIn.lookups.length > 0).toBe(track !== undefined);
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

describe('what becomes of a message', () => {
	const bench = useGateway();
	const sent = async (gateway: string) =>
		await bench.send([{ phone: MARIA }], {
			credential: { gateway },
			options: { trackDelivery: 1, output: 'full' },
			node: CONTINUE,
		});

	test.each(['uazapi', 'ultraMsg', 'waha'])(
		'of %s is found by the name that the node gave, where its answer was lost',
		async (name) => {
			bench.standIn.misbehave(faults.cutMidAnswer({ accept: true }));
			const { items } = await sent(name);
			const [{ id }] = bench.standIn.cards;
			expect(items[0].json).toMatchObject({ id, status: 'sent', delivery: 'delivered' });
			const asked = bench.standIn.lookups.map(({ operation }) => operation);
			// The other two are asked for both at the same address.
			expect(asked).toEqual(['messages', name === 'waha' ? 'track' : 'messages']);
		},
	);

	test.each([
		['restricted', { error: { certainty: 'notSent', reason: 'restricted' } }],
		['notDelivered', { error: { certainty: 'unknown', reason: 'notDelivered' } }],
		['unconfirmed', { sent: true, delivery: 'unconfirmed' }],
	])('is shown by npm start -- --fault %s', async (name, told) => {
		FAULTS[name].cause(bench.standIn);
		expect((await sent('waha')).items[0].json).toMatchObject(told);
	});

	test.each([
		['WPP', ['The engine WPP sends without organization.']],
		['GOWS', []],
	])('of WAHA with the engine %s: the run says what is left out', async (engine, said) => {
		const body = { status: 'WORKING', engine: { engine } };
		bench.standIn.misbehave({ operation: 'status', body });
		const { hints } = await bench.send([{ phone: MARIA }], {
			credential: { gateway: 'waha' },
			change: { contacts: { contact: [{ id: '79001111111', organization: 'Acme' }] } },
		});
		expect(hints).toEqual(said);
	});

	test('waits as long as a header asks', async () => {
		bench.standIn.misbehave(faults.tooManyRequests(7, { times: 2 }));
		expect((await sent('waha')).items[0].json).toMatchObject({ sent: true, attempts: 3 });
		const [first, ...others] = bench.standIn.received.map(({ at }) => at);
		expect(others.map((at) => at - first)).toEqual([7_000, 14_000]);
	});
});
