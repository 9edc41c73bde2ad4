import { call } from '../../stand-in/client';
import { whats2api } from '../../stand-in/dialects/chatApiAnswers';
import { startStandIn } from '../../stand-in/index';
import type { StandIn } from '../../stand-in/types';

const PERSON = '79995253422@c.us';
const GROUP = '17680561234-1479621234@g.us';

let standIn: StandIn;

beforeAll(async () => {
	standIn = await startStandIn({ notOnWhatsApp: ['79990000000'] });
});
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const address = (method: string, query = '') =>
	`${standIn.url}/instance1150/${method}?token=${encodeURIComponent(standIn.token)}${query}`;
const ask = async (method: string, query = '') => (await call(address(method, query))).json;

describe('questions', () => {
	it.each(['authenticated', 'got qr code', 'loading', 'init', 'not_paid'] as const)(
		'the status is "%s"',
		async (state) => {
			standIn.setSession(state);
			expect(await ask('status', '&no_wakeup=true')).toEqual({ accountStatus: state });
			expect(standIn.session).toBe(state);
			expect(standIn.lookups).toMatchObject([
				{ operation: 'status', query: { no_wakeup: 'true' } },
			]);
		},
	);

	it('without no_wakeup, a sleeping session wakes up', async () => {
		standIn.setSession('init');
		await ask('status');
		expect(await ask('status')).toEqual({ accountStatus: 'loading' });
	});

	it('a number is there, is not, or cannot be looked up', async () => {
		expect(await ask('checkPhone', '&phone=79995253422')).toEqual({ result: 'exists' });
		expect(await ask('checkPhone', '&phone=79990000000')).toEqual({ result: 'not exists' });
		standIn.setSession('loading');
		expect(await ask('checkPhone', '&phone=79995253422')).toEqual({
			error: 'Status of the account not equals authenticated',
		});
	});

	it('the chats tell people and groups apart', async () => {
		const { dialogs } = await ask('dialogs');
		expect(dialogs).toContainEqual({
			id: PERSON,
			name: 'Maria Petrova',
			image: '',
			metadata: { isGroup: false },
		});
		expect(dialogs).toContainEqual(
			expect.objectContaining({ id: GROUP, metadata: { isGroup: true } }),
		);
	});

	it('the chats of a compatible server have objects for ids, and its refusals words of their own', async () => {
		standIn.misbehave([whats2api.chats, whats2api.noInstance]);
		expect((await ask('dialogs')).dialogs).toContainEqual(
			expect.objectContaining({ id: expect.objectContaining({ _serialized: PERSON }) }),
		);
		expect((await ask('status')).err).toBe('Your company is not set yet');
	});
});
