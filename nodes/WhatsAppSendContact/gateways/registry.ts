import { InvalidInput } from '../message/invalidInput';
import { shown } from '../message/plainText';
import { chatApi } from './chatApi';
import { inWords } from './checks';
import { evolutionApi } from './evolutionApi';
import type { Gateway } from './gateway';
import { greenApi } from './greenApi';
import { metaCloudApi } from './metaCloudApi';
import { uazapi } from './uazapi';
import { ultraMsg } from './ultraMsg';
import { waha } from './waha';
import { whapi } from './whapi';

/** Every gateway, by its name in the credential. */
export const gateways = {
	chatApi,
	evolutionApi,
	greenApi,
	metaCloudApi,
	uazapi,
	ultraMsg,
	waha,
	whapi,
};

/** A gateway's name in the credential. */
export type GatewayName = keyof typeof gateways;

/** The gateways that can do something, as a sentence lists them: `Chat API, UltraMsg, and WAHA`. */
export const gatewaysThat = (can: (gateway: Gateway) => boolean, word: 'and' | 'or' = 'and') =>
	inWords(
		Object.values(gateways)
			.filter(can)
			.map(({ displayName }) => displayName),
		word,
	);

/** @throws InvalidInput when there is none of that name */
export function gatewayOf(name: string): Gateway {
	if (!Object.hasOwn(gateways, name)) {
		throw new InvalidInput(
			`The credential's gateway ${shown(name)} is not known`,
			`Open the credential and choose ${gatewaysThat(() => true, 'or')}.`,
		);
	}
	return gateways[name as GatewayName];
}
