import type {
	Capabilities,
	CardMessage,
	Losses,
} from '../../nodes/WhatsAppSendContact/gateways/capabilities';
import type { Gateway } from '../../nodes/WhatsAppSendContact/gateways/gateway';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { DETAILS } from '../../nodes/WhatsAppSendContact/message/contacts';

const CHATS = { person: 'people', group: 'groups', lid: '`@lid`', newsletter: 'channels' };
const SHOWN = { name: 'name', organization: 'organization', email: 'e-mail', url: 'URL' };
const QUOTES = {
	wholeId: 'whole ID',
	key: 'key alone',
	wamid: '`wamid`',
	whapiId: 'its own ID',
};

const LOST = { always: 'no', unlessStored: 'if stored' };

/** What is otherwise with one engine or another: ` (NOWEB: if stored, WPP: no)`. */
function byEngine({ engines = {} }: Capabilities, cell: (losses: Losses) => string | undefined) {
	const told = Object.entries(engines).flatMap(([name, losses]) => {
		const text = cell(losses);
		return text ? [`${name}: ${text}`] : [];
	});
	return told.length === 0 ? '' : ` (${told.join(', ')})`;
}

/** The details of a contact that the gateway's own card shows. */
export const shownBy = ({ contact }: Capabilities) =>
	DETAILS.filter((detail) => !contact.hides?.includes(detail));

const several = ({ contacts }: CardMessage): string => {
	if (contacts === 1) return 'no: one message each';
	return contacts === Infinity ? 'yes' : `up to ${contacts}`;
};

function vCards({ vCard }: Capabilities): string {
	if (vCard === undefined) return 'no';
	return [
		'yes',
		...(vCard.contacts === 1 ? ['one message each'] : []),
		...(vCard.quote ? [] : ['no quote']),
	].join(', ');
}

function digitsTaken({ digits: { recipient, contact } = {} }: Capabilities): string {
	const told = [
		...(recipient ? [`recipient ${recipient.join(' to ')}`] : []),
		...(contact ? [`contacts ${contact.join(' to ')}`] : []),
	];
	return told.join(', ') || 'any';
}

const yesOrNo = (can: unknown): string => (can === undefined ? 'no' : 'yes');

const ROWS: Array<[title: string, cell: (gateway: Gateway) => string]> = [
	['Several contacts in one message', ({ can }) => several(can.contact)],
	[
		'What the card shows',
		({ can }) => {
			const shown = shownBy(can).map((field) => SHOWN[field]);
			if (shown.length === 0) return 'what the gateway looks up';
			return `your ${shown.join(', ')}` + byEngine(can, ({ details }) => details && 'name');
		},
	],
	[
		'Quoted message',
		({ can }) => {
			if (!can.contact.quote) return 'no';
			return QUOTES[can.contact.quote] + byEngine(can, ({ quote }) => quote && LOST[quote]);
		},
	],
	['_Send As: vCard_', ({ can }) => vCards(can)],
	['Recipients', ({ can }) => can.chats.map((kind) => CHATS[kind]).join(', ')],
	['Digits of a phone', ({ can }) => digitsTaken(can)],
	['_Check Recipient_', ({ check }) => yesOrNo(check)],
	['_From List_', ({ chats }) => yesOrNo(chats)],
	[
		'_Track Delivery_',
		({ track, findSent, can }) =>
			yesOrNo(track) + (findSent ? `, lost too${byEngine(can, ({ key }) => key && 'no')}` : ''),
	],
];

/** What each gateway can do, as the README's table has it. */
export const matrix = [
	['', ...Object.values(gateways).map(({ displayName }) => displayName)],
	...ROWS.map(([title, cell]) => [title, ...Object.values(gateways).map(cell)]),
];
