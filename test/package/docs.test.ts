import {
	type IDataObject,
	type INode,
	type INodeProperties,
	type INodePropertyOptions,
	NodeHelpers,
} from 'n8n-workflow';

import manifest from '../../package.json';
import { WhatsAppGatewayApi } from '../../credentials/WhatsAppGatewayApi.credentials';
import { fields } from '../../nodes/WhatsAppSendContact/form/fields';
import { optionsField } from '../../nodes/WhatsAppSendContact/form/optionsField';
import { readSettings } from '../../nodes/WhatsAppSendContact/form/settings';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import {
	type Outcome,
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
import { anchors, codeBlocks, headings, ownLinks, section, tableRows } from './markdown';

const ENGLISH = 'README.md';
const RUSSIAN = 'docs/ru/README.md';
const english = readText(ENGLISH);
const { description } = new WhatsAppSendContact();
const { documentationUrl, properties } = new WhatsAppGatewayApi();

/** The whole item for a message that came to this. */
const itemOf = (outcome: Outcome, message = send().message) =>
	outputItem({ ...send(), message }, outcome, readSettings({ output: 'full' })).json;
const ERROR_KEYS = Object.keys(
	itemOf({ ...rejected('unknown', 'timeout'), httpCode: 504 }).error as object,
);

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
/** The files of ours that a document leads to, one for each of its links. */
const linkedFrom = (file: string) =>
	ownLinks(readText(file)).map((link) => target(file, link.split('#')[0]) ?? link);
const rowsUnder = (text: string, heading: string) => tableRows(section(text, heading));
const bold = ({ displayName }: { displayName: string }) => `**${displayName}**`;
const code = (name: string) => `\`${name}\``;

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
		const linked = [ENGLISH, ...linkedFrom(ENGLISH), ...linkedFrom('CONTRIBUTING.md')];
		expect(DOCUMENTS.filter((page) => !linked.includes(page))).toEqual([]);
	});

	test('lists every gateway with its own words for server, instance and token', () => {
		const label = (gateway: string, name: string) => {
			const field = properties
				.filter((one) => one.name === name)
				.find(({ displayOptions }) => displayOptions?.show?.gateway?.includes(gateway));
			return field && `_${field.displayName}_`;
		};
		const rows = rowsUnder(english, 'Credentials').map((cells) =>
			cells.map((cell) => /\*\*.+?\*\*|_.+?_/.exec(cell)?.[0]),
		);
		expect(rows).toEqual(
			Object.entries(gateways).map(([name, gateway]) => [
				bold(gateway),
				...['server', 'instance', 'token'].map((part) => label(name, part)),
			]),
		);
	});

	test('lists the fields of the form', () => {
		const onCanvas = fields.filter(({ displayOptions }) => !displayOptions?.show?.['@tool']);
		const listed = rowsUnder(english, 'The fields').map(([label]) => label);
		expect(listed).toEqual([...new Set(onCanvas.map(bold))]);
	});

	test('lists exactly the example workflows there are', () => {
		const linked = linkedFrom(ENGLISH).filter((path) => path.startsWith('examples/'));
		expect(linked.sort()).toEqual(EXAMPLES);
	});
});

describe('the Russian README says the same', () => {
	const russian = readText(RUSSIAN);

	test('in the same parts, with the same examples and links', () => {
		const skeleton = (file: string) => ({
			levels: headings(readText(file)).map(({ level }) => level),
			examples: ['sh', 'json'].map((language) => codeBlocks(readText(file), language)),
			// The first one leads to the other language.
			links: linkedFrom(file).filter((link) => ![ENGLISH, RUSSIAN].includes(link)),
		});
		expect(skeleton(RUSSIAN)).toEqual(skeleton(ENGLISH));
		expect([linkedFrom(RUSSIAN)[0], linkedFrom(ENGLISH)[0]]).toEqual([ENGLISH, RUSSIAN]);
	});

	test('in the same tables, with the same names of fields and values', () => {
		const names = (text: string) =>
			tableRows(text).map((cells) =>
				cells.map((cell) => cell.match(/\*\*.+?\*\*|\b_[^_`]+_\b|`[^`\s]+`/g)?.sort()),
			);
		expect(names(russian)).toEqual(names(english));
	});

	test('of what each gateway can do: what is one word here is one word there', () => {
		const cells = (text: string, title: string) =>
			rowsUnder(text, title).flatMap((row) => row.slice(1));
		const told = cells(english, 'What each gateway can do');
		const translated = cells(russian, 'Что умеет каждый шлюз');
		const words = new Map(told.map((cell, index) => [cell, translated[index]]));
		expect(translated).toEqual(told.map((cell) => words.get(cell)));
		expect(new Set(words.values()).size).toBe(words.size);
	});
});

describe('docs/options.md', () => {
	const page = readText('docs/options.md');
	/** What a table says of an option beside words. */
	const told = ([label, what, preset, json]: string[]) => ({
		label,
		choices: what.match(/_[^_]+_ \(`\w+`\)/g) ?? [],
		range: /[\d.]+ to [\d,]*\d/.exec(what)?.[0],
		preset,
		json,
	});
	const wanted = (option: INodeProperties) => {
		const { name, options, default: preset, typeOptions: { minValue, maxValue } = {} } = option;
		const choices = (options ?? []) as INodePropertyOptions[];
		const chosen = choices.find(({ value }) => value === preset)?.name;
		return {
			label: bold(option),
			choices: choices.map((choice) => `_${choice.name}_ (\`${choice.value}\`)`),
			range: maxValue && `${minValue} to ${maxValue.toLocaleString('en-US')}`,
			preset: chosen ?? (preset === false ? 'off' : String(preset) || '(empty)'),
			json: `\`"${name}": ${JSON.stringify(preset)}\``,
		};
	};

	test('lists exactly the options of the form, in its order: defaults, choices and ranges', () => {
		const options = optionsField.options as INodeProperties[];
		expect(rowsUnder(page, 'All options').map(told)).toEqual(options.map(wanted));
	});

	test('tells of the field that appears with Send Once', () => {
		const [onceKey] = fields.filter(({ name }) => name === 'onceKey');
		expect(rowsUnder(page, 'Send Once').map(told)).toEqual([wanted(onceKey)]);
	});

	test('lists what the full output adds, and from how many messages on a run ends with a hint', () => {
		const accepted = { accepted: true, status: 'queued', id: 'A', message: '' } as const;
		const message = { ...send().message, quotedMessageId: 'B' };
		const json = itemOf({ ...accepted, attempts: 1, queueNumber: 1, reply: {} }, message);
		const more = Object.keys(json).filter((key) => !['id', 'sent', 'message'].includes(key));
		expect(rowsUnder(page, 'Full output').map(([key]) => key)).toEqual(more.map(code));
		expect(section(page, 'Full output')).toContain(`A run of ${LONG_RUN} messages or more`);
	});
});

describe('docs/failures.md', () => {
	const page = readText('docs/failures.md');

	test('lists exactly the reasons of the code, each with its sentence, and which of them end the run', () => {
		const told = rowsUnder(page, 'Reasons').map(([name, , what, remedy], index) => {
			const { message } = sentences(rejected('notSent', REASONS[index]), gateways.chatApi);
			return [name, what.startsWith(message), remedy.includes('Ends the run')];
		});
		expect(told).toEqual(
			REASONS.map((reason) => [code(reason), true, endsTheAccount(rejected('notSent', reason))]),
		);
	});

	test('shows an error as it is, and lists its keys', () => {
		const [shown] = codeBlocks(page, 'json');
		expect(JSON.parse(shown)).toEqual(itemOf(rejected('unknown', 'timeout')));
		const listed = rowsUnder(page, 'The shape of an error').flatMap(([keys]) => keys.split(', '));
		expect(listed).toEqual(ERROR_KEYS.map(code));
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
	const named = [...readText(file).matchAll(/\$json\.error\.(\w+)/g)].map(([, key]) => key);
	expect(named.filter((key) => !ERROR_KEYS.includes(key))).toEqual([]);
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
	const codex = JSON.parse(readText('nodes/WhatsAppSendContact/WhatsAppSendContact.node.json'));
	const urls = JSON.stringify([documentationUrl, codex.resources]).match(/https:[^"]+/g) ?? [];
	expect(urls.length).toBeGreaterThan(2);
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

	test('has this node in it, with only parameters that the form has, and those that it requires', () => {
		expect(ours.length).toBeGreaterThan(0);
		for (const node of ours) {
			const { typeVersion, parameters } = node;
			expect(typeVersion).toBe(description.version);
			// n8n drops what the form does not have, and misses what it requires.
			expect(
				NodeHelpers.getNodeParameters(fields, parameters, true, false, node, description),
			).toMatchObject(parameters);
			expect(NodeHelpers.getNodeParametersIssues(fields, node, description)).toBeNull();
			readSettings(parameters.options as IDataObject);
		}
	});

	test('carries nobody’s credential and nobody’s data', () => {
		expect(pinData).toBeUndefined();
		for (const node of nodes) expect(node.credentials).toBeUndefined();
	});
});
