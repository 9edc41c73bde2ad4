/**
 * Something the user wrote that can't be sent. `message` says what is wrong and where, `remedy` what to do.
 * It is found before the first request, so nothing has left when it is thrown.
 */
export class InvalidInput extends Error {
	constructor(
		message: string,
		readonly remedy: string,
	) {
		super(message);
	}
}

/** A missing credential or an expression that fails is bad input too; n8n's sentence tells what is wrong with it. */
export function problemOf(error: unknown): InvalidInput {
	if (error instanceof InvalidInput) return error;
	const sentence = error instanceof Error ? error.message : String(error);
	return new InvalidInput(sentence, 'Check the expressions and the credential of this node.');
}
