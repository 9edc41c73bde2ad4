import { InvalidInput } from '../nodes/WhatsAppSendContact/message/invalidInput';

/** The explanation that an action ends in; fails when it ends in anything else, or does not say what to do. */
export function problemOf(action: () => unknown): InvalidInput {
	try {
		const result = action();
		throw new Error(`Expected an explanation, got ${JSON.stringify(result)}`);
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		const problem = error as InvalidInput;
		expect(problem.remedy).toMatch(/^[A-Z].*\.$/s);
		return problem;
	}
}
