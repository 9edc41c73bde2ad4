import type { SendAs } from '../message/contactMessage';
import { InvalidInput } from '../message/invalidInput';
import type { LeadingEight } from '../message/phone';
import { shown } from '../message/plainText';

/** The node's options, read and checked. Times are in milliseconds. */
export interface Settings {
	output: 'simple' | 'full';
	whenQueued: 'accept' | 'fail';
	leadingEight: LeadingEight;
	sendAs: SendAs;
	dryRun: boolean;
	checkRecipient: boolean;
	confirmUnknown: boolean;
	retries: number;
	parallelChats: number;
	pauseMin: number;
	pauseMax: number;
	timeout: number;
}

const SECOND = 1000;
const LONGEST_PAUSE = 86_400;

/**
 * Reads the option collection; what is not set has its default.
 *
 * @throws InvalidInput when a number is none, or out of its range
 */
export function readSettings(options: Record<string, unknown>): Settings {
	const number = (name: string, preset: number, least: number, most: number): number => {
		const value = options[name] ?? preset;
		const read = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
		if (read >= least && read <= most) return read;
		throw new InvalidInput(
			`The option '${LABELS[name]}' is ${shown(value)}`,
			`Enter a number from ${least} to ${most}.`,
		);
	};
	const pauseMin = number('pauseMin', 0, 0, LONGEST_PAUSE) * SECOND;
	const pauseMax = number('pauseMax', 0, 0, LONGEST_PAUSE) * SECOND;
	return {
		output: options.output === 'full' ? 'full' : 'simple',
		whenQueued: options.whenQueued === 'fail' ? 'fail' : 'accept',
		leadingEight: options.leadingEight === 'replace' ? 'replace' : 'refuse',
		sendAs: options.sendAs === 'vCard' ? 'vCard' : 'contact',
		dryRun: options.dryRun === true,
		checkRecipient: options.checkRecipient === true,
		confirmUnknown: options.confirmUnknown === true,
		retries: Math.trunc(number('retries', 3, 0, 10)),
		parallelChats: Math.trunc(number('parallelChats', 5, 1, 100)),
		pauseMin,
		pauseMax: Math.max(pauseMin, pauseMax),
		timeout: number('timeout', 30, 0.1, 3600) * SECOND,
	};
}

const LABELS: Record<string, string> = {
	pauseMin: 'Pause Min',
	pauseMax: 'Pause Max',
	retries: 'Retries',
	parallelChats: 'Parallel Chats',
	timeout: 'Timeout',
};
