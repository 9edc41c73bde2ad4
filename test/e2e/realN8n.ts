import { type Bench, openBench } from '../../demo/privateN8n/bench';
import { type ScriptedModel, startModel } from './model';

const INSTALLING = 900_000;

/** A whole n8n with the packed package in it, the gateway and the model that its credentials reach. */
export interface RealN8n {
	bench: Bench;
	model: ScriptedModel;
}

/** Starts all of it for a test file. What it gives is empty until then. */
export function useRealN8n(): RealN8n {
	const real = {} as RealN8n;
	beforeAll(async () => {
		real.bench = await openBench({ N8N_LOG_LEVEL: 'debug' });
		real.model = await startModel();
		await real.bench.api.saveCredential(real.model.credential);
	}, INSTALLING);
	afterAll(async () => {
		await real.bench?.close();
		await real.model?.close();
	});
	beforeEach(async () => {
		real.bench.standIn.reset();
		await real.bench.saveCredential();
	});
	afterEach(() => expect(real.bench.standIn.violations).toEqual([]));
	return real;
}
