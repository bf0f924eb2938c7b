import { CHAINS, type Chain } from '../core/chain.js';
import { readPastedText } from './pastedText.js';
import type { LooksLike } from './reading.js';

/** The chains that a text may name an account of, or why it names none. */
export type ChainsOfText =
  | {
      readonly kind: 'address';
      /** Order: most likely first. For an EVM address alone, every EVM chain. */
      readonly chains: readonly Chain[];
    }
  | {
      readonly kind: 'refused';
      /** In words for a person, without the text. */
      readonly message: string;
      /** Whether it may be a key or a seed phrase, which is to be kept nowhere. */
      readonly maybeSecret: boolean;
    };

const SECRETS: readonly LooksLike[] = [
  'seed-phrase',
  'private-key',
  'extended-key',
  'transaction-or-key',
];

/** Reads for which chains a pasted text is an address, without deciding for one of them. */
export function chainsOfText(text: string): ChainsOfText {
  const reading = readPastedText(text);
  switch (reading.kind) {
    case 'refused':
      return {
        kind: 'refused',
        message: reading.message,
        maybeSecret: SECRETS.includes(reading.looksLike),
      };
    case 'evm':
      return {
        kind: 'address',
        chains:
          reading.chain === null
            ? CHAINS.filter(({ family }) => family === 'evm')
            : [reading.chain],
      };
    case 'bitcoin':
      return { kind: 'address', chains: CHAINS.filter(({ name }) => name === 'bitcoin') };
    case 'untraced':
      return {
        kind: 'address',
        chains: reading.chainNames.flatMap(
          (wanted) => CHAINS.find(({ name }) => name === wanted) ?? [],
        ),
      };
  }
}
