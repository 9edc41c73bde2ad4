// @ts-check
import { copyOf, drawCard, linkTo, part, showTime, summaryOf } from './card.mjs';
import { drawAvatar, learn, personOf } from './people.mjs';

/** @typedef {import('../types').Card} Card */
/** @typedef {{ id: string, row: HTMLElement, cards: Map<string, Card>, unread: number }} Chat */

const byId = (/** @type {string} */ id) => part(document, `#${id}`);

/** @type {Map<string, Chat>} */
const chats = new Map();

/** The chat somebody picked, maybe an empty one. Its id stands behind the # of the address, so that Back works. */
function chosen() {
	const id = decodeURIComponent(location.hash.slice(1));
	return id.includes('@') ? chatOf(id) : undefined;
}

/** @param {Chat} chat */
const newest = ({ cards }) => [...cards.values()].at(-1)?.at ?? 0;

/** @returns {Chat[]} the one with the newest card first */
const inOrder = () => [...chats.values()].sort((one, other) => newest(other) - newest(one));

/** Until somebody picks a chat, the page follows the newest card, where there is room for both. */
const followsNewest = () => location.hash === '' && matchMedia('(min-width: 46rem)').matches;

/** @returns {Chat | undefined} the chat to show when nothing new has arrived */
const wanted = () => chosen() ?? (followsNewest() ? inOrder()[0] : undefined);

/** @type {Chat | undefined} */
let open;

/**
 * @param {string} id
 * @returns {Chat}
 */
function chatOf(id) {
	const present = chats.get(id);
	if (present) return present;
	const row = copyOf('chatRow');
	const person = personOf(id);
	const link = part(row, '.row');
	link.setAttribute('href', linkTo(id));
	link.dataset.kind = person.kind;
	drawAvatar(part(row, '.avatar'), person);
	part(row, '.name').textContent = person.name;
	const chat = { id, row, cards: new Map(), unread: 0 };
	chats.set(id, chat);
	return chat;
}

/** @param {Chat} chat */
function drawRow({ row, cards, unread }) {
	const last = [...cards.values()].at(-1);
	if (last) {
		part(row, '.last').textContent = summaryOf(last);
		showTime(part(row, '.time'), last.at);
	}
	const badge = part(row, '.unread');
	badge.hidden = unread === 0;
	badge.textContent = String(unread);
	badge.setAttribute('aria-label', `${unread} unread`);
}

/** @param {Chat | undefined} chat */
function show(chat) {
	open?.row.querySelector('a')?.removeAttribute('aria-current');
	open = chat;
	byId('phone').classList.toggle('reading', chat !== undefined);
	byId('chat').hidden = chat === undefined;
	byId('empty').hidden = chat !== undefined;
	byId('messages').replaceChildren(...[...(chat?.cards.values() ?? [])].map(drawCard));
	if (!chat) return;
	const person = personOf(chat.id);
	chat.row.querySelector('a')?.setAttribute('aria-current', 'true');
	chat.unread = 0;
	drawRow(chat);
	drawAvatar(byId('avatar'), person);
	byId('title').textContent = person.name;
	byId('subtitle').textContent = person.detail;
	scrollToNewest();
}

function scrollToNewest() {
	const messages = byId('messages');
	messages.scrollTop = messages.scrollHeight;
}

/** @param {Card} card new, or one that left the queue */
function receive(card) {
	const chat = chatOf(card.chat);
	const isNew = !chat.cards.has(card.id);
	chat.cards.set(card.id, card);
	if (isNew) byId('chats').prepend(chat.row);
	byId('noChats').hidden = true;
	if (isNew && chat !== open) chat.unread += 1;
	drawRow(chat);
	if (chat !== open) {
		if (followsNewest()) show(chat);
		return;
	}
	const bubble = drawCard(card);
	if (!isNew) {
		document.getElementById(card.id)?.replaceWith(bubble);
		return;
	}
	byId('messages').append(bubble);
	scrollToNewest();
}

/** @param {{ cards: Card[], people: Record<string, string> }} snapshot everything up to now */
function startOver({ cards, people }) {
	chats.clear();
	learn(people);
	for (const card of cards) chatOf(card.chat).cards.set(card.id, card);
	const rows = inOrder().map((chat) => {
		drawRow(chat);
		return chat.row;
	});
	byId('chats').replaceChildren(...rows);
	byId('noChats').hidden = chats.size > 0;
	show(wanted());
}

/** @param {'live' | 'lost'} state */
function showConnection(state) {
	byId('connection').dataset.state = state;
	byId('connection').textContent = state === 'live' ? 'Live' : 'Reconnecting …';
}

const events = new EventSource('/phone/events');
events.addEventListener('open', () => showConnection('live'));
events.addEventListener('error', () => showConnection('lost'));
events.addEventListener('snapshot', ({ data }) => startOver(JSON.parse(data)));
events.addEventListener('card', ({ data }) => receive(JSON.parse(data)));
addEventListener('hashchange', () => show(wanted()));
