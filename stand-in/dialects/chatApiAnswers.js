// @ts-check
'use strict';

/**
 * What a server that is compatible with Chat API says in its own words, for `standIn.misbehave(…)`: those of whats2api,
 * from `controllers/api.js` of its source. Each has status 200.
 */

/** @typedef {import('../types').Fault} Fault */

/** @type {(err: string) => Fault} */
const refusal = (err) => ({ body: { status: false, err } });

const whats2api = {
	noInstance: refusal('Your company is not set yet'),
	noRecipient: refusal("It is mandatory to inform the parameter 'chatId' or 'phone'"),
	wrongToken: refusal('Wrong token authentication'),
	/** The chats as its library gives them: their ids are objects. */
	chats: /** @type {Fault} */ ({
		operation: 'chats',
		body: {
			status: true,
			dialogs: [
				{
					id: { server: 'c.us', user: '79995253422', _serialized: '79995253422@c.us' },
					name: 'Maria Petrova',
					isGroup: false,
				},
				{
					id: {
						server: 'g.us',
						user: '120363025246125486',
						_serialized: '120363025246125486@g.us',
					},
					name: 'Neighbors',
					isGroup: true,
				},
			],
		},
	}),
};

module.exports = { whats2api };
