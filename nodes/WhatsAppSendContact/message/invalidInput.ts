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
	const told = error instanceof Error ? error.message : String(error);
	// n8n names the field whose expression fails.
	const field = (error as { context?: { parameter?: string } } | null)?.context?.parameter;
	const sentence = field === undefined ? told : `The expression in '${field}' fails: ${told}`;
	return new InvalidInput(sentence, 'Check the expressions and the credential of this node.');
}
