import { startStandIn } from '../../stand-in/index';
import type { StandIn } from '../../stand-in/types';

let standIn: StandIn;
beforeAll(async () => {
	standIn = await startStandIn();
});
afterAll(() => standIn.close());

const send = async (phone: string) =>
	await fetch(
		`${standIn.url}/instance1150/sendContact?token=${encodeURIComponent(standIn.token)}`,
		{
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ phone, contactId: ['79001111111@c.us'] }),
		},
	);

/** Opens the page's event stream; each call of the result reads on until a whole event is there. */
async function openEvents() {
	const { body } = await fetch(`${standIn.url}/phone/events`);
	const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
	let text = '';
	return async () => {
		for (;;) {
			const event = /event: (\w+)\ndata: (.*)\n\n/.exec(text);
			if (event) {
				text = text.slice(event.index + event[0].length);
				return { name: event[1], data: JSON.parse(event[2] ?? '') };
			}
			text += (await reader?.read())?.value ?? '';
		}
	};
}

test('the page is where the root leads to, and loads nothing but its own files', async () => {
	const page = await fetch(standIn.url);
	expect(page.url).toBe(`${standIn.url}/phone`);
	expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
	const html = await page.text();
	const links = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, link]) => link);
	expect(links.length).toBeGreaterThan(3);
	for (const link of links) expect((await fetch(standIn.url + link)).status).toBe(200);
	expect((await fetch(`${standIn.url}/phone/serve.js`)).status).toBe(404);
});

test('its events tell what has arrived, what arrives, what leaves the queue, and a reset', async () => {
	standIn.setSession('init');
	await send('79995253422');
	const nextEvent = await openEvents();
	expect(await nextEvent()).toMatchObject({
		name: 'snapshot',
		data: {
			cards: [{ chat: '79995253422@c.us', queued: true }],
			people: { '79995253422@c.us': 'Maria Petrova' },
		},
	});
	standIn.setSession('authenticated');
	expect(await nextEvent()).toMatchObject({ name: 'card', data: { queued: false } });
	await send('79002222222');
	expect(await nextEvent()).toMatchObject({ name: 'card', data: { chat: '79002222222@c.us' } });
	standIn.reset();
	expect(await nextEvent()).toMatchObject({ name: 'snapshot', data: { cards: [] } });
});
