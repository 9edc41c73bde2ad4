// @ts-check
'use strict';

const net = require('node:net');
const tls = require('node:tls');
const zlib = require('node:zlib');

const { md, pki } = require('node-forge');

/**
 * The beginning of a text as a server packs it.
 *
 * @param {string} text
 */
const halfPacked = (text) => {
	const packed = zlib.gzipSync(text);
	return packed.subarray(0, packed.length / 2);
};

/**
 * A server that answers byte by byte, whatever it is asked.
 *
 * @param {(socket: import('node:net').Socket, request: Buffer) => void} answer called with each piece that comes
 * @param {(socket: import('node:net').Socket) => void} [greet] called with each connection
 */
const serveBytes = (answer, greet = () => undefined) =>
	listen((connect) => net.createServer(connect), answer, greet);

/**
 * The same behind TLS.
 *
 * @param {{ key: string, cert: string, maxVersion?: 'TLSv1.2' }} certificate
 * @param {(socket: import('node:net').Socket, request: Buffer) => void} answer
 */
const serveTls = (certificate, answer) =>
	listen(
		(connect) => tls.createServer(certificate, connect).on('tlsClientError', () => undefined),
		answer,
	);

/**
 * @param {(connect: (socket: import('node:net').Socket) => void) => import('node:net').Server} create
 * @param {(socket: import('node:net').Socket, request: Buffer) => void} answer
 * @param {(socket: import('node:net').Socket) => void} [greet]
 */
async function listen(create, answer, greet = () => undefined) {
	/** @type {Set<import('node:net').Socket>} */
	const open = new Set();
	const server = create((socket) => {
		served.connections++;
		open.add(socket);
		socket.on('close', () => open.delete(socket));
		// A connection may be cut from the other side at any time; that is what these tests are about.
		socket.on('error', () => undefined);
		socket.on('data', (piece) => {
			served.bytes += piece.length;
			answer(socket, piece);
		});
		greet(socket);
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	const served = {
		port,
		connections: 0,
		/** Bytes of requests that came. */
		bytes: 0,
		/** Connections that nobody has closed. */
		open,
		close: async () => {
			open.forEach((socket) => socket.destroy());
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return served;
}

/** @param {number} days */
const daysFromNow = (days) => new Date(Date.now() + days * 24 * 60 * 60 * 1_000);

/**
 * A certificate of its own for a server, signed by itself.
 *
 * @param {string} host
 * @param {number} [days] from now until it ends
 */
function certificateFor(host, days = 1) {
	const keys = pki.rsa.generateKeyPair(2048);
	const certificate = pki.createCertificate();
	certificate.publicKey = keys.publicKey;
	certificate.validity.notBefore = daysFromNow(-7);
	certificate.validity.notAfter = daysFromNow(days);
	certificate.setSubject([{ name: 'commonName', value: host }]);
	certificate.setIssuer([{ name: 'commonName', value: host }]);
	const address = net.isIP(host) ? { type: 7, ip: host } : { type: 2, value: host };
	certificate.setExtensions([{ name: 'subjectAltName', altNames: [address] }]);
	certificate.sign(keys.privateKey, md.sha256.create());
	return { key: pki.privateKeyToPem(keys.privateKey), cert: pki.certificateToPem(certificate) };
}

/**
 * Makes this process trust a certificate, as NODE_EXTRA_CA_CERTS would from its start.
 *
 * @param {string} cert
 */
function trust(cert) {
	const { createSecureContext } = tls;
	tls.createSecureContext = (options) => {
		const secureContext = createSecureContext(options);
		secureContext.context.addCACert(cert);
		return secureContext;
	};
	return () => {
		tls.createSecureContext = createSecureContext;
	};
}

/**
 * Makes n8n ask a proxy on this machine for every encrypted connection.
 *
 * @param {number} port
 */
function throughProxy(port) {
	const { HTTPS_PROXY: before } = process.env;
	process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
	return () => {
		if (before === undefined) delete process.env.HTTPS_PROXY;
		else process.env.HTTPS_PROXY = before;
	};
}

module.exports = { certificateFor, halfPacked, serveBytes, serveTls, throughProxy, trust };
