'use strict';

// n8n's own sqlite3 fetches its native half from the web or compiles it. This one carries it, from the registry.
module.exports = require('@appthreat/sqlite3').default;
