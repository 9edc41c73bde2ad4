import { DOWN, ranWith, type Reply } from './run';
import { accountAt, send } from './send';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const WPP: Reply = { status: 200, body: { status: 'WORKING', engine: { engine: 'WPP' } } };
const phone = '79001111111';

/** A message through an account of WAHA, or of another gateway, with this in it. */
const sent = (instance: string, more: object, gateway = 'waha') => {
	const one = send({ account: accountAt(gateway, instance) });
	return { ...one, message: { ...one.message, ...more } };
};

test('the engine of each account is asked for once, where a message has more than phones', async () => {
	const named = { contacts: [{ phone }, { phone, organization: 'Acme' }] };
	const sends = [
		sent('named', named),
		sent('named', { contacts: [{ phone, email: 'anna@example.org' }] }),
		sent('quoting', { quotedMessageId: 'false_79995253422@c.us_3EB0' }),
		sent('plain', {}),
		sent('down', named),
		sent('1', named, 'chatApi'),
	].map((one, item) => ({ ...one, item }));
	const { losses, requests } = await ranWith(sends, ({ method, path }) => {
		if (method === 'POST') return { status: 201, body: { id: 'A' } };
		return path.endsWith('/down') ? DOWN : WPP;
	});
	expect(losses).toStrictEqual([
		'The engine WPP sends without organization and e-mail.',
		'The engine WPP sends without quote.',
	]);
	const asked = requests.filter(({ method }) => method === 'GET').map(({ path }) => path);
	expect(asked).toEqual(['named', 'quoting', 'down'].map((name) => `/api/sessions/${name}`));
});
