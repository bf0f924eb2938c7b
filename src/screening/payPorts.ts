import type { ChainId } from '../core/chain.js';
import type { Tip } from './ports.js';

/** A call of a contract that changes nothing. All texts are hexadecimal, in lower case, with `0x`. */
export interface ContractCall {
  /** Address of the contract. */
  readonly to: string;
  /** The function's selector and its arguments. */
  readonly data: string;
}

/**
 * What came of a call.
 *
 * Edge: an address without code answers `0x`, which is no answer of a contract. What could not be asked
 * is an error and none of these.
 */
export type CallAnswer =
  | { readonly kind: 'answered'; readonly data: string }
  | {
      readonly kind: 'reverted';
      /** What the contract gave as the reason; null where the source does not pass it on. */
      readonly data: string | null;
    };

/**
 * Somebody who knows what stands on an account-model chain now: an explorer or a node.
 *
 * Every answer is as of the newest block that it has.
 */
export interface ChainStateSource {
  /** Names the source in errors and in what is kept of it: host and kind, never a URL. */
  readonly name: string;
  readonly chain: ChainId;

  /** The newest block. @throws {SourceError} */
  fetchTip(signal: AbortSignal): Promise<Tip>;

  /** The hash of the block at a height, or null where the source has none. @throws {SourceError} */
  fetchBlockHash(height: number, signal: AbortSignal): Promise<string | null>;

  /** @throws {SourceError} for every failure but that of the contract itself. */
  callContract(call: ContractCall, signal: AbortSignal): Promise<CallAnswer>;

  /** The code at an address, `0x` where there is none. @throws {SourceError} */
  fetchCode(address: string, signal: AbortSignal): Promise<string>;
}
