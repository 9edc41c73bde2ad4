import type { INodeProperties, INodePropertyOptions, INodePropertyTypeOptions } from 'n8n-workflow';

import type { MessageRules } from '../message/contactMessage';
import { InvalidInput } from '../message/invalidInput';
import { called, isBlank, isScalar } from '../message/plainText';
import { optionsField } from './optionsField';

/** The node's options, read and checked. Times are in milliseconds. */
export interface Settings extends MessageRules {
	output: 'simple' | 'full';
	whenQueued: 'accept' | 'fail';
	dryRun: boolean;
	checkRecipient: boolean;
	trackDelivery: number;
	retries: number;
	parallelChats: number;
	pauseMin: number;
	pauseMax: number;
	timeout: number;
	sendOnce: 'off' | 'node' | 'workflow';
}

const SECOND = 1000;

/** Reads the option collection; what is not set has the form's default. @throws InvalidInput for what the form would not take */
export function readSettings(given: Record<string, unknown>): Settings {
	const options = optionsField.options as INodeProperties[];
	const settings = Object.fromEntries(
		options.map((option) => [option.name, readOption(option, given)]),
	) as unknown as Settings;
	const { pauseMin, pauseMax, timeout, trackDelivery } = settings;
	return {
		...settings,
		pauseMin: pauseMin * SECOND,
		pauseMax: Math.max(pauseMin, pauseMax) * SECOND,
		timeout: Math.round(timeout * SECOND),
		trackDelivery: trackDelivery * SECOND,
	};
}

/** The value of an option, checked against what the form states of it. */
function readOption(option: INodeProperties, given: Record<string, unknown>): unknown {
	const value = option.name in given ? given[option.name] : option.default;
	const refused = (remedy: string) =>
		new InvalidInput(`The option '${option.displayName}' is ${called(value)}`, remedy);
	if (option.type === 'number') {
		const { minValue, maxValue, numberPrecision } =
			option.typeOptions as Required<INodePropertyTypeOptions>;
		const number = isScalar(value) && !isBlank(value) ? Number(value) : NaN;
		const isInRange = number >= minValue && number <= maxValue;
		if (isInRange) return numberPrecision === 0 ? Math.trunc(number) : number;
		throw refused(`Enter a number from ${minValue} to ${maxValue}.`);
	}
	const choices = option.options as INodePropertyOptions[] | undefined;
	const allowed = choices?.map((choice) => choice.value) ?? [true, false];
	const found = allowed.find((each) => each === value || String(each) === value);
	if (found !== undefined) return found;
	throw refused(`Its value must be one of: ${allowed.join(', ')}.`);
}

/** @throws InvalidInput when the options are not the same for all items */
export function optionsOfRun(all: Array<Record<string, unknown>>): Record<string, unknown> {
	const sorted = all.map((options) => JSON.stringify(Object.entries(options).sort()));
	const other = sorted.findIndex((options) => options !== sorted[0]);
	if (other < 0) return all[0];
	throw new InvalidInput(
		`The options of item ${other} differ from those of item 0`,
		'Options hold for the whole run. Use one node for each set of options, and an If or Switch node before them.',
	);
}
