// @ts-check
'use strict';

// n8n has n8n-workflow and node:crypto loaded long before it loads a community package.
require('n8n-workflow');
require('node:crypto');

const before = performance.now();
require('./.build/nodes/WhatsAppSendContact/WhatsAppSendContact.node');
require('./.build/credentials/WhatsAppGatewayApi.credentials');
console.log(performance.now() - before);
