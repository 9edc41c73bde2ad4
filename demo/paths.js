'use strict';

const { join } = require('node:path');

const DEMO = __dirname;
const ROOT = join(DEMO, '..');
/** Everything a run leaves behind; git-ignored, and safe to delete at any time. */
const RUN = join(DEMO, '.run');

module.exports = {
	ROOT,
	RUN,
	/** Where the private n8n is installed, with a lock file of its own. */
	N8N: join(DEMO, 'n8n'),
	/** Where the packed tarball lies. */
	TARBALLS: join(RUN, 'package'),
	/** What `npm start` itself remembers: n8n's user folder, its keys, its logs. */
	EDITOR: join(RUN, 'editor'),
	WORKFLOW: join(DEMO, 'workflow.json'),
};
