import { WhatsAppGatewayApi } from '../../credentials/WhatsAppGatewayApi.credentials';
import { gateways } from '../../nodes/WhatsAppSendContact/gateways/registry';
import { readText, trackedFiles } from './files';

const NODE = 'nodes/WhatsAppSendContact';
const manifest = JSON.parse(readText('package.json'));
const credential = new WhatsAppGatewayApi();

// What n8n's lint asks, it says by itself: in strict mode it wants its own rules unchanged.
describe('package.json', () => {
	test('brings nothing along, and is strict', () => {
		expect(manifest.optionalDependencies).toBeUndefined();
		expect(manifest.bundleDependencies).toBeUndefined();
		expect(manifest.n8n.strict).toBe(true);
		// What the engines of the tests begin with.
		expect(manifest.engines.n8n).toBe('>=1.123');
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

	// The lint reads only descriptions that are written out.
	test('describes each field in words of its own, and hides the token alone', () => {
		for (const { name, displayName, description: text, typeOptions } of credential.properties) {
			expect([undefined, '', displayName]).not.toContain(text);
			expect(text).not.toMatch(/^[^.]*\.$/);
			expect(typeOptions?.password === true).toBe(name === 'token');
		}
	});
});
