import { chatIdOfJid } from '../message/chatId';
import { vCard } from '../message/vCard';
import { at, isObject, list, personIn, textAt } from './body';
import { type Gateway, get, post, withHeader } from './gateway';
import { PROBLEMS } from './questions';
import { checkOf, deliveryOf, refused } from './reply';
import { rejected, taken } from '../outcome';

/**
 * WAHA, self-hosted; its answers depend on the engine behind it. Where its documents are silent, WAHA's own source is the
 * source: `src/core/engines`, `src/structures` and `src/core/exceptions.ts` of devlikeapro/waha.
 */
export const waha: Gateway = {
	displayName: 'WAHA',
	whereToLook: "check the chat on the linked phone, and WAHA's log",

	can: {
		chats: ['person', 'group', 'lid', 'newsletter'],
		contact: { contacts: Infinity, quote: 'wholeId' },
		vCard: { contacts: Infinity, quote: 'wholeId' },
		engines: {
			NOWEB: { quote: 'unlessStored' },
			WEBJS: { key: true },
			WPP: { quote: 'always', details: ['organization', 'email', 'url'], key: true },
		},
	},

	authorize: (request, token) => withHeader(request, 'X-Api-Key', token),

	/** From fields, WAHA would write the same card, but names as they are (`src/core/vcard.ts`), and no e-mail or URL. */
	request: ({ recipient, contacts, quotedMessageId }, session, idempotencyKey) =>
		post('/api/sendContactVcard', {
			session,
			chatId: recipient.chatId,
			contacts: contacts.map((contact) => ({ vcard: vCard(contact) })),
			reply_to: quotedMessageId,
			id: keyOf(idempotencyKey),
		}),

	// A 501 is thrown before the engine does anything.
	statuses: { 403: 'unauthorized', 501: 'refused' },

	/** A session that is not working answers 422 with its state. */
	rejects({ status, body }, said) {
		if (status === 500 && REFUSED_BY_WHATSAPP.test(said)) return refused(said);
		const state = textAt(body, 'status');
		if (status !== 422 || state === undefined) return undefined;
		return rejected('notSent', 'notConnected', `${said} (${state})`);
	},

	/** Some engines have carried the request out and answer nothing, or what WhatsApp told them, without an ID in it. */
	accepts({ status, body }) {
		const isEmpty = body === '' || body === null;
		const isDone = isEmpty || isObject(at(body, '_data')) || isObject(at(body, 'key'));
		return taken(idOf(body) ?? (status === 201 && isDone ? null : undefined));
	},

	session: {
		request: (session) => get(`/api/sessions/${session}`),
		state: (body) => textAt(body, 'status'),
		engine: (body) => textAt(body, 'engine.engine'),
		states: {
			WORKING: undefined,
			SCAN_QR_CODE: PROBLEMS.notConnected,
			PASSKEY_REQUIRED: "The phone asks for its passkey: finish the login in WAHA's dashboard",
			PASSKEY_CONFIRMATION_REQUIRED:
				"The phone asks to confirm its passkey: finish the login in WAHA's dashboard",
			STARTING: 'The session is still starting: try again in a minute',
			STOPPED: "The session is stopped: start it in WAHA's dashboard",
			FAILED:
				"The session has failed: restart it in WAHA's dashboard, and scan its QR code if it asks",
		},
	},

	check: (phone, session) => ({
		request: get('/api/contacts/check-exists', { phone, session }),
		read(body) {
			const check = checkOf(at(body, 'numberExists'));
			// Versions of 2024 send what goes to a hidden ID to a stranger's phone: only a phone is taken.
			const chatId = personIn(at(body, 'chatId'));
			return check?.exists ? { ...check, chatId } : check;
		},
	}),

	chats: (session) => get(`/api/${session}/chats`),

	/**
	 * A message of ours with that key is the one in doubt. None tells nothing: the engine may have chosen another key, or
	 * keep no messages.
	 */
	findSent: ({ recipient }, session, idempotencyKey) => ({
		request: get(`/api/${session}/chats/${encodeURIComponent(recipient.chatId)}/messages`, {
			limit: '100',
			downloadMedia: 'false',
		}),
		read(body) {
			const isOurs = new RegExp(`^true_[^_]+_${keyOf(idempotencyKey)}(_|$)`);
			const unfailed = list(body).filter((message) => at(message, 'ack') !== FAILED);
			const id = unfailed.map(idOf).find((each) => isOurs.test(each ?? ''));
			return taken(id, 'Found in the chat by its ID after its answer was lost');
		},
	}),

	/** NOWEB may stay at its first state though the message has arrived, and GOWS tells no failure here. */
	track: ({ recipient }, session, id) => ({
		request: get(
			`/api/${session}/chats/${encodeURIComponent(recipient.chatId)}/messages/${encodeURIComponent(id)}`,
			{ downloadMedia: 'false' },
		),
		read: (body) => deliveryOf(ACKS[textAt(body, 'ack') ?? '']),
	}),
};

const FAILED = -1;

/** What its numbers mean; 0 and 1 are the clock and one tick. */
const ACKS: Record<string, string> = { '-1': 'error', 2: 'device', 3: 'read', 4: 'played' };

/** The library of GOWS says this only where WhatsApp's own answer carries an error: it did not take the message. */
const REFUSED_BY_WHATSAPP = /\bserver returned error \d+$/;

/**
 * The key that the message is to have, in the form WhatsApp Web gives its own: NOWEB and GOWS hand it on, without the
 * chat before it, and phones show a key once, however often it arrives; WEBJS and older versions choose one themselves.
 */
const keyOf = (idempotencyKey: string): string =>
	`3EB0${idempotencyKey.slice(0, 18).toUpperCase()}`;

/**
 * The id of a message, whole, so that it can be quoted: a text (GOWS), an object with the text in it (WEBJS), or the key
 * of which WAHA makes that text elsewhere (NOWEB).
 */
function idOf(message: unknown): string | undefined {
	const whole = textAt(message, 'id') ?? textAt(message, 'id._serialized');
	const paths = ['key.id', 'key.remoteJid', 'key.participant'];
	const [id, chat, author] = paths.map((path) => textAt(message, path));
	if (whole !== undefined || id === undefined || chat === undefined) return whole;
	const parts = [at(message, 'key.fromMe') === true, chatIdOfJid(chat), id];
	return (author === undefined ? parts : [...parts, chatIdOfJid(author)]).join('_');
}
