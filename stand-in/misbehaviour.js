// @ts-check
'use strict';

/** @typedef {import('./types').Fault} Fault */
/** @typedef {import('./types').FaultFunction} FaultFunction */
/** @typedef {import('./types').Received} Received */
/** @typedef {'bytes' | 'head' | 'body'} Stage how much of a request has been looked at */

/**
 * @param {Fault} fault
 * @returns {Stage} how much must be known before the fault can be used
 */
function stageOf({ cut, chat, accept }) {
	if (chat !== undefined || accept) return 'body';
	if (cut === 'beforeReading') return 'bytes';
	return cut === 'afterHeaders' ? 'head' : 'body';
}

/**
 * @param {Fault} fault
 * @param {Pick<Received, 'operation' | 'chat'>} request
 */
function fits(fault, request) {
	if (fault.operation !== undefined && fault.operation !== request.operation) return false;
	if (fault.chat === undefined) return true;
	return request.chat === (fault.chat.includes('@') ? fault.chat : `${fault.chat}@c.us`);
}

/** The misbehaviours that are still to come. */
class Misbehaviour {
	/** @type {Array<{ fault: Fault, left: number } | FaultFunction>} */
	#coming = [];

	/** @param {Fault | Fault[] | FaultFunction} faults */
	add(faults) {
		if (typeof faults === 'function') {
			this.#coming.push(faults);
			return;
		}
		for (const fault of [faults].flat()) this.#coming.push({ fault, left: fault.times ?? 1 });
	}

	/**
	 * Takes the oldest fault that fits.
	 *
	 * @param {Stage} stage only faults for which exactly this much must be known
	 * @param {Received} request as far as it is known
	 * @returns {Fault | undefined}
	 */
	take(stage, request) {
		for (const entry of this.#coming) {
			if (typeof entry === 'function') {
				const fault = stage === 'body' ? entry(request) : undefined;
				if (fault) return fault;
			} else if (entry.left > 0 && stageOf(entry.fault) === stage && fits(entry.fault, request)) {
				entry.left -= 1;
				return entry.fault;
			}
		}
		return undefined;
	}

	clear() {
		this.#coming = [];
	}
}

/** @param {Fault} fault */
const replacesAnswer = ({ status, body }) => status !== undefined || body !== undefined;

/**
 * @param {Fault} fault
 * @returns {boolean} whether the card of this request counts as delivered
 */
const accepts = (fault) => fault.accept ?? !(replacesAnswer(fault) || fault.cut);

module.exports = { Misbehaviour, replacesAnswer, accepts };
