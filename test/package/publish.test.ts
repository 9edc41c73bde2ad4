import execa from 'execa';

import { fs, http, process } from '../node';
import { unpacked } from './packed';

// `.npmrc` switches install scripts off, and with them the script by which n8n's tools keep a person from publishing.

const published: string[] = [];
/** Takes whatever npm publishes. */
const registry = http.createServer((request, response) => {
	if (request.method === 'PUT') published.push(String(request.url));
	response.writeHead(request.method === 'PUT' ? 201 : 404, { 'content-type': 'application/json' });
	request.resume().on('end', () => response.end('{}'));
});

let folder: string;
beforeAll(async () => {
	folder = await unpacked();
	await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
	registry.close();
	fs.rmSync(folder, { recursive: true });
});

/** Publishes to the registry above, as a person with a token would: outside of GitHub Actions. */
async function publishByHand(...flags: string[]) {
	const { port } = registry.address() as { port: number };
	const host = `//127.0.0.1:${port}/`;
	const registryFlags = [`--registry=http:${host}`, `--${host}:_authToken=token`];
	const ofMachine = Object.entries(process.env).filter(
		([name]) => !/^(CI$|GITHUB_|ACTIONS_|GITLAB_|npm_)/.test(name),
	);
	return await execa('npm', ['publish', '--ignore-scripts', ...registryFlags, ...flags], {
		cwd: folder,
		env: Object.fromEntries(ofMachine),
		extendEnv: false,
		reject: false,
	});
}

test('npm publishes nothing from a person’s machine: it can’t tell there where the package was built', async () => {
	const { exitCode, stderr } = await publishByHand();
	expect(stderr).toContain('provenance');
	expect(exitCode).not.toBe(0);
	expect(published).toEqual([]);
	// Only who asks for it in so many words gets through.
	await publishByHand('--provenance=false');
	expect(published).toEqual(['/n8n-nodes-whatsapp-send-contact']);
});
