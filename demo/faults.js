'use strict';

const faults = require('../stand-in/faults');

/** @typedef {import('../stand-in/types').Fault} Fault */
/** @typedef {import('../stand-in/types').StandIn} StandIn */

/** As WAHA tells it with its engine GOWS. @type {Fault} */
const RESTRICTED = {
	status: 500,
	body: { statusCode: 500, exception: { message: '2 UNKNOWN: server returned error 463' } },
};

/** @type {(fault: Fault) => (standIn: StandIn) => void} */
const always = (fault) => (standIn) => standIn.misbehave({ ...fault, times: Infinity });

/**
 * What `npm start -- --fault <name>` does to the stand-in gateway for as long as it runs, so that a person
 * sees what the node makes of it.
 *
 * @type {Record<string, { what: string, cause: (standIn: StandIn) => void, tracked?: true }>} `tracked`: shown with
 *   WAHA, which can tell, and Track Delivery on
 */
const FAULTS = {
	unauthorized: { what: 'the token is refused (401)', cause: always(faults.unauthorized()) },
	notFound: { what: 'the instance is not known (404)', cause: always(faults.notFound()) },
	notConnected: {
		what: 'the phone is offline: messages are queued',
		cause: (standIn) => standIn.setSession('got qr code'),
	},
	refused: {
		what: 'the message is refused, in words of the gateway',
		cause: always({ body: { sent: false, message: 'You can not send to this chat' } }),
	},
	tooManyRequests: {
		what: 'slow down (429): three retries, some seconds',
		cause: always(faults.tooManyRequests()),
	},
	serverError: { what: 'an internal error (500)', cause: always(faults.serverError()) },
	html: { what: 'a web page instead of an answer', cause: always(faults.html()) },
	empty: { what: 'an empty answer', cause: always(faults.empty()) },
	brokenJson: { what: 'an answer that ends in the middle', cause: always(faults.brokenJson()) },
	cutBeforeReading: {
		what: 'the connection is cut at once',
		cause: always(faults.cutBeforeReading()),
	},
	cutAfterReading: {
		what: 'the connection is cut once the message was read',
		cause: always(faults.cutAfterReading()),
	},
	timeout: {
		what: 'the message is taken, the answer comes after the node gave up (30 s)',
		cause: always(faults.slow(60_000)),
	},
	restricted: {
		what: 'WhatsApp restricts the number that sends (its error 463)',
		cause: always(RESTRICTED),
		tracked: true,
	},
	notDelivered: {
		what: 'the message is taken, and fails a moment later',
		cause: (standIn) => standIn.decide('failed'),
		tracked: true,
	},
	unconfirmed: {
		what: 'the message is taken, and nobody ever says that it was delivered (5 s are waited for it)',
		cause: (standIn) => standIn.decide('untold'),
		tracked: true,
	},
};

module.exports = { FAULTS };
