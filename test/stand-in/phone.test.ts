import { call } from '../../stand-in/client';
import { startStandIn } from '../../stand-in/index';
import type { StandIn } from '../../stand-in/types';

let standIn: StandIn;

beforeEach(async () => {
	standIn = await startStandIn();
});
afterEach(() => standIn.close());

const send = async (phone: string) =>
	await call(`${standIn.url}/instance1150/sendContact?token=${encodeURIComponent(standIn.token)}`, {
		body: { phone, contactId: '79001111111' },
	});

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

describe('the phone page', () => {
	it('is where the root leads to, and loads nothing but its own files', async () => {
		expect((await call(standIn.url)).headers.location).toBe('/phone');
		const page = await call(`${standIn.url}/phone`);
		expect(page.headers['content-security-policy']).toContain("default-src 'none'");
		const links = [...page.text.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, link]) => link ?? '');
		expect(links.length).toBeGreaterThan(3);
		for (const link of links) expect((await call(`${standIn.url}${link}`)).status).toBe(200);
		expect(page.text).not.toContain(standIn.token);
	});

	it.each(['/phone/serve.js', '/phone/../cli.js', '/phone/nothing.css', '/phoneindex.html'])(
		'does not serve %s',
		async (path) => {
			expect((await call(`${standIn.url}${path}`)).status).toBe(404);
		},
	);

	it('tells a late joiner what already arrived, then every card as it comes', async () => {
		await send('79995253422');
		const nextEvent = await openEvents();
		const snapshot = await nextEvent();
		expect(snapshot).toMatchObject({
			name: 'snapshot',
			data: {
				cards: [{ chat: '79995253422@c.us' }],
				people: { '79995253422@c.us': 'Maria Petrova' },
			},
		});
		expect(JSON.stringify(snapshot)).not.toContain(standIn.token);
		await send('79002222222');
		expect(await nextEvent()).toMatchObject({ name: 'card', data: { chat: '79002222222@c.us' } });
	});

	it('tells that a queued card went out, and that everything was forgotten', async () => {
		standIn.setSession('loading');
		await send('79995253422');
		const nextEvent = await openEvents();
		expect(await nextEvent()).toMatchObject({ data: { cards: [{ queued: true }] } });
		standIn.setSession('authenticated');
		expect(await nextEvent()).toMatchObject({ name: 'card', data: { queued: false } });
		standIn.reset();
		expect(await nextEvent()).toMatchObject({ name: 'snapshot', data: { cards: [] } });
	});
});
