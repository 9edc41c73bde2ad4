// @ts-check
'use strict';

/**
 * Does something later, on whatever clock the test has (jest's fake one, mostly).
 *
 * @param {() => void} action
 * @param {number} milliseconds
 */
const later = (action, milliseconds) => {
	setTimeout(action, milliseconds);
};

/**
 * Waits on the same clock until something is so.
 *
 * @param {() => boolean} condition
 */
const until = async (condition) => {
	while (!condition()) await new Promise((resolve) => later(() => resolve(undefined), 1));
};

module.exports = { later, until };
