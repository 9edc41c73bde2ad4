import type { INodeProperties } from 'n8n-workflow';

import { WhatsAppGatewayApi } from '../../credentials/WhatsAppGatewayApi.credentials';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { WhatsAppSendContact } from '../../nodes/WhatsAppSendContact/WhatsAppSendContact.node';
import { readText, trackedFiles } from './files';

const NODE = 'nodes/WhatsAppSendContact';
const manifest = JSON.parse(readText('package.json'));
const { description } = new WhatsAppSendContact();
const credential = new WhatsAppGatewayApi();

// What n8n's lint asks, it says by itself: in strict mode it wants its own rules unchanged.
describe('package.json', () => {
	test('brings nothing along, and is strict', () => {
		expect(manifest.optionalDependencies).toBeUndefined();
		expect(manifest.bundleDependencies).toBeUndefined();
		expect(manifest.n8n.strict).toBe(true);
		// What the engines of the tests begin with.
		expect(manifest.engines.n8n).toBe('>=1.123');
		expect(manifest.scripts.prepublishOnly).toBe('n8n-node prerelease');
	});

	test('TypeScript stays where typescript-eslint can follow', () => {
		expect(manifest.devDependencies.typescript).toMatch(/^5\.9\./);
	});

	test('an install builds nothing: isolated-vm can not be built on Node 20', () => {
		expect(readText('.npmrc')).toMatch(/^ignore-scripts=true$/m);
	});

	test('nothing in the package switches a rule of the lint off', () => {
		const sources = [...trackedFiles('nodes'), ...trackedFiles('credentials')];
		expect(sources.length).toBeGreaterThan(30);
		// A comment can switch a rule off, and only the text holds comments.
		const disabling = sources.filter((path) =>
			/eslint-disable|@ts-(ignore|expect)/.test(readText(path)),
		);
		expect(disabling).toEqual([]);
	});
});

describe('the node’s description', () => {
	test('the codex has what n8n drops a codex without', () => {
		const codex = JSON.parse(readText(`${NODE}/WhatsAppSendContact.node.json`));
		expect(codex.categories).toEqual(['Communication']);
		expect(codex.resources.primaryDocumentation).toHaveLength(1);
		expect(codex.resources.credentialDocumentation).toHaveLength(1);
	});

	test('the output schema has the fields of the simple output', () => {
		const schema = JSON.parse(readText(`${NODE}/__schema__/v1.0.0/output.json`));
		expect(Object.keys(schema.properties)).toEqual(['id', 'sent', 'message']);
	});

	const all = (properties: INodeProperties[]): INodeProperties[] =>
		properties.flatMap((one) => {
			const inner = (one.options ?? []).flatMap((option) =>
				'values' in option ? option.values : 'type' in option ? [option] : [],
			);
			return [one, ...all(inner)];
		});

	test.each(
		all([...description.properties, ...credential.properties]).map((one) => [one.name, one]),
	)(
		'%s is described in words of its own',
		(_name, { displayName, description: text, type, options, default: preset }) => {
			if (type !== 'collection' && type !== 'hidden') {
				expect(text).toBeTruthy();
				expect(text).not.toBe(displayName);
			}
			expect(preset).toBeDefined();
			if (type === 'boolean') expect(text).toMatch(/^Whether /);
			const sentences = (text ?? '').replace(/\b(e\.g|i\.e)\./g, '').match(/[.!?](\s|$)/g) ?? [];
			expect((text ?? '').endsWith('.')).toBe(sentences.length > 1);
			const names = (options ?? []).map((option) =>
				'displayName' in option ? option.displayName : option.name,
			);
			const sorted = [...names].sort((one, other) => one.localeCompare(other, 'en'));
			if (names.length >= 5) expect(names).toEqual(sorted);
		},
	);
});

describe('the credential', () => {
	test('has the gateways of the registry, and words for each', () => {
		const [choice, ...fields] = credential.properties;
		expect(choice.options?.map((option) => 'value' in option && option.value).sort()).toEqual(
			Object.keys(gateways).sort(),
		);
		for (const [gateway, { instance: spelled }] of Object.entries(gateways)) {
			const shown = fields.filter(({ displayOptions }) =>
				displayOptions?.show?.gateway?.includes(gateway),
			);
			const instance = spelled === false ? [] : ['instance'];
			expect(shown.map(({ name }) => name)).toEqual(['server', ...instance, 'token']);
		}
	});

	test('hides the token, and nothing else', () => {
		for (const { name, typeOptions } of credential.properties) {
			expect(typeOptions?.password === true).toBe(name === 'token');
		}
	});
});
