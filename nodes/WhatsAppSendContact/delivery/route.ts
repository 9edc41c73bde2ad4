import type { Account } from '../gateways/account';
import type { Answered } from './answered';
import type { Ledger } from './ledger';
import type { Pacer } from './pacer';
import type { Send } from './plan';
import type { Settings } from './settings';
import type { Ask } from './transport';

/** What a message needs for its way. */
export interface Route {
	account: Account;
	settings: Settings;
	ask: Ask;
	pacer: Pacer;
	ledger: Ledger;
	/** True when an earlier try has sent what can't be told from a lost message, and the items say something else now. */
	hasStrays: boolean;
	answered: Answered;
	/** Names the account, so that two tries can be compared. */
	accountName: string;
	/** A name for a send that is the same in every try of the execution. */
	referenceOf(send: Send): () => string;
}
