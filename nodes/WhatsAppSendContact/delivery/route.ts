import type { Account } from '../gateways/account';
import type { Answered } from './answered';
import type { Journal } from '../journal/journal';
import type { Throttle } from '../sending/throttle';
import type { Send } from '../sending/plan';
import type { Settings } from '../form/settings';
import type { Ask } from '../http/transport';

/** What a message needs for its way. */
export interface Route {
	account: Account;
	settings: Settings;
	ask: Ask;
	throttle: Throttle;
	journal: Journal;
	/** True when an earlier try has sent what can't be told from a lost message, and the items say something else now. */
	hasStrays: boolean;
	answered: Answered;
	/** Names the account, so that two tries can be compared. */
	accountName: string;
	/** A name for a send that is the same in every try of the execution. */
	referenceOf(send: Send): () => string;
}
