'use strict';

const { randomBytes } = require('node:crypto');
const { once } = require('node:events');
const { createServer } = require('node:http');
const { LOOPBACK } = require('./tools/ports');

/**
 * Opens an address that signs a browser in to n8n and leads it on: a cookie belongs to a host, whatever the
 * port. Only somebody who can read this terminal knows the address.
 *
 * @param {string} cookie n8n's cookie of somebody who is signed in, as a browser sends it
 * @param {string} to where the browser is led
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
async function openDoor(cookie, to) {
	const path = `/${randomBytes(12).toString('hex')}`;
	const server = createServer((request, response) => {
		if (request.url !== path) return response.writeHead(404).end();
		const cookies = cookie.split('; ').map((one) => `${one}; Path=/; HttpOnly; SameSite=Lax`);
		return response.writeHead(302, { location: to, 'set-cookie': cookies }).end();
	});
	await once(server.listen(0, LOOPBACK), 'listening');
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	const close = async () => {
		server.close();
		server.closeAllConnections();
	};
	return { url: `http://${LOOPBACK}:${port}${path}`, close };
}

module.exports = { openDoor };
