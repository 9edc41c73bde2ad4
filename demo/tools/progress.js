'use strict';

const ora = require('ora');

/* By hand around ora, which ends a spinner but does not know how a step ended or how long it took. */

/**
 * Does one step of the story and says so, with a spinner where there is a terminal.
 *
 * @template T
 * @param {string} title what is being done
 * @param {(detail: (text: string) => void) => Promise<T>} work may report how far it is
 * @returns {Promise<T>} what the work gave back
 */
async function step(title, work) {
	const started = Date.now();
	// Ctrl-C has to reach this program: the spinner leaves the keyboard alone.
	const spinner = ora({ text: title, stream: process.stdout, discardStdin: false }).start();
	const timed = () => `${title} (${Math.round((Date.now() - started) / 1_000)} s)`;
	try {
		const result = await work((detail) => (spinner.text = `${title}, ${detail}`));
		spinner.succeed(timed());
		return result;
	} catch (error) {
		spinner.fail(timed());
		throw error;
	}
}

module.exports = { step };
