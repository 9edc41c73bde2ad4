import execa from 'execa';

import manifest from '../../package.json';
import { packTarball } from '../../demo/privateN8n/tarball';
import { fs, http, path, process, root, run, tmpdir } from '../node';
import { trackedFiles } from '../package/files';

const NODE = 'nodes/WhatsAppSendContact/WhatsAppSendContact.node';

let folder: string;
beforeAll(async () => {
	const tarball = await packTarball((_title, work) => work(() => undefined));
	folder = fs.mkdtempSync(path.join(tmpdir(), 'package-'));
	run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('the tarball contains what n8n loads, what npm shows, and nothing else', () => {
	const built = [...trackedFiles('nodes'), ...trackedFiles('credentials')].map(
		(file) => `dist/${file.replace(/\.ts$/, '.js')}`,
	);
	expect(built).toEqual(
		expect.arrayContaining([...manifest.n8n.nodes, ...manifest.n8n.credentials]),
	);
	const shown = ['LICENSE', 'README.md', 'index.js', 'package.json'];
	const packed = fs
		.readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)));
	expect(packed.sort()).toEqual([...built, ...shown].sort());
});

describe('npm publish by hand', () => {
	const published: string[] = [];
	/** Takes whatever npm publishes. */
	const registry = http.createServer(({ method, url }, response) => {
		if (method === 'PUT') published.push(String(url));
		response.writeHead(method === 'PUT' ? 201 : 404, { 'content-type': 'application/json' });
		response.end('{}');
	});
	beforeAll(
		async () => await new Promise<void>((done) => registry.listen(0, '127.0.0.1', () => done())),
	);
	afterAll(() => registry.close());

	/** As a person with a token would, outside of GitHub Actions. */
	async function publish(...flags: string[]) {
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

	// `.npmrc` switches install scripts off, and with them the one by which n8n's tools keep a person from publishing.
	test('is refused: npm can’t tell there where the package was built', async () => {
		const { exitCode, stderr } = await publish();
		expect(stderr).toContain('provenance');
		expect(exitCode).not.toBe(0);
		expect(published).toEqual([]);
		// Only who asks for it in so many words gets through.
		await publish('--provenance=false');
		expect(published).toEqual([`/${manifest.name}`]);
	});
});

describe('n8n’s scan, which a community package passes before it is verified', () => {
	/** A process of its own, because the scan is an ES module. */
	const scan = (what: string) => {
		// In a test, its rules take every file for a node's.
		const env = { ...process.env, NODE_ENV: 'production' };
		const script = path.join(root, 'test/published/scan.mjs');
		return JSON.parse(run(process.execPath, [script, what, folder], env)) as {
			passed: boolean;
			details: string;
		};
	};

	test.each([
		{ what: 'source', file: `${NODE}.ts` },
		{ what: 'tarball', file: `dist/${NODE}.js` },
	])('lets the $what pass, and finds what n8n forbids', ({ what, file }) => {
		if (what === 'source')
			for (const part of ['nodes', 'credentials'])
				fs.cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
		expect(scan(what)).toEqual({ passed: true, message: '', details: '' });
		fs.appendFileSync(
			path.join(folder, file),
			"\nrequire('node:fs');\nconsole.log(process.env);\n",
		);
		const { passed, details } = scan(what);
		expect(passed).toBe(false);
		for (const rule of ['no-restricted-imports', 'no-restricted-globals', 'no-console'])
			expect(details).toContain(rule);
	});
});
