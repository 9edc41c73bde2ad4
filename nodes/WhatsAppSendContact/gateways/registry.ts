import { InvalidInput } from '../message/invalidInput';
import { shown } from '../message/plainText';
import { capabilities, type Capabilities, type GatewayName } from './capabilities';
import { chatApi } from './chatApi';
import { checkMessage, inWords, split } from './checks';
import { evolutionApi } from './evolutionApi';
import type { Dialect, Gateway } from './gateway';
import { greenApi } from './greenApi';
import { readChats, readSession } from './questions';
import { readReply } from './reply';
import { ultraMsg } from './ultraMsg';
import { waha } from './waha';

const gateway = (dialect: Dialect, can: Capabilities): Gateway => ({
	...dialect,
	can,
	split: (message) => split(message, can),
	request(message, instance, idempotencyKey) {
		checkMessage(message, { displayName: dialect.displayName, can });
		return dialect.request(message, instance, idempotencyKey);
	},
	reply: (answer) => readReply(dialect, answer),
	session: (instance) => ({
		request: dialect.session.request(instance),
		read: (answer) => readSession(dialect, answer),
	}),
	chats: (instance) => ({
		request: dialect.chats(instance),
		read: ({ body }) => readChats(body, can),
	}),
});

/** Every gateway, by its name in the credential. */
export const gateways: Record<GatewayName, Gateway> = {
	chatApi: gateway(chatApi, capabilities.chatApi),
	evolutionApi: gateway(evolutionApi, capabilities.evolutionApi),
	greenApi: gateway(greenApi, capabilities.greenApi),
	ultraMsg: gateway(ultraMsg, capabilities.ultraMsg),
	waha: gateway(waha, capabilities.waha),
};

/**
 * The gateways that can do something, as a sentence lists them: `Chat API, UltraMsg, and WAHA`.
 *
 * @param can tells one that can from one that can't
 */
export const gatewaysThat = (can: (gateway: Gateway) => boolean, word: 'and' | 'or' = 'and') =>
	inWords(
		Object.values(gateways)
			.filter(can)
			.map(({ displayName }) => displayName),
		word,
	);

/**
 * The gateway that the credential names.
 *
 * @throws InvalidInput when there is none of that name
 */
export function gatewayOf(name: string): Gateway {
	if (!Object.hasOwn(gateways, name)) {
		throw new InvalidInput(
			`The credential's gateway ${shown(name)} is not known`,
			`Open the credential and choose ${gatewaysThat(() => true, 'or')}.`,
		);
	}
	return gateways[name as GatewayName];
}
