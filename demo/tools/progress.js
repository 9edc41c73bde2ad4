'use strict';

const TICK_ON_A_TERMINAL = 1_000;
const TICK_IN_A_LOG = 15_000;

/**
 * @param {number} milliseconds a duration
 * @returns {string} as a person says it: "7 s", "3 min 05 s"
 */
function duration(milliseconds) {
	const seconds = Math.round(milliseconds / 1_000);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/**
 * Does one step of the story and says so: on a terminal in one line that counts the seconds, in a log file
 * with a line now and then, so that nobody wonders whether a long step still lives.
 *
 * @template T
 * @param {string} title what is being done
 * @param {(detail: (text: string) => void) => Promise<T>} work may report how far it is
 * @param {NodeJS.WriteStream} [out] where to write
 * @returns {Promise<T>} what the work gave back
 */
async function step(title, work, out = process.stdout) {
	const started = Date.now();
	let detail = '';
	const line = () =>
		[`… ${title}`, duration(Date.now() - started), detail].filter(Boolean).join(', ');
	const show = () =>
		out.write(out.isTTY ? `\r\x1b[K${line().slice(0, out.columns - 1)}` : `${line()}\n`);
	const end = (/** @type {string} */ sign) =>
		out.write(
			`${out.isTTY ? '\r\x1b[K' : ''}${sign} ${title} (${duration(Date.now() - started)})\n`,
		);

	if (out.isTTY) show();
	const ticking = setInterval(show, out.isTTY ? TICK_ON_A_TERMINAL : TICK_IN_A_LOG);
	try {
		const result = await work((text) => (detail = text));
		end('✓');
		return result;
	} catch (error) {
		end('✗');
		throw error;
	} finally {
		clearInterval(ticking);
	}
}

/**
 * The same for somebody who does not want to see it: a test.
 *
 * @type {typeof step}
 */
const silently = (_title, work) => work(() => undefined);

module.exports = { duration, silently, step };
