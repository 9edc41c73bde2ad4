'use strict';

// Imported before everything else and written in old JavaScript on purpose: this file has to run in the
// Node versions it turns away.
var OLDEST = [20, 19];

var parts = process.versions.node.split('.').map(Number);
if (parts[0] < OLDEST[0] || (parts[0] === OLDEST[0] && parts[1] < OLDEST[1])) {
	console.error(
		'Node.js ' +
			OLDEST.join('.') +
			' or newer is needed, and this is ' +
			process.versions.node +
			': install a current one from https://nodejs.org and run the command again.',
	);
	process.exit(1);
}
