import { InvalidInput } from '../message/invalidInput';
import { shown } from '../message/plainText';
import { chatApi } from './chatApi';
import { evolutionApi } from './evolutionApi';
import type { Gateway } from './gateway';
import { greenApi } from './greenApi';
import { ultraMsg } from './ultraMsg';
import { waha } from './waha';

/** Every gateway, by its name in the credential. */
export const gateways: Record<string, Gateway> = {
	chatApi,
	evolutionApi,
	greenApi,
	ultraMsg,
	waha,
};

/**
 * The gateway that the credential names.
 *
 * @throws InvalidInput when there is none of that name
 */
export function gatewayOf(name: string): Gateway {
	if (!Object.hasOwn(gateways, name)) {
		throw new InvalidInput(
			`The credential's gateway ${shown(name)} is not known`,
			`Open the credential and choose one of: ${Object.values(gateways)
				.map((gateway) => gateway.displayName)
				.join(', ')}.`,
		);
	}
	return gateways[name];
}
