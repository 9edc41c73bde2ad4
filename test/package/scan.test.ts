import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { unpacked } from './packed';

// n8n scans a community package before it verifies it: the source, and the package that was built from it.

const ROOT = join(__dirname, '../..');
const NODE = 'nodes/WhatsAppSendContact/WhatsAppSendContact.node';

/** What the scan says; a process of its own, because the scan is an ES module. */
const scan = (what: 'source' | 'tarball', folder: string) => {
	const args = [join(__dirname, 'scan.mjs'), what, folder];
	// In a test, its rules take every file for a node's.
	const env = { ...process.env, NODE_ENV: 'production' };
	return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', env })) as {
		passed: boolean;
		details: string;
	};
};

const folders: string[] = [];
const kept = (folder: string) => {
	folders.push(folder);
	return folder;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const copyOfSource = () => {
	const folder = kept(mkdtempSync(join(tmpdir(), 'source-')));
	for (const path of ['package.json', 'nodes', 'credentials'])
		cpSync(join(ROOT, path), join(folder, path), { recursive: true });
	return folder;
};

const CASES = [
	{ what: 'source', folderOf: copyOfSource, file: `${NODE}.ts` },
	{ what: 'tarball', folderOf: async () => kept(await unpacked()), file: `dist/${NODE}.js` },
] as const;

test.each(CASES)('the $what passes, and what n8n forbids is found', async (each) => {
	const folder = await each.folderOf();
	expect(scan(each.what, folder)).toEqual({ passed: true, message: '', details: '' });
	appendFileSync(join(folder, each.file), "\nrequire('node:fs');\nconsole.log(process.env);\n");
	const { passed, details } = scan(each.what, folder);
	expect(passed).toBe(false);
	for (const rule of ['no-restricted-imports', 'no-restricted-globals', 'no-console'])
		expect(details).toContain(rule);
});
