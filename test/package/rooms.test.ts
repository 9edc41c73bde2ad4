import { fs, path, root } from '../node';

const NODE = path.join(root, 'nodes', 'WhatsAppSendContact');

/** From the ground floor up: a room imports what stands before it, and nothing else. */
const ROOMS = [
	'message',
	'outcome.ts',
	'gateways',
	'form',
	'http',
	'host.ts',
	'plan.ts',
	'memory',
	'sending',
	'report',
	'methods',
	'WhatsAppSendContact.node.ts',
];

const files = fs
	.readdirSync(NODE, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'));
const text = (file: string) => fs.readFileSync(path.join(NODE, file), 'utf8');
const roomOf = (file: string) => ROOMS.indexOf(file.split(path.sep)[0]);

/** The files that a file imports, types included. */
const imports = new Map(
	files.map((file) => {
		const found = [...text(file).matchAll(/ from '(\.[^']+)'/g)];
		return [file, found.map(([, to]) => `${path.join(path.dirname(file), to)}.ts`)];
	}),
);

test('every file stands in a room', () => {
	expect(files.filter((file) => roomOf(file) < 0)).toEqual([]);
});

test('no room imports from one above it', () => {
	const up = [...imports].flatMap(([file, all]) =>
		all.filter((to) => roomOf(to) > roomOf(file)).map((to) => `${file} -> ${to}`),
	);
	expect(up).toEqual([]);
});

test('no file imports itself, by whatever way', () => {
	const reached = (file: string, seen = new Set<string>()): Set<string> => {
		for (const to of imports.get(file) ?? []) if (!seen.has(to)) reached(to, seen.add(to));
		return seen;
	};
	expect(files.filter((file) => reached(file).has(file))).toEqual([]);
});

test('n8n’s execution context stops at the rooms that talk to n8n', () => {
	const talks =
		/^(host|WhatsAppSendContact\.node)\.ts$|^(form|http|methods)\/|^memory\/store|^report\/(errors|hints)/;
	const takes = files.filter((file) => /: I\w+Functions\b/.test(text(file)));
	expect(takes.filter((file) => !talks.test(file))).toEqual([]);
});
