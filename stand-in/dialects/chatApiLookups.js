// @ts-check
'use strict';

/** @typedef {import('../types').Answer} Answer */
/** @typedef {import('../types').Gateway} Gateway */
/** @typedef {import('../types').GatewayRequest} GatewayRequest */

/** @type {Record<string, (query: Record<string, string>, gateway: Gateway) => unknown>} */
const BODIES = {
	status({ no_wakeup: noWakeup }, gateway) {
		const { session } = gateway;
		if (session === 'init' && noWakeup !== 'true') gateway.wake();
		return { accountStatus: session };
	},

	/** The word for a number that is not there was not captured; only `exists` was. */
	check({ phone }, { session, notOnWhatsApp }) {
		if (session !== 'authenticated') {
			return { error: 'Status of the account not equals authenticated' };
		}
		return { result: notOnWhatsApp.includes(phone ?? '') ? 'not exists' : 'exists' };
	},

	chats(_, { people }) {
		const dialogs = Object.entries(people).map(([id, name]) => ({
			id,
			name,
			image: '',
			metadata: { isGroup: id.endsWith('@g.us') },
		}));
		return { dialogs };
	},
};

/**
 * Everything that asks and does not send.
 *
 * @param {GatewayRequest} request with the right token and instance
 * @param {Gateway} gateway
 * @returns {Answer}
 */
function lookUp({ operation, query }, gateway) {
	return { status: 200, body: BODIES[operation]?.(query, gateway) };
}

module.exports = { lookUp };
