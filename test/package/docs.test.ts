import manifest from '../../package.json';
import { WhatsAppGatewayApi } from '../../credentials/WhatsAppGatewayApi.credentials';
import { stopsTheRun } from '../../nodes/WhatsAppSendContact/sending/outcome';
import { failedItem } from '../../nodes/WhatsAppSendContact/report/items';
import { LONG_RUN } from '../../nodes/WhatsAppSendContact/report/summary';
import { sentences } from '../../nodes/WhatsAppSendContact/report/sentences';
import { fields } from '../../nodes/WhatsAppSendContact/form/fields';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { type Reason, rejected } from '../../nodes/WhatsAppSendContact/gateways/sendResult';
import russianTexts from '../../nodes/WhatsAppSendContact/translations/ru/whatsAppSendContact.json';
import { WhatsAppSendContact } from '../../nodes/WhatsAppSendContact/WhatsAppSendContact.node';
import { filesOf, readText, target } from './files';
import { byName, choicesOf, fieldsOf, strangers, textsOf } from './form';
import { send } from '../sending/send';
import { anchors, codeBlocks, headings, ownLinks, section, tableRows } from './markdown';

const english = readText('README.md');
const russian = readText('README.ru.md');
const { description } = new WhatsAppSendContact();
const options = fieldsOf(byName(fields, 'options'));

type Texts = Record<string, { displayName: string; options?: Texts }>;
const inRussian = (russianTexts.nodeView as unknown as Texts).options.options ?? {};

/** What differs between the two READMEs where they say the same. */
const READMES = [
	{
		file: 'README.md',
		text: english,
		options: 'Options',
		failures: 'Failures',
		output: 'Output',
		credentials: 'Credentials',
		examples: 'Example workflows',
		off: 'off',
		endsTheRun: 'Ends the run',
		titleOf: ({ displayName }: { name: string; displayName: string }) => `**${displayName}**`,
		choiceOf: (_option: string, { name }: { value: unknown; name: string }) => name,
	},
	{
		file: 'README.ru.md',
		text: russian,
		options: 'Параметры',
		failures: 'Ошибки',
		output: 'Вывод',
		credentials: 'Учётные данные',
		examples: 'Примеры',
		off: 'выключено',
		endsTheRun: 'Прогон останавливается',
		titleOf: ({ name, displayName }: { name: string; displayName: string }) =>
			`**${inRussian[name].displayName}** (${displayName})`,
		choiceOf: (option: string, { value }: { value: unknown; name: string }) =>
			inRussian[option].options?.[String(value)].displayName,
	},
];

const REASONS = [
	...readText('nodes/WhatsAppSendContact/delivery/sentences.ts')
		.split('const TABLE')[1]
		.split('\n};')[0]
		.matchAll(/^\t(\w+): \[/gm),
].map(([, reason]) => reason as Reason);

test('the sentences of 14 reasons were found', () => {
	expect(REASONS).toHaveLength(14);
});

describe.each(READMES)('$file', (readme) => {
	const rowsUnder = (heading: string) => tableRows(section(readme.text, heading));

	test('lists exactly the options of the form, with their defaults and choices', () => {
		const expected = options.map((option) => {
			const preset = choicesOf(option).find(({ value }) => value === option.default);
			const told = preset
				? readme.choiceOf(option.name, preset)
				: option.default === false
					? readme.off
					: String(option.default);
			const json = `\`${JSON.stringify({ [option.name]: option.default })
				.slice(1, -1)
				.replace(':', ': ')}\``;
			return [readme.titleOf(option), told, json];
		});
		expect(rowsUnder(readme.options).map(([name, , preset, json]) => [name, preset, json])).toEqual(
			expected,
		);
	});

	test('names every choice of an option with its value in the JSON', () => {
		const rows = rowsUnder(readme.options);
		options.forEach((option, index) => {
			for (const choice of choicesOf(option)) {
				const named = `_${readme.choiceOf(option.name, choice)}_ (\`${String(choice.value)}\`)`;
				expect(rows[index][1]).toContain(named);
			}
		});
	});

	const reasonRows = () => rowsUnder(readme.failures).filter((row) => row.length === 4);

	test('lists exactly the reasons of the code, in their order', () => {
		expect(reasonRows().map(([reason]) => reason)).toEqual(
			REASONS.map((reason) => `\`${reason}\``),
		);
	});

	test.each(REASONS)('says whether %s ends the run', (reason) => {
		const row = reasonRows().find(([name]) => name === `\`${reason}\``);
		expect(row?.[3].includes(readme.endsTheRun)).toBe(
			stopsTheRun({ ...rejected('notSent', reason) }),
		);
	});

	test('shows the error item as it is', () => {
		const [shown] = codeBlocks(section(readme.text, readme.failures), 'json');
		expect(JSON.parse(shown)).toEqual(failedItem(send(), rejected('unknown', 'timeout')).json);
	});

	test('says from how many messages on a run ends with a hint', () => {
		expect(section(readme.text, readme.output)).toContain(` ${LONG_RUN} `);
	});

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
		const rows = rowsUnder(readme.credentials).map((cells) =>
			cells.map((cell) => /\*\*.+?\*\*|_.+?_/.exec(cell)?.[0]),
		);
		const byTitle = ([one]: Array<string | undefined>, [other]: Array<string | undefined>) =>
			String(one).localeCompare(String(other));
		expect(rows.sort(byTitle)).toEqual(expected.sort(byTitle));
	});

	test('lists exactly the example workflows there are', () => {
		const listed = rowsUnder(readme.examples).map(([cell]) => /\((.+)\)/.exec(cell)?.[1]);
		expect(listed.sort()).toEqual(filesOf('examples', '.json'));
	});

	test('has one place for the bench', () => {
		expect(readme.text.match(/^<!-- bench -->$/gm)).toHaveLength(1);
		expect(readme.text.match(/^<!-- \/bench -->$/gm)).toHaveLength(1);
	});
});

test('the table of reasons begins with the sentences of the code', () => {
	for (const [name, , what] of tableRows(section(english, 'Failures')).filter(
		(row) => row.length === 4,
	)) {
		const reason = name.replaceAll('`', '') as Reason;
		const { message } = sentences(rejected('notSent', reason));
		expect([reason, what.slice(0, message.length)]).toEqual([reason, message]);
	}
});

test("the README has the headings that n8n's template wants, in its order", () => {
	const titles = headings(english).map(({ text }) => text);
	const wanted = [
		'Installation',
		'Operations',
		'Credentials',
		'Compatibility',
		'Usage',
		'Resources',
		'Version history',
	];
	expect(titles.filter((title) => wanted.includes(title))).toEqual(wanted);
});

test('the two READMEs have the same parts, and lead to each other at the top', () => {
	const levels = (markdown: string) => headings(markdown).map(({ level }) => level);
	expect(levels(russian)).toEqual(levels(english));
	expect(ownLinks(english)[0]).toBe('README.ru.md');
	expect(ownLinks(russian)[0]).toBe('README.md');
});

const DOCUMENTS = [
	'README.md',
	'README.ru.md',
	'CONTRIBUTING.md',
	'CHANGELOG.md',
	...filesOf('docs', '.md'),
	...filesOf('docs/gateways', '.md'),
];

test.each(DOCUMENTS)('every link in %s leads somewhere', (file) => {
	const dead = ownLinks(readText(file)).filter((link) => {
		const [path, anchor] = link.split('#');
		const found = target(file, path);
		if (found === undefined) return true;
		return anchor !== undefined && !anchors(readText(found)).includes(decodeURI(anchor));
	});
	expect(dead).toEqual([]);
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

describe.each(filesOf('examples', '.json'))('%s', (file) => {
	interface WorkflowNode {
		name: string;
		type: string;
		typeVersion: number;
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

	test('has this node in it, in its version', () => {
		expect(ours.length).toBeGreaterThan(0);
		for (const { typeVersion } of ours) expect(typeVersion).toBe(description.version);
	});

	test('has only parameters that the form has', () => {
		for (const { parameters } of ours) expect(strangers(parameters, fields)).toEqual([]);
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

	test('carries nobody’s credential and nobody’s data', () => {
		expect(workflow.pinData).toBeUndefined();
		for (const node of workflow.nodes) expect(node.credentials).toBeUndefined();
	});
});

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

describe('the Russian form', () => {
	/** The same tree with every text replaced by nothing: what remains is its shape. */
	const shape = (texts: unknown): unknown =>
		typeof texts === 'object' && texts !== null
			? Object.fromEntries(Object.entries(texts).map(([key, inner]) => [key, shape(inner)]))
			: typeof texts;
	const leaves = (texts: unknown): string[] =>
		typeof texts === 'object' && texts !== null
			? Object.values(texts).flatMap(leaves)
			: [String(texts)];
	const { displayName, description: about } = description;
	const expected = { header: { displayName, description: about }, nodeView: textsOf(fields) };

	test('has every text of the form and nothing else', () => {
		expect(shape(russianTexts)).toEqual(shape(expected));
	});

	test('is in Russian', () => {
		const notTranslated = leaves(russianTexts).filter((text) => !/[а-яё]{2}/i.test(text));
		expect(notTranslated).toEqual(['vCard']);
	});
});
