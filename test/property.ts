import { process } from './node';

/**
 * How often a property is tried: 100 times, or as often as FC_RUNS says; for fast-check's `assert`.
 *
 * @param most beyond which it is not worth the time
 */
export const runs = (most = 1_000) => ({
	numRuns: Math.min(most, Number(process.env.FC_RUNS || 100)),
});
