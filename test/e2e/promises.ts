import { failed } from '../../demo/privateN8n/bench';
import faults from '../../stand-in/faults';
import manifest from '../../package.json';
import { CHECKS } from '../hosts/checks';
import type { RealN8n } from './realN8n';

/** What is tried in old and new hosts, and what the newest n8n alone is asked. */
export const promises = (real: RealN8n) => {
	const elsewhere = ['starts', 'cancel', 'removal'];
	const ofHosts = Object.entries(CHECKS).filter(([name]) => !elsewhere.includes(name));
	test.each(ofHosts)('%s', async (_name, check) => void (await check(real.bench)));

	// Older ones keep the words to themselves.
	test('people find the node by what they call it', async () => {
		for (const { codex } of await real.bench.api.nodesOf(manifest.name))
			expect(codex.alias).toEqual(expect.arrayContaining(['GREEN-API', 'vCard']));
	});

	test('a canceled execution says in the log who got a card, and is not run again', async () => {
		const { api, n8n } = real.bench;
		await CHECKS.cancel(real.bench);
		expect(await n8n?.log()).toContain(
			'WhatsApp Send Contact was canceled: 2 sent (items 0-1), 1 unknown (item 2), 2 not tried (items 3-4)',
		);
		const { results } = await api.call('GET', '/executions?limit=1');
		await expect(api.retryExecution(results[0].id)).rejects.toThrow('cannot be retried');
		expect(real.bench.standIn.counts.received).toBe(3);
	});

	test.each(['body', 'header', 'html', 'redirect'] as const)(
		'a token echoed in the %s is nowhere in the stored execution, and in no line of the log',
		async (where) => {
			const { bench } = real;
			bench.standIn.misbehave(faults.echoToken(where, { times: Infinity }));
			const execution = await bench.run({
				items: [{ phone: '79990000000' }, { phone: '79990000001' }],
				settings: { onError: 'continueErrorOutput' },
				parameters: { options: { output: 'full' } },
			});
			expect(failed(execution)).toHaveLength(2);
			const { token } = bench.standIn;
			const encoded = encodeURIComponent(token);
			const log = await bench.n8n?.log();
			expect(log).toContain('Running node "WhatsApp Send Contact" finished successfully');
			for (const spelling of [token, encoded, encoded.toLowerCase()]) {
				expect(execution.stored).not.toContain(spelling);
				expect(log).not.toContain(spelling);
			}
		},
	);
};
