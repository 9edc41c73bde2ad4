'use strict';

/*
 * Preloaded into every process the demo starts. When the demo itself is killed the hard way (kill -9, a
 * closed window), nobody is left to stop its children; they notice that the line to it is cut and go.
 */
if (process.channel) {
	process.once('disconnect', () => {
		if (process.platform === 'win32') process.exit(1);
		// Each child leads a process group of its own: this reaches what it started as well.
		process.kill(-process.pid, 'SIGKILL');
	});
	process.channel.unref();
}
