import 'reflect-metadata';

import { GlobalConfig, InstanceSettingsConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import execa from 'execa';
import { parse } from 'yaml';

import manifest from '../../package.json';
import { http, process } from '../node';
import { readText } from './files';

interface Service {
	image: string;
	entrypoint: string[];
	environment: Record<string, string>;
	stop_grace_period: string;
	healthcheck: { test: string[] };
	volumes: string[];
	depends_on: object;
}

const { services } = parse(readText('examples/queue/docker-compose.yml'), { merge: true }) as {
	services: Record<string, Service>;
};
const { main, worker, package: installer } = services;
const secret = expect.stringMatching(/^\$\{\w+:\?.+\}$/);

test('main and two workers share one environment and the folder with the package, and wait for it', () => {
	expect(main).toMatchObject({
		image: installer.image,
		volumes: installer.volumes,
		environment: { EXECUTIONS_MODE: 'queue', DB_TYPE: 'postgresdb', N8N_ENCRYPTION_KEY: secret },
		depends_on: { package: { condition: 'service_completed_successfully' } },
	});
	expect(services.postgres.image).toMatch(/^postgres:17\./);
	expect(worker).toEqual({
		...main,
		ports: undefined,
		command: expect.stringMatching(/^worker /),
		deploy: { replicas: 2 },
		depends_on: { ...main.depends_on, main: { condition: 'service_healthy' } },
	});
});

test.each(Object.entries(services))('the image of %s is a whole version', (_, { image }) => {
	expect(image).toMatch(/:\d+\.\d+(\.\d+)?(-alpine)?$/);
});

test.each(['main', 'redis', 'postgres'])('%s is asked how it is, and is started again', (name) => {
	expect(services[name]).toMatchObject({
		healthcheck: { test: expect.arrayContaining(['CMD']) },
		restart: 'unless-stopped',
	});
});

test('a process is given more time to end than n8n gives its runs', () => {
	const grace = Number(main.environment.N8N_GRACEFUL_SHUTDOWN_TIMEOUT);
	expect(main.stop_grace_period).toMatch(/^\d+s$/);
	expect(parseInt(main.stop_grace_period, 10)).toBeGreaterThan(grace);
});

test.each([
	['ready', 200, 0],
	['not ready', 503, 1],
	['gone', undefined, 1],
])('n8n is asked how it is: %s', async (_, status, exitCode) => {
	const server = http.createServer((_request, response) => response.writeHead(status ?? 0).end());
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	if (status === undefined) server.close();
	const [how, program, ...args] = main.healthcheck.test;
	expect([how, program]).toEqual(['CMD', 'node']);
	const here = args.map((arg) => arg.replace(':5678/', `:${port}/`));
	const asked = await execa(process.execPath, here, { reject: false });
	server.close();
	expect(asked.exitCode).toBe(exitCode);
});

test('the package is installed as the README says, in its own version', () => {
	const [command, ...args] = installer.entrypoint;
	expect([command, args.at(-1)]).toEqual(['npm', `${manifest.name}@${manifest.version}`]);
	const flags = args.slice(1, -1).filter((flag) => !flag.startsWith('--prefix='));
	expect(readText('README.md')).toContain(`npm install ${flags.join(' ')} ${manifest.name}`);
});

test('no secret stands in the file', () => {
	const variables = Object.values(services).flatMap((one) => Object.entries(one.environment ?? {}));
	const secrets = variables.filter(([name]) => /PASSWORD|KEY|TOKEN|SECRET/.test(name));
	expect(secrets).toEqual(Array(5).fill([expect.any(String), secret]));
});

test('n8n reads each of the variables, and takes its value', () => {
	const asked = new Set<string | symbol>();
	const warn = jest.spyOn(console, 'warn').mockImplementation();
	const own = process.env;
	process.env = new Proxy(main.environment, {
		has: (variables, name) => asked.add(name) && name in variables,
	});
	try {
		Container.get(GlobalConfig);
		Container.get(InstanceSettingsConfig);
	} finally {
		process.env = own;
	}
	expect(Object.keys(main.environment).filter((name) => !asked.has(name))).toEqual([]);
	expect(warn.mock.calls).toEqual([]);
});
