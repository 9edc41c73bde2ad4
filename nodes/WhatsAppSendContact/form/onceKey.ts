import { InvalidInput } from '../message/invalidInput';
import { called, isBlank, isScalar, plainText } from '../message/plainText';

/**
 * @param value undefined where the field is empty, so that the message itself is the key
 * @throws InvalidInput when an expression gives nothing, or no text or number
 */
export function readOnceKey(value: unknown): string | undefined {
	if (value === undefined) return undefined;
	// A letter with its accent is one character here, two there: the same key all the same.
	if (isScalar(value) && !isBlank(value)) return plainText(value).normalize('NFC');
	throw new InvalidInput(
		`The Once Key is ${called(value)}`,
		"Check that the expression in 'Once Key' finds a text or a number in this item, or leave the field empty.",
	);
}
