import { type IDataObject, type INode, NodeHelpers } from 'n8n-workflow';

import manifest from '../../package.json';
import { WhatsAppGatewayApi } from '../../credentials/WhatsAppGatewayApi.credentials';
import { fields } from '../../nodes/WhatsAppSendContact/form/fields';
import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import {
	type Outcome,
	type Reason,
	REASONS,
	rejected,
	endsTheAccount,
} from '../../nodes/WhatsAppSendContact/outcome';
import { outputItem } from '../../nodes/WhatsAppSendContact/report/items';
import { sentences } from '../../nodes/WhatsAppSendContact/report/sentences';
import { LONG_RUN } from '../../nodes/WhatsAppSendContact/report/summary';
import { WhatsAppSendContact } from '../../nodes/WhatsAppSendContact/WhatsAppSendContact.node';
import { send } from '../sending/send';
import { filesOf, readText, target } from './files';
import { byName, choicesOf, fieldsOf } from './form';
import { anchors, codeBlocks, headings, ownLinks, section, tableRows } from './markdown';

const ENGLISH = 'README.md';
const RUSSIAN = 'docs/ru/README.md';
const english = readText(ENGLISH);
const russian = readText(RUSSIAN);
const { description } = new WhatsAppSendContact();

/** The whole item for a message that came to this. */
const itemOf = (outcome: Outcome, message = send().message) =>
	outputItem({ ...send(), message }, outcome, readSettings({ output: 'full' })).json;

const errorItem = itemOf({ ...rejected('unknown', 'timeout'), httpCode: 504 });
const DOCUMENTS = [
	ENGLISH,
	'CONTRIBUTING.md',
	'CHANGELOG.md',
	'SECURITY.md',
	...['docs', 'docs/design', 'docs/gateways', 'docs/ru'].flatMap((folder) =>
		filesOf(folder, '.md'),
	),
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

	test('leads to every page of the documentation, by itself or by way of CONTRIBUTING.md', () => {
		const linked = [ENGLISH, 'CONTRIBUTING.md'].flatMap((file) =>
			ownLinks(readText(file)).map((link) => target(file, link.split('#')[0])),
		);
		expect(DOCUMENTS.filter((page) => page !== ENGLISH && !linked.includes(page))).toEqual([]);
	});
});

describe('the Russian README says the same', () => {
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

	test('of what each gateway can do: what is one word here is one word there', () => {
		const cells = (text: string, title: string) =>
			tableRows(section(text, title)).flatMap((row) => row.slice(1));
		const told = cells(english, 'What each gateway can do');
		const translated = cells(russian, 'Что умеет каждый шлюз');
		const pairs = new Set(told.map((cell, index) => `${cell} = ${translated[index]}`));
		expect(translated).toHaveLength(told.length);
		expect([new Set(told).size, new Set(translated).size]).toEqual([pairs.size, pairs.size]);
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
		const label = (gateway: string, name: string) => {
			const field = properties
				.filter((one) => one.name === name)
				.find(({ displayOptions }) => displayOptions?.show?.gateway?.includes(gateway));
			return field && `_${field.displayName}_`;
		};
		const expected = Object.entries(gateways).map(([name, { displayName }]) => [
			`**${displayName}**`,
			...['server', 'instance', 'token'].map((part) => label(name, part)),
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
		const { message } = sentences(rejected('notSent', reason), gateways.chatApi);
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
	const { nodes, pinData } = JSON.parse(readText(file)) as { nodes: INode[]; pinData?: unknown };
	const type = `${manifest.name}.${description.name}`;
	const ours = nodes.filter((node) => node.type.replace(/Tool$/, '') === type);

	test('has this node in it, in its version', () => {
		expect(ours.length).toBeGreaterThan(0);
		for (const { typeVersion } of ours) expect(typeVersion).toBe(description.version);
	});

	test('has only parameters that the form has, and those that it requires', () => {
		for (const node of ours) expect(problemsOf(node)).toEqual([]);
	});

	test('carries nobody’s credential and nobody’s data', () => {
		expect(pinData).toBeUndefined();
		for (const node of nodes) expect(node.credentials).toBeUndefined();
	});
});

/** What is wrong with a node's saved parameters: n8n drops those that it does not know, and misses the required ones. */
function problemsOf(node: INode): string[] {
	const { parameters } = node;
	const known =
		NodeHelpers.getNodeParameters(fields, parameters, true, false, node, description) ?? {};
	const dropped = equal(parameters, known) ? [] : ['a parameter that the form does not have'];
	const missing = NodeHelpers.getNodeParametersIssues(fields, node, description)?.parameters ?? {};
	return [...dropped, ...Object.values(missing).flat(), ...refused(known.options as IDataObject)];
}

/** What the node itself says of options. */
function refused(options: IDataObject): string[] {
	try {
		readSettings(options);
		return [];
	} catch (problem) {
		return [(problem as Error).message];
	}
}

/** Whether all that is in the one is in the other. */
const equal = (one: unknown, other: unknown): boolean =>
	typeof one === 'object' && one !== null
		? Object.entries(one).every(([key, value]) => equal(value, (other as IDataObject)?.[key]))
		: one === other;

test.each([
	[{ recipient: { __rl: true, mode: 'phone', value: '' } }, /Recipient/],
	[{ contacts: { contact: [{ id: '1', phone: '2' }] } }, /does not have/],
	[{ options: { output: 'all' } }, /Output/],
	[{ options: { pause: 1 } }, /does not have/],
	[{ body: '' }, /does not have/],
])('an example with %j is found', (wrong, problem) => {
	const right = {
		recipient: { __rl: true, mode: 'phone', value: '1' },
		contacts: { contact: [{ id: '1' }] },
	};
	const node = { name: '', type: '', parameters: { ...right, ...wrong } } as unknown as INode;
	expect(problemsOf(node).join()).toMatch(problem);
});
