import type { IDataObject } from 'n8n-workflow';

import type { Session } from '../../stand-in/types';
import { testCredential } from './editor';
import { useGateway } from './gateway';

const gateway = useGateway();

/** What the test says of a session, and of a field that is wrong; what each answer means stands in the gateways' tables. */
const TOLD: Record<string, Array<[wrong: Session | IDataObject, words: string]>> = {
	chatApi: [
		['got qr code', 'scan the QR code'],
		['init', 'is asleep'],
		[{ token: 's3cr3t' }, 'refused the token'],
		[{ instance: '1151' }, 'does not know this instance'],
	],
	ultraMsg: [
		['not_paid', 'not been paid'],
		[{ token: 's3cr3t' }, 'refused the token'],
	],
	greenApi: [
		['init', 'switched off'],
		[{ instance: '1151' }, 'does not know this instance'],
	],
	waha: [
		['loading', 'still starting'],
		[{ token: 'not-valid' }, 'The gateway said: Unauthorized'],
		[{ instance: 'other' }, "didn't find a session with name 'other'"],
	],
	evolutionApi: [
		['got qr code', 'scan the QR code'],
		[{ instance: 'other' }, 'The gateway said: The "other" instance does not exist'],
		[{ instance: 'other/../x' }, "a character that can't stand in an address"],
	],
};

describe.each(Object.entries(TOLD))('the test of a credential for %s', (dialect, told) => {
	const said = async (change: IDataObject = {}) =>
		await testCredential(gateway.credential({ gateway: dialect, ...change }));

	test('is passed, and sends nothing', async () => {
		expect(await said()).toMatchObject({ status: 'OK' });
		expect(gateway.standIn.received).toEqual([]);
	});

	test.each(told)('fails with %j: %s', async (wrong, words) => {
		if (typeof wrong === 'string') gateway.standIn.setSession(wrong);
		expect(await said(typeof wrong === 'string' ? {} : wrong)).toEqual({
			status: 'Error',
			message: expect.stringContaining(words),
		});
	});
});
