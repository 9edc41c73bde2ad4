import execa from 'execa';

import manifest from '../../package.json';
import { packTarball } from '../../demo/privateN8n/tarball';
import { fs, path, process, root, run, tmpdir } from '../node';
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

// `.npmrc` switches install scripts off, and with them the one by which n8n's tools keep a person from publishing.
test('npm publish by hand is refused: npm can’t tell there where the package was built', async () => {
	const nobody = '//127.0.0.1:9/';
	const to = [`--registry=http:${nobody}`, `--${nobody}:_authToken=token`, '--fetch-retries=0'];
	const outsideOfActions = Object.entries(process.env).filter(
		([name]) => !/^(CI$|GITHUB_|ACTIONS_|GITLAB_|npm_)/.test(name),
	);
	const { exitCode, stderr } = await execa('npm', ['publish', '--ignore-scripts', ...to], {
		cwd: folder,
		env: Object.fromEntries(outsideOfActions),
		extendEnv: false,
		reject: false,
	});
	expect(stderr).toContain('provenance generation not supported');
	expect(exitCode).not.toBe(0);
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
