import type { INodeProperties } from 'n8n-workflow';

import { WhatsAppGatewayApi } from '../../credentials/WhatsAppGatewayApi.credentials';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { WhatsAppSendContact } from '../../nodes/WhatsAppSendContact/WhatsAppSendContact.node';
import { readText, trackedFiles } from './files';

const NODE = 'nodes/WhatsAppSendContact';
const manifest = JSON.parse(readText('package.json'));
const node = new WhatsAppSendContact();
const credential = new WhatsAppGatewayApi();

describe('what n8n asks of package.json', () => {
	test('no runtime dependency, n8n-workflow as the only peer, n8n-core for development', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.optionalDependencies).toBeUndefined();
		expect(manifest.bundleDependencies).toBeUndefined();
		expect(manifest.overrides).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(Object.keys(manifest.devDependencies)).toEqual(
			expect.arrayContaining(['n8n-core', 'n8n-workflow', 'jest', 'gulp']),
		);
	});

	test('strict, verifiable, found by its keyword', () => {
		expect(manifest.n8n).toMatchObject({ n8nNodesApiVersion: 1, strict: true });
		expect(manifest.keywords).toContain('n8n-community-node-package');
		expect(manifest.license).toBe('MIT');
		// What the engines of the tests begin with.
		expect(manifest.engines.n8n).toBe('>=1.123');
		expect(manifest.scripts.prepublishOnly).toBe('n8n-node prerelease');
		for (const banned of ['prepare', 'preinstall', 'install', 'postinstall', 'prepublish']) {
			expect(manifest.scripts).not.toHaveProperty(banned);
		}
	});

	test('TypeScript stays where typescript-eslint can follow', () => {
		expect(manifest.devDependencies.typescript).toMatch(/^5\.9\./);
	});

	test('an install builds nothing: isolated-vm can not be built on Node 20', () => {
		expect(readText('.npmrc')).toMatch(/^ignore-scripts=true$/m);
	});

	test('the lint is n8n’s own, unchanged, and nothing in the package switches a rule off', () => {
		expect(readText('eslint.config.mjs')).toBe(
			"import { config } from '@n8n/node-cli/eslint';\n\nexport default config;\n",
		);
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
	const { description } = node;

	test('follows n8n’s names', () => {
		expect(description).toMatchObject({
			displayName: 'WhatsApp Send Contact',
			name: 'whatsAppSendContact',
			usableAsTool: true,
			credentials: [{ name: credential.name, required: true, testedBy: 'testCredential' }],
		});
		expect(node.methods.credentialTest.testCredential).toBeInstanceOf(Function);
		expect(node.methods.listSearch.searchChats).toBeInstanceOf(Function);
	});

	test('has an icon for each theme, and both exist', () => {
		for (const icons of [description.icon, credential.icon]) {
			const { light, dark } = icons as { light: string; dark: string };
			expect(light).not.toBe(dark);
			const folder = icons === credential.icon ? 'credentials' : NODE;
			for (const icon of [light, dark]) {
				expect(readText(`${folder}/${icon.replace('file:', '')}`)).toMatch(
					/^<svg .*viewBox="0 0 60 60"/,
				);
			}
		}
	});

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
