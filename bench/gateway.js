// @ts-check
'use strict';

const { startStandIn } = require('../stand-in');

/**
 * The gateway of the bench, in a process of its own. The parent says `{ latency }` (milliseconds) before each run and
 * hears `{ ready: true }`; it says `{ report: true }` after it and hears what arrived.
 */
async function main() {
	const standIn = await startStandIn({ keepReceived: false });
	const { url, instance, token } = standIn;
	process.on(
		'message',
		(/** @type {{ latency?: number, report?: boolean }} */ { latency, report }) => {
			if (report) {
				const { received, accepted } = standIn.counts;
				process.send?.({ received, accepted, peakSockets: standIn.peakSockets });
				return;
			}
			standIn.reset();
			if (latency) standIn.misbehave({ delay: latency, times: Infinity });
			process.send?.({ ready: true });
		},
	);
	process.once('disconnect', () => standIn.close());
	process.send?.({ url, instance, token });
}

void main();
