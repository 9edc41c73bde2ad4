// @ts-check
'use strict';

const { newKey } = require('../memory');
const { decode, fieldsOf } = require('../request');
const { cardOf } = require('../vcard');
const { brokenRules } = require('./wahaContract');

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Card} Card */
/** @typedef {import('../types').Gateway} Gateway */
/** @typedef {import('../types').GatewayRequest} GatewayRequest */
/** @typedef {import('../types').Operation} Operation */

/** Where each request goes; the first group, if there is one, is the session. */
/** @type {Array<[string, RegExp, Operation]>} */
const ROUTES = [
	['POST', /\/api\/sendContactVcard$/, 'send'],
	['GET', /\/api\/sessions\/([^/]+)$/, 'status'],
	['GET', /\/api\/contacts\/check-exists$/, 'check'],
	['GET', /\/api\/([^/]+)\/chats$/, 'chats'],
	['GET', /\/api\/([^/]+)\/chats\/([^/]+)\/messages$/, 'messages'],
	['GET', /\/api\/([^/]+)\/chats\/([^/]+)\/messages\/([^/]+)$/, 'track'],
];

/** @type {Record<import('../types').Session, string>} */
const STATES = {
	authenticated: 'WORKING',
	'got qr code': 'SCAN_QR_CODE',
	loading: 'STARTING',
	init: 'STOPPED',
	not_paid: 'FAILED',
};

/** Its acks; NOWEB may stay at the first one. */
/** @type {Record<import('../types').State, [ack: number, ackName: string]>} */
const ACKS = {
	pending: [0, 'PENDING'],
	sent: [1, 'SERVER'],
	delivered: [2, 'DEVICE'],
	read: [3, 'READ'],
	failed: [-1, 'ERROR'],
	restricted: [-1, 'ERROR'],
	untold: [0, 'PENDING'],
};

/** @param {Card} card */
const messageOf = ({ id, chat, at, state }) => {
	const [ack, ackName] = ACKS[state];
	const timestamp = Math.floor(at / 1000);
	return { id, timestamp, fromMe: true, to: chat, ack, ackName, hasMedia: false };
};

/**
 * @param {Pick<GatewayRequest, 'method' | 'path'>} head
 * @returns {{ operation?: Operation, inPath: string[] }}
 */
function routeOf({ method, path }) {
	for (const [verb, pattern, operation] of ROUTES) {
		const match = method === verb ? pattern.exec(path) : null;
		if (match) return { operation, inPath: match.slice(1).map(decode) };
	}
	return { inPath: [] };
}

/** @param {Omit<GatewayRequest, 'chat'>} request */
function sessionOf(request) {
	const { operation, query, body } = request;
	if (operation === 'send') return fieldsOf(body).session;
	return operation === 'check' ? query.session : routeOf(request).inPath[0];
}

/** The shape of every exception of NestJS, with which WAHA is built. */
/** @type {(status: number, error: string, message: string) => Answer} */
const exception = (status, error, message) => ({
	status,
	body: { message, error, statusCode: status },
});

/**
 * As `toVcardV3` in `src/core/helpers` of its source writes it: nothing is escaped.
 *
 * @param {Record<string, any>} contact
 * @returns {string} its own vCard, where the client gave one
 */
const vcardOf = ({ vcard, fullName, organization, phoneNumber, whatsappId }) =>
	vcard ??
	[
		'BEGIN:VCARD',
		'VERSION:3.0',
		`FN:${fullName}`,
		...(organization ? [`ORG:${organization};`] : []),
		`TEL;type=CELL;type=VOICE;waid=${whatsappId}:${phoneNumber}`,
		'END:VCARD',
	].join('\n');

/** @param {Card} card */
const keyOf = ({ id }) => id.split('_')[2];

/**
 * WAHA hands the client's id on, and the phones show a key once: the second message with it is not a second card.
 *
 * @param {Record<string, any>} fields of sendContactVcard, known to keep the contract
 * @param {Gateway} gateway
 */
function deliverOnce({ chatId, contacts, reply_to: quotedMessageId, id: key = newKey() }, gateway) {
	const known = gateway.cards.find((card) => card.chat === chatId && keyOf(card) === key);
	return (
		known ??
		gateway.deliver({
			id: `true_${chatId}_${key}`,
			chat: chatId,
			...cardOf(contacts.map(vcardOf)),
			...(quotedMessageId !== undefined && { quotedMessageId }),
		})
	);
}

/**
 * @param {GatewayRequest} request
 * @param {Gateway} gateway
 * @returns {Answer}
 */
function send({ body }, gateway) {
	const broken = brokenRules(body);
	for (const rule of broken) gateway.violation(`WAHA: ${rule}`);
	if (broken[0]) return exception(400, 'Bad Request', `Contract violation: ${broken[0]}`);
	const { id } = deliverOnce(fieldsOf(body), gateway);
	return { status: 201, body: { id, _data: {} } };
}

/**
 * In Brazil, accounts of most area codes are known without the ninth digit: its documents say to ask, and to send to
 * the `chatId` of the answer.
 *
 * @param {string} phone
 */
const knownAs = (phone) => phone.replace(/^55(3[1-9]|[4-9]\d)9(\d{8})$/, '55$1$2');

/** @type {Record<string, (request: GatewayRequest, gateway: Gateway) => unknown>} */
const LOOK_UPS = {
	check({ query: { phone = '' } }, { notOnWhatsApp }) {
		const numberExists = !notOnWhatsApp.includes(phone);
		return { numberExists, ...(numberExists && { chatId: `${knownAs(phone)}@c.us` }) };
	},

	chats: (_, { people }) =>
		Object.entries(people).map(([id, name]) => ({ id, name, conversationTimestamp: 1700000000 })),

	messages(request, { cards }) {
		const [, chat] = routeOf(request).inPath;
		const sent = cards.filter((card) => card.chat === chat).reverse();
		return sent.slice(0, Number(request.query.limit ?? 100)).map(messageOf);
	},

	track(request, { cards }) {
		const [, chat, id] = routeOf(request).inPath;
		const card = cards.find((each) => each.chat === chat && each.id === id);
		return card && messageOf(card);
	},
};

/** Seen, after about five seconds, for all that needs a session that works. */
/** @type {(gateway: Gateway) => Answer} */
const notWorking = ({ instance, session }) => ({
	status: 422,
	body: {
		error: 'Session status is not as expected. Try again later or restart the session',
		session: instance,
		status: STATES[session],
		expected: ['WORKING'],
	},
});

/**
 * WAHA with its engine GOWS.
 *
 * @type {import('../types').Dialect}
 */
const waha = {
	name: 'waha',

	match: (head) => routeOf(head).operation,

	secretsOf({ headers }) {
		const key = headers['x-api-key'];
		return key === undefined ? [] : [key];
	},

	chatOf(request) {
		const { operation, query, body } = request;
		if (operation === 'send') return fieldsOf(body).chatId;
		return operation === 'check' ? `${query.phone}@c.us` : routeOf(request).inPath[1];
	},

	answer(request, gateway) {
		if (request.headers['x-api-key'] !== gateway.token) {
			return { status: 401, body: { message: 'Unauthorized', statusCode: 401 } };
		}
		const { operation } = request;
		const name = sessionOf(request);
		if (name !== gateway.instance) {
			return exception(404, 'Not Found', `We didn't find a session with name '${name}'.`);
		}
		if (operation === 'status') {
			return {
				status: 200,
				body: { name, status: STATES[gateway.session], config: {}, engine: { engine: 'GOWS' } },
			};
		}
		if (gateway.session !== 'authenticated') return notWorking(gateway);
		if (operation === 'send') return send(request, gateway);
		const body = LOOK_UPS[operation]?.(request, gateway);
		return body ? { status: 200, body } : exception(404, 'Not Found', 'Message not found');
	},
};

module.exports = { waha };
