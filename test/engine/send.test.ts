import { startStandIn } from '../stand-in';
import type { StandIn } from '../stand-in/types';
import { execute } from './engine';

let gateway: StandIn;
beforeAll(async () => {
	gateway = await startStandIn();
});
afterAll(async () => await gateway.close());
beforeEach(() => gateway.reset());

const credential = () => ({
	gateway: 'chatApi',
	server: gateway.url,
	instance: gateway.instance,
	token: gateway.token,
});

test('smoke', async () => {
	const result = await execute({
		items: [{ phone: '+7 (999) 525-34-22' }, { phone: '79990000001' }],
		parameters: {
			recipient: { __rl: true, mode: 'phone', value: '={{ $json.phone }}' },
			contacts: { contact: [{ id: '79001111111, 79002222222@c.us' }] },
			options: { output: 'full' },
		},
		credential: credential(),
	});
	console.log(JSON.stringify(result.items, null, 1), result.error, gateway.received, gateway.cards, gateway.violations);
});
