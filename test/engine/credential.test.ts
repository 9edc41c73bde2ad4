import type { IDataObject } from 'n8n-workflow';

import type { Session } from '../../stand-in/types';
import { testCredential } from './editor';
import { useGateway } from './gateway';

const gateway = useGateway();

interface Case {
	dialect: string;
	/** What the credential's test says of each state of the session. */
	sessions: Array<[Session, string]>;
	/** What it says of a field that is wrong. */
	wrong: Array<[IDataObject, string]>;
}

const CASES: Case[] = [
	{
		dialect: 'chatApi',
		sessions: [
			['got qr code', 'scan the QR code'],
			['loading', 'still loading'],
			['init', 'is asleep'],
			['not_paid', 'not been paid'],
		],
		wrong: [
			[{ token: 's3cr3t' }, 'refused the token'],
			[{ instance: '1151' }, 'does not know this instance'],
		],
	},
	{
		dialect: 'ultraMsg',
		sessions: [
			['got qr code', 'scan the QR code'],
			['loading', 'still loading'],
			['init', 'on standby'],
			['not_paid', 'not been paid'],
		],
		wrong: [
			[{ token: 's3cr3t' }, 'refused the token'],
			[{ instance: '1151' }, 'does not know this instance'],
		],
	},
	{
		dialect: 'greenApi',
		sessions: [
			['got qr code', 'scan the QR code'],
			['loading', 'is starting'],
			['init', 'switched off'],
			['not_paid', 'not been paid'],
		],
		wrong: [
			[{ token: 's3cr3t' }, 'refused the token'],
			[{ instance: '1151' }, 'does not know this instance'],
		],
	},
	{
		dialect: 'waha',
		sessions: [
			['got qr code', 'scan the QR code'],
			['loading', 'still starting'],
			['init', 'is stopped'],
			['not_paid', 'has failed'],
		],
		wrong: [
			[{ token: 'not-valid' }, 'The gateway said: Unauthorized'],
			[{ instance: 'other' }, "didn't find a session with name 'other'"],
		],
	},
	{
		dialect: 'evolutionApi',
		sessions: [
			['got qr code', 'scan the QR code'],
			['loading', 'try again in a minute'],
			['init', 'connect this instance'],
		],
		wrong: [
			[{ token: 'not-valid' }, 'The gateway said: Unauthorized'],
			[{ instance: 'other' }, 'The gateway said: The "other" instance does not exist'],
			[{ instance: 'other/../x' }, "a character that can't stand in an address"],
		],
	},
];

describe.each(CASES)('the test of a credential for $dialect', ({ dialect, sessions, wrong }) => {
	const told = async (change: IDataObject = {}) =>
		await testCredential(gateway.credential({ gateway: dialect, ...change }));

	test('is passed, and sends nothing', async () => {
		expect(await told()).toMatchObject({ status: 'OK' });
		expect(gateway.standIn.received).toEqual([]);
	});

	test.each(sessions)('of a session that is "%s": %s', async (session, words) => {
		gateway.standIn.setSession(session);
		expect(await told()).toEqual({ status: 'Error', message: expect.stringContaining(words) });
	});

	test.each(wrong)('with %j: %s', async (change, words) => {
		expect(await told(change)).toEqual({
			status: 'Error',
			message: expect.stringContaining(words),
		});
	});
});
