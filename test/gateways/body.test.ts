import { at, isHtml, saidBy, text, words } from '../../nodes/WhatsAppSendContact/gateways/body';
import { refused, rejectedByStatus } from '../../nodes/WhatsAppSendContact/gateways/reply';

const NESTED = { a: { b: { c: { d: { e: { f: 'too deep' } }, near: 'seen' } } } };

describe('what a gateway said, in one line', () => {
	test.each([
		['as it is', 'as it is'],
		['  several\n\tlines \u0000 ', 'several lines'],
		[['one', '', 'two'], 'one; two'],
		[[{ to: 'is required' }, { body: ['is', 'empty'] }], 'to: is required; body: is; body: empty'],
		[{ code: 5, ok: false, none: null }, 'code: 5; ok: false'],
		[NESTED, 'a: b: c: near: seen'],
		['x'.repeat(500), 'x'.repeat(500)],
		['x'.repeat(501), `${'x'.repeat(500)}…`],
	])('%j: %s', (value, gatewayMessage) => {
		expect(words(value)).toBe(gatewayMessage);
	});

	test('no more than twenty parts of a list or an object are read', () => {
		const numbers = Array.from({ length: 21 }, (_, index) => index);
		expect(words(numbers).split('; ')).toHaveLength(20);
		expect(words({ ...numbers }).split('; ')).toHaveLength(20);
	});
});

test.each([
	[{ response: { message: 'a' }, message: 'b', error: 'c' }, 'a'],
	[{ exception: { message: 'a' }, message: 'b' }, 'a'],
	[{ message: 'a', error: 'b' }, 'a'],
	[{ message: '', error: 'a', err: 'b' }, 'a'],
	[{ status: false, err: 'a' }, 'a'],
	[{ status: false }, 'status: false'],
	[{ error: false, err: 'a' }, 'a'],
	[{ message: 'false', error: true, reason: 'a' }, 'message: false; error: true; reason: a'],
])('%j has the gateway’s own words: %s', (body, said) => {
	expect(saidBy(body)).toBe(said);
});

describe('a body that is no JSON object', () => {
	test.each([
		['Forbidden', 'Forbidden'],
		[' a <b>text</b> with <html> in it', 'a <b>text</b> with <html> in it'],
		['<!DOCTYPE html><title>Hi</title>', 'a web page titled "Hi"'],
		[
			' \n<html lang="en"><head><title lang="en"> Bad\nGateway </title>',
			'a web page titled "Bad Gateway"',
		],
		['<html></html>', 'a web page'],
		['<body><title> </title>', 'a web page'],
		[`<html>${' '.repeat(10_000)}<title>Late</title>`, 'a web page'],
		[null, ''],
	])('%j: %s', (body, gatewayMessage) => {
		expect(saidBy(body)).toBe(gatewayMessage);
	});

	test.each([undefined, null, {}, [], ['<html>'], 'text <html>', 'x<html>'])(
		'%j is no web page',
		(body) => {
			expect(isHtml(body)).toBe(false);
		},
	);
});

describe('what a status alone says', () => {
	test.each([200, 201, 204, 299])('%i says nothing', (status) => {
		expect(rejectedByStatus(status, 'said')).toBeUndefined();
	});

	test.each([
		[[0, 100, 199, 600, 999], 'unknown', 'unreadableReply', 'said'],
		[[300, 301, 307, 399], 'notSent', 'refused', 'redirects'],
		[[302, 303], 'unknown', 'unreadableReply', 'redirects'],
		[[400, 410, 498], 'notSent', 'refused', 'said'],
		[[401], 'notSent', 'unauthorized', 'said'],
		[[402], 'notSent', 'notPaid', 'said'],
		[[404], 'notSent', 'instanceNotFound', 'said'],
		[[429], 'notSent', 'rateLimited', 'said'],
		[[408, 409, 460, 499, 500, 599], 'unknown', 'serverError', 'said'],
	])('%j: %s, %s', (statuses, certainty, reason, words) => {
		const gatewayMessage: unknown = expect.stringContaining(words);
		const expected = { accepted: false, certainty, reason, gatewayMessage };
		expect(statuses.map((status) => rejectedByStatus(status, 'said'))).toEqual(
			statuses.map(() => expected),
		);
	});
});

test('a status that refuses for no reason of its own leaves it to the gateway’s words', () => {
	const words = 'WhatsApp not connected';
	expect(rejectedByStatus(400, words)).toMatchObject({ reason: 'notConnected' });
	expect(rejectedByStatus(429, words)).toMatchObject({ reason: 'rateLimited' });
});

describe('the reason in a gateway’s words', () => {
	// Besides those that stand, as they were seen, in the gateways' own tables.
	test.each([
		['invalid token', 'unauthorized'],
		['Unauthorized', 'unauthorized'],
		['unauthorised user', 'unauthorized'],
		['not_paid', 'notPaid'],
		['Not paid', 'notPaid'],
		['Instance does not exist', 'instanceNotFound'],
		['Status of the account not equals authenticated', 'notConnected'],
		['phone not authenticated', 'notConnected'],
		['Too many requests', 'rateLimited'],
		['over the rate limit', 'rateLimited'],
		['service not activated', 'notPaid'],
		['Reach-out time lock', 'restricted'],
		['You are not authorized to use this proxy', 'refused'],
	])('%s: %s', (gatewayMessage, reason) => {
		expect(refused(gatewayMessage)).toMatchObject({ certainty: 'notSent', reason });
	});

	test.each([
		'the card of Wrong Token Ltd is refused',
		'he gatewayMessage: unauthorized',
		'the group "your instance has been stopped" is full',
		'a member has not paid',
		'the premium service not activated',
		'error 4630',
		'an instance account is expired by name',
		'no such instance not found',
		'a name like The "x" instance does not exist',
		'',
	])('%j names none that would end a run', (gatewayMessage) => {
		expect(refused(gatewayMessage).reason).toBe('refused');
	});
});

test('only a field of the object itself is one', () => {
	expect(at({ a: 1 }, 'a')).toBe(1);
	expect(at({}, 'toString')).toBeUndefined();
	expect(at('a', 'length')).toBeUndefined();
	expect(at(null, 'a')).toBeUndefined();
	expect(at({ a: [{ b: 2 }] }, 'a.0.b')).toBe(2);
	expect(at({ a: 2 }, 'a.b')).toBeUndefined();
});

test.each([
	[0, '0'],
	['', undefined],
	[NaN, undefined],
	[true, undefined],
	[{}, undefined],
])('%j as text is %j', (value, expected) => {
	expect(text(value)).toBe(expected);
});
