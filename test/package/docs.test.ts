import manifest from '../../package.json';
import { WhatsAppGatewayApi } from '../../credentials/WhatsAppGatewayApi.credentials';
import { fields } from '../../nodes/WhatsAppSendContact/form/fields';
import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import {
	endsTheAccount,
	type Outcome,
	type Reason,
	rejected,
} from '../../nodes/WhatsAppSendContact/outcome';
import { outputItem } from '../../nodes/WhatsAppSendContact/report/items';
import { sentences } from '../../nodes/WhatsAppSendContact/report/sentences';
import { LONG_RUN } from '../../nodes/WhatsAppSendContact/report/summary';
import { WhatsAppSendContact } from '../../nodes/WhatsAppSendContact/WhatsAppSendContact.node';
import { matrix } from '../gateways/matrix';
import { send } from '../sending/send';
import { filesOf, readText, target } from './files';
import { byName, choicesOf, fieldsOf, strangers } from './form';
import { anchors, codeBlocks, headings, ownLinks, section, tableRows } from './markdown';

const ENGLISH = 'README.md';
const RUSSIAN = 'docs/ru/README.md';
const english = readText(ENGLISH);
const russian = readText(RUSSIAN);
const { description } = new WhatsAppSendContact();

/** Every reason of the code: the compiler asks for those that are missing here. */
const EVERY_REASON: Record<Reason, true> = {
	invalidInput: true,
	unauthorized: true,
	instanceNotFound: true,
	notPaid: true,
	notConnected: true,
	refused: true,
	notOnWhatsApp: true,
	rateLimited: true,
	quotaExceeded: true,
	unreachable: true,
	timeout: true,
	serverError: true,
	unreadableReply: true,
	cancelled: true,
	interrupted: true,
	memoryUnavailable: true,
};
const REASONS = Object.keys(EVERY_REASON) as Reason[];

/** The whole item for a message that came to this. */
const itemOf = (outcome: Outcome, message = send().message) =>
	outputItem({ ...send(), message }, outcome, readSettings({ output: 'full' })).json;

const errorItem = itemOf({ ...rejected('unknown', 'timeout'), httpCode: 504 });
const DOCUMENTS = [
	ENGLISH,
	'CONTRIBUTING.md',
	'CHANGELOG.md',
	...filesOf('docs', '.md'),
	...filesOf('docs/gateways', '.md'),
	...filesOf('docs/ru', '.md'),
];
const EXAMPLES = filesOf('examples', '.json');

describe('README.md', () => {
	test('has at most 1,500 words', () => {
		expect(english.split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(1500);
	});

	test("has the headings that n8n's template wants, in its order", () => {
		const wanted = [
			'Installation',
			'Operations',
			'Credentials',
			'Compatibility',
			'Usage',
			'Resources',
			'Version history',
		];
		const titles = headings(english).map(({ text }) => text);
		expect(titles.filter((title) => wanted.includes(title))).toEqual(wanted);
	});

	test('leads to every page of the documentation', () => {
		const pages = DOCUMENTS.filter((file) => !['CHANGELOG.md', ENGLISH].includes(file));
		const linked = ownLinks(english).map((link) => target(ENGLISH, link.split('#')[0]));
		expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
	});
});

describe('the Russian README says the same', () => {
	const RUSSIAN_CELLS: Record<string, string> = {
		yes: 'да',
		no: 'нет',
		'no: one message each': 'нет: по сообщению на каждый',
		'up to 300 characters of IDs': 'до 300 знаков в ID',
		'what the gateway looks up': 'то, что найдёт шлюз',
		'your name, organization': 'ваши имя, организация',
		'your name, organization, e-mail, URL': 'ваши имя, организация, почта, сайт',
		'whole ID': 'полный ID',
		'key alone': 'только ключ',
		'yes, one message each, no quote': 'да, по сообщению на каждый, без цитаты',
		'yes, one message each': 'да, по сообщению на каждый',
		'people, groups': 'люди, группы',
		'people, groups, `@lid`': 'люди, группы, `@lid`',
		'people, groups, `@lid`, channels': 'люди, группы, `@lid`, каналы',
		'recipient 9 to 14': 'получателя: 9–14',
		'contacts 10 to 15': 'контактов: 10–15',
		'contacts 11 to 12': 'контактов: 11–12',
		any: 'любое число',
	};

	test('in the same parts, with the same examples', () => {
		const levels = (markdown: string) => headings(markdown).map(({ level }) => level);
		expect(levels(russian)).toEqual(levels(english));
		for (const language of ['sh', 'json'])
			expect(codeBlocks(russian, language)).toEqual(codeBlocks(english, language));
	});

	test('with links to the same pages, first of all to the other language', () => {
		const pages = (file: string) =>
			ownLinks(readText(file))
				.filter((link) => !link.startsWith('#'))
				.map((link) => target(file, link.split('#')[0]) ?? link);
		expect(pages(ENGLISH)[0]).toBe(RUSSIAN);
		expect(pages(RUSSIAN)[0]).toBe(ENGLISH);
		expect(pages(RUSSIAN).slice(1)).toEqual(pages(ENGLISH).slice(1));
	});

	test('of what each gateway can do', () => {
		const rows = tableRows(section(russian, 'Что умеет каждый шлюз'));
		const cells = (table: string[][]) => table.map((row) => row.slice(1));
		expect(cells(rows)).toEqual(
			cells(matrix.slice(1)).map((row) => row.map((cell) => RUSSIAN_CELLS[cell])),
		);
	});
});

describe.each([
	{ file: ENGLISH, credentials: 'Credentials', fieldsTitle: 'The fields' },
	{ file: RUSSIAN, credentials: 'Учётные данные', fieldsTitle: 'Поля' },
])('$file', ({ file, credentials, fieldsTitle }) => {
	const text = readText(file);
	const rowsUnder = (heading: string) => tableRows(section(text, heading));

	test('lists every gateway with its own words for server, instance and token', () => {
		const { properties } = new WhatsAppGatewayApi();
		const labels = (gateway: string, name: string) =>
			properties
				.filter((one) => one.name === name)
				.filter(({ displayOptions }) => displayOptions?.show?.gateway?.includes(gateway))
				.map(({ displayName }) => `_${displayName}_`);
		const expected = Object.entries(gateways).map(([name, { displayName }]) => [
			`**${displayName}**`,
			...['server', 'instance', 'token'].flatMap((part) => labels(name, part)),
		]);
		const rows = rowsUnder(credentials).map((cells) =>
			cells.map((cell) => /\*\*.+?\*\*|_.+?_/.exec(cell)?.[0]),
		);
		expect(rows).toEqual(expected);
	});

	test('lists the fields of the form', () => {
		const onCanvas = fields.filter(({ displayOptions }) => !displayOptions?.show?.['@tool']);
		const labels = new Set(onCanvas.map(({ displayName }) => `**${displayName}**`));
		expect(rowsUnder(fieldsTitle).map(([label]) => label)).toEqual([...labels]);
	});

	test('shows an error item as it is', () => {
		expect(codeBlocks(text, 'json').map((code) => JSON.parse(code) as unknown)).toContainEqual(
			itemOf(rejected('unknown', 'timeout')),
		);
	});

	test('lists exactly the example workflows there are', () => {
		const linked = ownLinks(text).map((link) => target(file, link) ?? '');
		expect(linked.filter((path) => path.startsWith('examples/')).sort()).toEqual(EXAMPLES);
	});
});

describe('docs/options.md', () => {
	const page = readText('docs/options.md');
	const options = fieldsOf(byName(fields, 'options'));
	const rowOf = (label: string, heading = 'All options') => {
		const row = tableRows(section(page, heading)).find(([name]) => name === `**${label}**`);
		if (row === undefined) throw new Error(`No row for ${label}`);
		return row;
	};
	const inJson = (name: string, preset: unknown) => `\`"${name}": ${JSON.stringify(preset)}\``;

	test('lists exactly the options of the form, in its order', () => {
		const names = tableRows(section(page, 'All options')).map(([name]) => name);
		expect(names).toEqual(options.map(({ displayName }) => `**${displayName}**`));
	});

	test.each(options.map((option) => [option.displayName, option] as const))(
		'%s: its default, choices and range',
		(label, option) => {
			const [, what, preset, json] = rowOf(label);
			const choices = choicesOf(option);
			const chosen = choices.find(({ value }) => value === option.default)?.name;
			const shown = option.default === false ? 'off' : String(option.default) || '(empty)';
			expect([preset, json]).toEqual([chosen ?? shown, inJson(option.name, option.default)]);
			for (const { name, value } of choices) expect(what).toContain(`_${name}_ (\`${value}\`)`);
			const { minValue, maxValue } = option.typeOptions ?? {};
			if (maxValue !== undefined)
				expect(what).toContain(`${minValue} to ${maxValue.toLocaleString('en-US')}`);
		},
	);

	test('the defaults of the form are those of the code', () => {
		const defaults = Object.fromEntries(options.map((option) => [option.name, option.default]));
		expect(readSettings(defaults)).toEqual(readSettings({}));
	});

	test('tells of the field that appears with Send Once', () => {
		const { displayName, name, default: preset } = byName(fields, 'onceKey');
		expect(rowOf(displayName, 'Send Once').slice(2)).toEqual(['(empty)', inJson(name, preset)]);
	});

	test('lists what the full output adds', () => {
		const accepted = { accepted: true, status: 'queued', id: 'A', message: '' } as const;
		const message = { ...send().message, quotedMessageId: 'B' };
		const json = itemOf({ ...accepted, attempts: 1, queueNumber: 1, reply: {} }, message);
		const more = Object.keys(json).filter((key) => !['id', 'sent', 'message'].includes(key));
		const listed = tableRows(section(page, 'Full output')).map(([key]) => key);
		expect(listed).toEqual(more.map((key) => `\`${key}\``));
	});

	test('says from how many messages on a run ends with a hint', () => {
		expect(section(page, 'Full output')).toContain(`A run of ${LONG_RUN} messages or more`);
	});
});

describe('docs/failures.md', () => {
	const page = readText('docs/failures.md');
	const rows = tableRows(section(page, 'Reasons'));
	const rowOf = (reason: Reason) => rows.find(([name]) => name === `\`${reason}\``) ?? [];

	test('lists exactly the reasons of the code, in their order', () => {
		expect(rows.map(([name]) => name)).toEqual(REASONS.map((reason) => `\`${reason}\``));
	});

	test.each(REASONS)('%s: what happened begins as the error does', (reason) => {
		const { message } = sentences(rejected('notSent', reason));
		expect(rowOf(reason)[2].slice(0, message.length)).toBe(message);
	});

	test.each(REASONS)('%s: says whether it ends the run', (reason) => {
		const ends = endsTheAccount(rejected('notSent', reason));
		expect(rowOf(reason)[3].includes('Ends the run')).toBe(ends);
	});

	test('lists the keys of an error', () => {
		const listed = tableRows(section(page, 'The shape of an error')).flatMap(([keys]) =>
			keys.split(', '),
		);
		expect(listed).toEqual(Object.keys(errorItem.error as object).map((key) => `\`${key}\``));
	});

	test('shows an error as it is', () => {
		const [shown] = codeBlocks(page, 'json');
		expect(JSON.parse(shown)).toEqual(itemOf(rejected('unknown', 'timeout')));
	});
});

test('docs/performance.md has one place for the bench', () => {
	const page = readText('docs/performance.md');
	expect(page.match(/^<!-- bench -->$/gm)).toHaveLength(1);
	expect(page.match(/^<!-- \/bench -->$/gm)).toHaveLength(1);
});

test.each(DOCUMENTS)('every link in %s leads somewhere', (file) => {
	const dead = ownLinks(readText(file)).filter((link) => {
		const [path, anchor] = link.split('#');
		const found = target(file, path);
		if (found === undefined) return true;
		return anchor !== undefined && !anchors(readText(found)).includes(decodeURI(anchor));
	});
	expect(dead).toEqual([]);
});

const OF_TODAY = [...DOCUMENTS, ...EXAMPLES].filter((file) => file !== 'CHANGELOG.md');
test.each(OF_TODAY)('%s names only keys that an error item has', (file) => {
	const named = [...readText(file).matchAll(/\$json\.(?:error\.)?(\w+)/g)]
		.filter(([path, key]) => path.startsWith('$json.error') || key === 'details')
		.map(([, key]) => key);
	expect(named.filter((key) => !(key in (errorItem.error as object)))).toEqual([]);
});

test('every file that CONTRIBUTING.md names is there', () => {
	const named = [...readText('CONTRIBUTING.md').matchAll(/`(\w+\/[\w/]+\.ts)`/g)].map(
		([, path]) => path,
	);
	const roots = ['', 'nodes/WhatsAppSendContact/'];
	const found = (path: string) => roots.some((root) => target('README.md', root + path));
	expect(named.length).toBeGreaterThan(10);
	expect(named.filter((path) => !found(path))).toEqual([]);
});

test('the links of the credential and the codex lead into the README', () => {
	const { documentationUrl } = new WhatsAppGatewayApi();
	const codex = JSON.parse(readText('nodes/WhatsAppSendContact/WhatsAppSendContact.node.json')) as {
		resources: Record<string, Array<{ url: string }>>;
	};
	const urls = [
		documentationUrl,
		...Object.values(codex.resources).flatMap((all) => all.map(({ url }) => url)),
	];
	const [home] = manifest.homepage.split('#');
	for (const url of urls) {
		const [page, anchor] = url.split('#');
		expect(page).toBe(home);
		expect(['readme', ...anchors(english)]).toContain(anchor);
	}
});

describe.each(EXAMPLES)('%s', (file) => {
	interface WorkflowNode {
		name: string;
		type: string;
		typeVersion: number;
		position: [x: number, y: number];
		parameters: Record<string, unknown>;
		credentials?: unknown;
	}
	type Connections = Record<string, Record<string, Array<Array<{ node: string }>>>>;
	const workflow = JSON.parse(readText(file)) as {
		name: string;
		nodes: WorkflowNode[];
		connections: Connections;
		pinData?: unknown;
	};
	const type = `${manifest.name}.${description.name}`;
	const ours = workflow.nodes.filter((node) => [type, `${type}Tool`].includes(node.type));
	const notes = workflow.nodes.filter((node) => node.type.endsWith('.stickyNote'));
	const onCanvas = workflow.nodes.filter((node) => !notes.includes(node));

	test('has this node in it, in its version', () => {
		expect(ours.length).toBeGreaterThan(0);
		for (const { typeVersion } of ours) expect(typeVersion).toBe(description.version);
	});

	test('has only parameters that the form has, and those that it requires', () => {
		for (const { parameters } of ours) {
			expect(strangers(parameters, fields)).toEqual([]);
			const { recipient, contacts } = parameters as {
				recipient: { value: string };
				contacts: { contact: Array<{ id: string }> };
			};
			expect(recipient.value).not.toBe('');
			expect(contacts.contact.length).toBeGreaterThan(0);
			for (const { id } of contacts.contact) expect(id).not.toBe('');
		}
	});

	test('connects nodes that are there', () => {
		const names = workflow.nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const used = Object.entries(workflow.connections).flatMap(([from, outputs]) => [
			from,
			...Object.values(outputs).flatMap((all) => all.flat().map(({ node }) => node)),
		]);
		expect(used.filter((name) => !names.includes(name))).toEqual([]);
	});

	test('its expressions speak of nodes that are there', () => {
		const named = [...readText(file).matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name);
		const names = workflow.nodes.map(({ name }) => name);
		expect(named.filter((name) => !names.includes(name))).toEqual([]);
	});

	test('carries nobody’s credential and nobody’s data', () => {
		expect(workflow.pinData).toBeUndefined();
		for (const node of workflow.nodes) expect(node.credentials).toBeUndefined();
	});

	/** What a node takes of the canvas at most, with its name below it; an agent is wider. */
	const NODE = { width: 256, height: 140 };

	test.each(notes.map((note) => [note.name, note] as const))(
		'%s touches no node',
		(_name, note) => {
			const { width, height } = note.parameters as { width: number; height: number };
			const [left, top] = note.position;
			const touched = onCanvas.filter(
				({ position: [x, y] }) =>
					x < left + width && left < x + NODE.width && y < top + height && top < y + NODE.height,
			);
			expect(touched.map(({ name }) => name)).toEqual([]);
		},
	);

	test.each(notes.map((note) => [note.name, note] as const))('%s fits its text', (_name, note) => {
		const { width, height, content } = note.parameters as {
			width: number;
			height: number;
			content: string;
		};
		expect(heightOf(content, width)).toBeLessThanOrEqual(height);
	});
});

/** Pixels that a sticky note's text takes, at most. */
function heightOf(content: string, width: number): number {
	const PADDING = 32;
	const heights = content.split('\n').map((line) => {
		const [character, lineHeight] = line.startsWith('#') ? [11, 32] : [7, 20];
		const lines = Math.max(1, Math.ceil((line.length * character) / (width - PADDING)));
		return lines * lineHeight;
	});
	return PADDING + heights.reduce((sum, height) => sum + height, 0);
}

test('an example with a parameter that the form does not have is found', () => {
	const recipient = { __rl: true, mode: 'fax', value: '1' };
	const contacts = { contact: [{ id: '1', phone: '2' }], people: [] };
	const wrong = {
		recipient,
		contacts,
		options: { output: 'all', retries: '3', pause: 1 },
		body: '',
	};
	expect(strangers(wrong, fields)).toEqual([
		'recipient has no mode fax',
		'no field phone',
		'no group people in contacts',
		'output has no choice all',
		'retries is of the type string',
		'no field pause',
		'no field body',
	]);
});
