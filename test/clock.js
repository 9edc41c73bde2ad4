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

module.exports = { later };
