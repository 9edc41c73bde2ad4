// @ts-check
'use strict';

// An engine before 2.x looks after its SSH connections once a minute, though it has none: that would keep jest from
// ending, and the whole engine in its memory.
const intervals = jest.spyOn(global, 'setInterval');
afterAll(() => {
	for (const { value } of intervals.mock.results) clearInterval(value);
});
