import { fs, path, process, root, run, tmpdir } from '../node';
import { unpacked } from './packed';

// n8n scans a community package before it verifies it: the source, and the package that was built from it.

const NODE = 'nodes/WhatsAppSendContact/WhatsAppSendContact.node';

/** What the scan says; a process of its own, because the scan is an ES module. */
const scan = (what: 'source' | 'tarball', folder: string) => {
	const args = [path.join(root, 'test/package/scan.mjs'), what, folder];
	// In a test, its rules take every file for a node's.
	const env = { ...process.env, NODE_ENV: 'production' };
	return JSON.parse(run(process.execPath, args, env)) as {
		passed: boolean;
		details: string;
	};
};

const folders: string[] = [];
const kept = (folder: string) => {
	folders.push(folder);
	return folder;
};
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true })));

const copyOfSource = () => {
	const folder = kept(fs.mkdtempSync(path.join(tmpdir(), 'source-')));
	for (const part of ['package.json', 'nodes', 'credentials'])
		fs.cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
	return folder;
};

const CASES = [
	{ what: 'source', folderOf: copyOfSource, file: `${NODE}.ts` },
	{ what: 'tarball', folderOf: async () => kept(await unpacked()), file: `dist/${NODE}.js` },
] as const;

test.each(CASES)('the $what passes, and what n8n forbids is found', async (each) => {
	const folder = await each.folderOf();
	expect(scan(each.what, folder)).toEqual({ passed: true, message: '', details: '' });
	fs.appendFileSync(
		path.join(folder, each.file),
		"\nrequire('node:fs');\nconsole.log(process.env);\n",
	);
	const { passed, details } = scan(each.what, folder);
	expect(passed).toBe(false);
	for (const rule of ['no-restricted-imports', 'no-restricted-globals', 'no-console'])
		expect(details).toContain(rule);
});
