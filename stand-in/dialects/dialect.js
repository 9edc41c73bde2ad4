// @ts-check
'use strict';

const { decode, fieldsOf } = require('../request');

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Asked} Asked */
/** @typedef {import('../types').Dialect} Dialect */
/** @typedef {import('../types').Gateway} Gateway */
/** @typedef {import('../types').Operation} Operation */

/**
 * What is particular about a dialect.
 *
 * @typedef {object} Own
 * @property {string} name in the credential
 * @property {Array<[method: string, path: RegExp, operation: Operation]>} routes the first that fits is taken; what its
 *   groups match are the parts of the path
 * @property {(asked: Asked) => string | undefined} tokenOf the token that the client presented
 * @property {false | ((asked: Asked) => unknown)} [instanceOf] the account that it named: the first part of the path
 *   unless told; false where the token alone names it
 * @property {(asked: Asked) => string | undefined} chatOf the ID of the chat it is about
 * @property {Record<string, (body: unknown) => string[]>} contracts what a message may be, by the end of its path
 * @property {Partial<Record<Operation, (asked: Asked, gateway: Gateway) => Answer>>} answers
 */

/** @type {(body: unknown) => Answer} */
const ok = (body) => ({ status: 200, body });

/**
 * The language of one kind of gateway. In which words each one refuses, its table in `test/gateways` says: here all do
 * it by the status.
 *
 * @param {Own} own
 * @returns {Dialect}
 */
function dialectOf({ name, routes, tokenOf, instanceOf, chatOf, contracts, answers }) {
	/** @param {{ method: string, path: string }} head */
	const routeOf = ({ method, path }) =>
		routes.find(([verb, pattern]) => verb === method && pattern.test(path));
	/** @type {(request: Omit<Asked, 'parts' | 'fields'>) => Asked} */
	const askedOf = (request) => {
		const [, ...parts] = routeOf(request)?.[1].exec(request.path) ?? [];
		return { ...request, parts: parts.map(decode), fields: fieldsOf(request.body) };
	};
	/** @param {Asked} asked */
	const accountOf = (asked) => (instanceOf ? instanceOf(asked) : asked.parts[0]);
	/** @type {Dialect['brokenRules']} */
	const brokenRules = (path, body) =>
		Object.entries(contracts)
			.filter(([end]) => path.split('/').includes(end))
			.flatMap(([, contract]) => contract(body));

	return {
		name,
		brokenRules,
		match: (head) => routeOf(head)?.[2],
		tokenOf: (request) => tokenOf(askedOf(request)) ?? '',
		chatOf: (request) => chatOf(askedOf(request)),
		answer(request, gateway) {
			const asked = askedOf(request);
			const { operation, path, body } = request;
			if (instanceOf !== false && accountOf(asked) !== gateway.instance)
				return { status: 404, body: '' };
			if (tokenOf(asked) !== gateway.token) return { status: 401, body: '' };
			const broken = operation === 'send' ? brokenRules(path, body) : [];
			for (const rule of broken) gateway.violation(`${name}: ${rule}`);
			if (broken.length > 0) return { status: 400, body: { message: broken } };
			return answers[operation]?.(asked, gateway) ?? { status: 404, body: '' };
		},
	};
}

module.exports = { dialectOf, ok };
