'use strict';

const { readFile } = require('node:fs/promises');
const { WORKFLOW } = require('./paths');

/** The nodes of the demo workflow that send. */
const SENDERS = ['Send Contacts to Each', 'Send All to the Group'];
const CREDENTIAL = 'Stand-in gateway';
/** The address written in the workflow file, for a person who opens it elsewhere. */
const PHONE_PAGE = 'http://127.0.0.1:15680/phone';

/**
 * @param {string} phonePage where the phone page really is
 * @param {boolean} [tracked] whether the gateway is asked what became of the messages
 * @returns {Promise<any>} the demo workflow
 */
async function demoWorkflow(phonePage, tracked = false) {
	const workflow = JSON.parse((await readFile(WORKFLOW, 'utf8')).replaceAll(PHONE_PAGE, phonePage));
	for (const { name, parameters } of tracked ? workflow.nodes : []) {
		if (SENDERS.includes(name)) parameters.options.trackDelivery = 5;
	}
	return workflow;
}

/**
 * @param {{ url: string, instance: string, token: string }} standIn
 * @param {string} [gateway] the one that the stand-in plays
 * @returns the credential that reaches the stand-in
 */
const demoCredential = ({ url, instance, token }, gateway = 'chatApi') => ({
	name: CREDENTIAL,
	type: 'whatsAppGatewayApi',
	data: { gateway, server: url, instance, token },
});

/**
 * @param {any} workflow the demo workflow
 * @param {readonly { chat: string, contacts: readonly unknown[], queued?: boolean }[]} cards what the stand-in accepted
 * @returns {string | undefined} what is wrong; nothing when exactly the right cards arrived
 */
function whatIsMissing(workflow, cards) {
	const { parameters } = workflow.nodes.find((/** @type {any} */ { name }) => name === 'People');
	const { group, people } = JSON.parse(parameters.jsonOutput);
	const chatOf = (/** @type {{ phone: string }} */ { phone }) => `${phone.replace(/\D/g, '')}@c.us`;
	const expected = [...people.map(chatOf), group];
	const arrived = cards.filter(({ queued }) => !queued).map(({ chat }) => chat);
	if ([...arrived].sort().join() === expected.sort().join()) return undefined;
	const list = arrived.length > 0 ? ` (${arrived.join(', ')})` : '';
	return `Of ${expected.length} expected cards, ${arrived.length} arrived${list}.`;
}

module.exports = { CREDENTIAL, SENDERS, demoCredential, demoWorkflow, whatIsMissing };
