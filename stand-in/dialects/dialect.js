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
 * @property {string} title what people call it
 * @property {Array<[method: string, path: RegExp, operation: Operation]>} routes the first that fits is taken; what its
 *   groups match are the parts of the path
 * @property {(asked: Asked) => string | undefined} tokenOf the token that the client presented
 * @property {(asked: Asked) => string | undefined} chatOf the ID of the chat it is about
 * @property {(asked: Asked, gateway: Gateway) => Answer | undefined} refusal what is wrong with account, token or session
 * @property {Record<string, (body: unknown) => string[]>} contracts what a message may be, by the end of its path
 * @property {(broken: string[]) => Answer} invalid how it refuses what breaks its contract
 * @property {Partial<Record<Operation, (asked: Asked, gateway: Gateway) => Answer>>} answers
 */

/** @type {(body: unknown) => Answer} */
const ok = (body) => ({ status: 200, body });

/**
 * The language of one kind of gateway.
 *
 * @param {Own} own
 * @returns {Dialect}
 */
function dialectOf({ name, title, routes, tokenOf, chatOf, refusal, contracts, invalid, answers }) {
	/** @param {{ method: string, path: string }} head */
	const routeOf = ({ method, path }) =>
		routes.find(([verb, pattern]) => verb === method && pattern.test(path));
	/** @type {(request: Omit<Asked, 'parts' | 'fields'>) => Asked} */
	const askedOf = (request) => {
		const [, ...parts] = routeOf(request)?.[1].exec(request.path) ?? [];
		return { ...request, parts: parts.map(decode), fields: fieldsOf(request.body) };
	};
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
			const refused = refusal(asked, gateway);
			if (refused) return refused;
			const broken = operation === 'send' ? brokenRules(path, body) : [];
			for (const rule of broken) gateway.violation(`${title}: ${rule}`);
			if (broken.length > 0) return invalid(broken);
			return answers[operation]?.(asked, gateway) ?? { status: 404, body: '' };
		},
	};
}

module.exports = { dialectOf, ok };
