import type { Chain } from '../core/chain.js';
import type { LookupReply } from '../core/lookup.js';
import { noTransaction } from './lookUpOutputs.js';
import { nowhere } from './lookUpTransfers.js';

/**
 * Whether a look-up of a transaction says that it is not on the chain: every live source answered, and
 * none has it.
 *
 * Edge: false where one of them failed, or where only the cache or a recording was asked.
 */
export function isAbsent({ facts, unseen }: LookupReply, chain: Chain): boolean {
  const none = chain.family === 'utxo' ? noTransaction(chain) : nowhere({ chain });
  const [only, ...others] = unseen;
  return facts.length === 0 && others.length === 0 && only?.sentence === none.sentence;
}
