import fc from 'fast-check';

/** Any Unicode sign. fast-check's own unit for it first makes a table of all of them, in every test file anew. */
const anySign = fc
	.integer({ min: 0, max: 0x10_ff_ff })
	.map((code) => String.fromCodePoint(code >= 0xd8_00 && code <= 0xdf_ff ? 0xff_fd : code));

/** Text of any Unicode signs. */
export const anyText = (limits: { minLength?: number; maxLength?: number } = {}) =>
	fc.string({ unit: anySign, ...limits });
