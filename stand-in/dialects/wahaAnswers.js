// @ts-check
'use strict';

/**
 * What WAHA's other engines and versions answer to a send, for `standIn.misbehave(…)`. The shapes are those of its
 * source and of its users' reports; where a card is delivered all the same, the fault says so.
 */

/** @typedef {import('../types').Fault} Fault */

/** @type {Record<'empty' | 'noId' | 'webjs' | 'noweb', Fault>} */
const sent = {
	/** Older versions of NOWEB, issue 721: the card is sent, the body is empty. */
	empty: { status: 201, body: '', accept: true },
	noId: { status: 201, body: { _data: {} }, accept: true },
	webjs: {
		status: 201,
		accept: true,
		body: {
			_data: { type: 'vcard' },
			id: {
				fromMe: true,
				remote: '79995253422@c.us',
				id: '3EB091474C1CE5341E8F3F',
				_serialized: 'true_79995253422@c.us_3EB091474C1CE5341E8F3F',
			},
		},
	},
	noweb: {
		status: 201,
		accept: true,
		body: {
			key: { remoteJid: '79995253422@s.whatsapp.net', fromMe: true, id: '3EB08A6895830F110A5E4D' },
			message: { contactMessage: {} },
			messageTimestamp: '1738070128',
			status: 'PENDING',
		},
	},
};

const ENGINE =
	"The method is not implemented by 'WPP' engine. Check the docs and try another engine: https://waha.devlike.pro/";

/** @type {Record<'notImplementedBefore' | 'notImplemented' | 'onlyDefault' | 'forbidden' | 'statusError' | 'engineFault', Fault>} */
const failed = {
	/** It may be on its way all the same. */
	statusError: { status: 201, body: { status: 'error' } },
	notImplementedBefore: {
		status: 422,
		body: {
			message: 'The method is not implemented by the engine.',
			error: 'Unprocessable Entity',
			statusCode: 422,
		},
	},
	notImplemented: {
		status: 501,
		body: { message: ENGINE, error: 'Not Implemented', statusCode: 501 },
	},
	onlyDefault: {
		status: 422,
		body: {
			message: "WAHA Core support only 'default' session. You tried to access 'other' session",
			error: 'Unprocessable Entity',
			statusCode: 422,
		},
	},
	forbidden: {
		status: 403,
		body: { message: 'Forbidden resource', error: 'Forbidden', statusCode: 403 },
	},
	engineFault: {
		status: 500,
		body: {
			statusCode: 500,
			timestamp: '2026-07-23T19:48:30.717Z',
			exception: {
				message: '2 UNKNOWN: server returned error 463',
				code: 2,
				details: 'server returned error 463',
			},
			request: { path: '/api/sendContactVcard', method: 'POST', body: {}, query: {} },
			version: { version: '2026.5.1', engine: 'GOWS' },
		},
	},
};

module.exports = { sent, failed };
