/**
 * The country codes that the ITU has assigned (E.164), those of satellite and worldwide networks among them.
 * None is the beginning of another.
 */
const ASSIGNED = new RegExp(
	`^(?:${[
		'1|7',
		'2[07]|21[12368]|2[2346]\\d|25[0-8]|29[01789]',
		'3[0-469]|3[57]\\d|38[0-35-79]',
		'4[013-9]|42[013]',
		'5[1-8]|5[09]\\d',
		'6[0-6]|67[02-9]|68[0-35-9]|69[0-2]',
		'8[1246]|80[08]|85[02356]|87[08]|88[0-36]',
		'9[0-58]|96[0-8]|97[0-79]|99[2-68]',
	].join('|')})`,
);

/**
 * Where a 0 is dialed before the number inside the country and left out behind the country code, so that no
 * number goes on with 0 there. Italy (39) is not among them: its zero belongs to the number.
 */
const TRUNK_ZERO = new Set(
	(
		'20 27 31 32 33 40 41 43 44 46 49 51 53 54 55 57 58 60 61 62 63 64 66 81 82 84 86 90 91 92 93 94 95 98 ' +
		'211 212 213 218 231 232 233 234 243 249 250 251 252 254 255 256 260 261 262 263 264 265 291 353 355 358 359 ' +
		'370 373 374 377 380 381 382 383 385 386 387 389 421 423 508 590 591 593 594 595 596 598 686 850 855 856 880 886 ' +
		'961 962 963 964 966 967 970 971 972 976 977 994 995 996'
	).split(' '),
);

/** The country code that these digits start with; undefined where no country has it. */
export const countryCodeOf = (digits: string): string | undefined => ASSIGNED.exec(digits)?.[0];

/** Whether numbers behind this country code leave out the 0 that is dialed inside the country. */
export const dropsTrunkZero = (countryCode: string): boolean => TRUNK_ZERO.has(countryCode);
