// @ts-check
'use strict';

/** @param {string} text a value of a vCard */
const unescape = (text) =>
	text.replace(/\\(.)/g, (_, sign) => (sign.toLowerCase() === 'n' ? '\n' : sign));

/**
 * Reads what a phone would show of a vCard.
 *
 * @param {string} vcard version 3.0, folded or not
 * @returns {{ name?: string, organization?: string, phone?: string } | undefined} undefined if it is none;
 *   `phone` in digits, the tappable WhatsApp id (`waid`) first
 */
function readVcard(vcard) {
	const lines = vcard
		.replace(/\r?\n[ \t]/g, '')
		.trim()
		.split(/\r?\n/);
	const whole = /^BEGIN:VCARD$/i.test(lines[0] ?? '') && /^END:VCARD$/i.test(lines.at(-1) ?? '');
	if (!whole || !lines.includes('VERSION:3.0')) return undefined;
	/** @param {RegExp} start */
	const line = (start) => lines.find((candidate) => start.test(candidate)) ?? '';
	const name = unescape(line(/^FN[;:]/i).replace(/^[^:]*:/, ''));
	const organization = unescape(line(/^ORG[;:]/i).replace(/^[^:]*:/, ''));
	const telephone = line(/^(\w+\.)?TEL[;:]/i);
	const phone = /waid=(\d+)/i.exec(telephone)?.[1] ?? telephone.replace(/^[^:]*:|\D/g, '');
	return {
		...(name && { name }),
		...(organization && { organization }),
		...(phone && { phone }),
	};
}

module.exports = { readVcard };
