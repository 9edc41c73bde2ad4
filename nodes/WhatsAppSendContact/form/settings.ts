import type { INodeProperties } from 'n8n-workflow';

import type { SendAs } from '../message/contactMessage';
import { InvalidInput } from '../message/invalidInput';
import type { LeadingEight } from '../message/phone';
import { shown } from '../message/plainText';
import { optionsField } from './optionsField';

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
	sendOnce: 'off' | 'node' | 'workflow';
	/** How many messages *Send Once* remembers. */
	rememberedMessages: number;
	memoryName: string;
}

const SECOND = 1000;
const LONGEST_PAUSE = 86_400;

/**
 * Reads the option collection; what is not set has its default.
 *
 * @throws InvalidInput when a number is none or out of its range, or a choice is none of its values
 */
export function readSettings(options: Record<string, unknown>): Settings {
	const number = (name: string, preset: number, least: number, most: number): number => {
		const value = options[name] ?? preset;
		const read = typeof value === 'string' && value.trim() === '' ? NaN : Number(value);
		if (read >= least && read <= most) return read;
		throw new InvalidInput(
			`The option '${labelOf(name)}' is ${shown(value)}`,
			`Enter a number from ${least} to ${most}.`,
		);
	};
	const choice = <T>(name: string, allowed: T[], preset: T): T => {
		const value = options[name] ?? preset;
		const found = allowed.find((each) => each === value || String(each) === value);
		if (found !== undefined) return found;
		throw new InvalidInput(
			`The option '${labelOf(name)}' is ${shown(value)}`,
			`Its value must be one of: ${allowed.join(', ')}.`,
		);
	};
	const flag = (name: string) => choice(name, [true, false], false);
	const pauseMin = number('pauseMin', 0, 0, LONGEST_PAUSE) * SECOND;
	const pauseMax = number('pauseMax', 0, 0, LONGEST_PAUSE) * SECOND;
	return {
		output: choice('output', ['simple', 'full'], 'simple'),
		whenQueued: choice('whenQueued', ['accept', 'fail'], 'accept'),
		leadingEight: choice('leadingEight', ['refuse', 'replace'], 'refuse'),
		sendAs: choice('sendAs', ['contact', 'vCard'], 'contact'),
		dryRun: flag('dryRun'),
		checkRecipient: flag('checkRecipient'),
		confirmUnknown: flag('confirmUnknown'),
		retries: Math.trunc(number('retries', 3, 0, 10)),
		parallelChats: Math.trunc(number('parallelChats', 5, 1, 100)),
		pauseMin,
		pauseMax: Math.max(pauseMin, pauseMax),
		timeout: Math.round(number('timeout', 30, 0.1, 3600) * SECOND),
		sendOnce: choice('sendOnce', ['off', 'node', 'workflow'], 'off'),
		rememberedMessages: Math.trunc(number('rememberedMessages', 10_000, 100, 20_000)),
		memoryName: String(options.memoryName ?? '').trim(),
	};
}

/**
 * The options of a run, from those of its items.
 *
 * @throws InvalidInput when they are not the same for all
 */
export function optionsOfRun(all: Array<Record<string, unknown>>): Record<string, unknown> {
	const first = JSON.stringify(all[0]);
	const other = all.findIndex((options) => JSON.stringify(options) !== first);
	if (other < 0) return all[0];
	throw new InvalidInput(
		`The options of item ${other} differ from those of item 0`,
		'Options hold for the whole run. Use one node for each set of options, and an If or Switch node before them.',
	);
}

/** What the form calls an option. */
function labelOf(name: string): string {
	const options = optionsField.options as INodeProperties[];
	return options.find((option) => option.name === name)?.displayName ?? name;
}
