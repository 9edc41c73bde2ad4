import { InvalidInput } from '../message/invalidInput';
import { shown } from '../message/plainText';
import { capabilities, type Capabilities, type GatewayName } from './capabilities';
import { chatApi } from './chatApi';
import { checkMessage, fits, listed, split } from './checks';
import { evolutionApi } from './evolutionApi';
import type { Dialect, Gateway } from './gateway';
import { greenApi } from './greenApi';
import { guarded } from './guarded';
import { ultraMsg } from './ultraMsg';
import { waha } from './waha';

const dialects: Record<GatewayName, Dialect> = {
	chatApi,
	evolutionApi,
	greenApi,
	ultraMsg,
	waha,
};

const gateway = (dialect: Dialect, can: Capabilities): Gateway => ({
	...dialect,
	can,
	split: (message) => split(message, can),
	request(message, instance, idempotencyKey) {
		checkMessage(message, { displayName: dialect.displayName, can });
		return dialect.request(message, instance, idempotencyKey);
	},
	reply: guarded(dialect.reply),
	check(phone, instance) {
		const isAskedFor = can.checkDigits === undefined || fits(phone, can.checkDigits);
		return isAskedFor ? dialect.check?.(phone, instance) : undefined;
	},
});

/** Every gateway, by its name in the credential. */
export const gateways = Object.fromEntries(
	Object.entries(dialects).map(([name, dialect]) => [
		name,
		gateway(dialect, capabilities[name as GatewayName]),
	]),
) as Record<GatewayName, Gateway>;

/**
 * The gateways that can do something, as a sentence lists them: `Chat API, UltraMsg, and WAHA`.
 *
 * @param can tells one that can from one that can't
 */
export const gatewaysThat = (can: (gateway: Gateway) => boolean, word: 'and' | 'or' = 'and') =>
	listed(
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
