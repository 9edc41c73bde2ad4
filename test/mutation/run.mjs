// @ts-check
// Breaks every line of the pure rooms, one after the other: `npm run test:mutation`, or `-- message` for one room.
import { Stryker } from '@stryker-mutator/core';

const NODE = 'nodes/WhatsAppSendContact';

/** What is broken in each room. What talks to n8n itself, the engine tests watch. */
const ROOMS = {
	message: [`${NODE}/message/*.ts`, `!${NODE}/message/numberingPlans.ts`],
	gateways: [`${NODE}/gateways/*.ts`],
	sending: [`${NODE}/sending/*.ts`, `${NODE}/{plan,outcome}.ts`],
	memory: [`${NODE}/memory/*.ts`],
	http: [`${NODE}/http/*.ts`, `!${NODE}/http/transport.ts`],
	report: [`${NODE}/report/*.ts`, `!${NODE}/report/errors.ts`],
};

/** A room's own tests must see what is broken in it, so that only they are run: the whole would take hours. */
const optionsOf = (room) => ({
	mutate: ROOMS[room],
	jest: {
		projectType: 'custom',
		configFile: 'test/mutation/jest.config.js',
		config: {
			testMatch: [`<rootDir>/test/${room}/**/*.test.ts`],
			// One makes n8n's own errors, which are not loaded here; one reads thousands of numbers each time.
			testPathIgnorePatterns: ['/report/errors\\.test', '/message/numberingPlans\\.test'],
		},
		enableFindRelatedTests: true,
	},
	htmlReporter: { fileName: `reports/mutation/${room}.html` },
	incrementalFile: `reports/mutation/${room}.json`,
});

const wanted = process.argv.slice(2);
for (const room of wanted.length > 0 ? wanted : Object.keys(ROOMS)) {
	await new Stryker(optionsOf(room)).runMutationTest();
}
