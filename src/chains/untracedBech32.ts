import { type Bech32Encoding, wordsToBytes } from './bech32.js';
import { readBech32Address } from './bech32Address.js';
import { type Reading, refuse, refuseTestnet } from './reading.js';

/** A kind of bech32 address of a chain that is not traced. */
interface Bech32Kind {
  readonly prefix: string;
  readonly chain: string;
  readonly what: string;
  /** `segwit`: by the witness version, as on Bitcoin. */
  readonly encoding: Bech32Encoding | 'segwit';
  /** Bytes of the content; null where any length is possible. */
  readonly sizes: readonly number[] | null;
  readonly maxLength: number;
  /** Shorter texts are not taken for this kind; keeps short prefixes from claiming words. */
  readonly minLength: number;
}

/** Sources: https://cips.cardano.org/cip/CIP-19, https://zips.z.cash/zip-0173, https://zips.z.cash/zip-0316, https://docs.cosmos.network */
const KINDS: readonly Bech32Kind[] = [
  {
    prefix: 'ltc',
    chain: 'litecoin',
    what: 'a Litecoin SegWit address',
    encoding: 'segwit',
    sizes: [20, 32],
    maxLength: 90,
    minLength: 0,
  },
  {
    prefix: 'addr',
    chain: 'cardano',
    what: 'a Cardano address',
    encoding: 'bech32',
    sizes: [29, 57],
    maxLength: 120,
    minLength: 0,
  },
  {
    prefix: 'cosmos',
    chain: 'cosmos',
    what: 'a Cosmos Hub address',
    encoding: 'bech32',
    sizes: [20, 32],
    maxLength: 90,
    minLength: 0,
  },
  {
    prefix: 'bnb',
    chain: 'bnb-beacon',
    what: 'a BNB Beacon Chain address',
    encoding: 'bech32',
    sizes: [20],
    maxLength: 90,
    minLength: 0,
  },
  {
    prefix: 'zs',
    chain: 'zcash',
    what: 'a shielded Zcash address',
    encoding: 'bech32',
    sizes: [43],
    maxLength: 90,
    minLength: 60,
  },
  {
    prefix: 'u',
    chain: 'zcash',
    what: 'a unified Zcash address',
    encoding: 'bech32m',
    sizes: null,
    maxLength: 1000,
    minLength: 100,
  },
];

const TESTNET_BEGINNING = /^(tltc|rltc|addr_test|tbnb|ztestsapling|utest)1/i;
const LIGHTNING_BEGINNING = /^(lnbc|lntb|lnurl1|lno1)[0-9a-z]{20,}$/i;

/** Reads a bech32 address of a chain that is not traced. Null for any other text. */
export function readUntracedBech32(text: string): Reading | null {
  if (TESTNET_BEGINNING.test(text)) return refuseTestnet('a test network address');
  if (LIGHTNING_BEGINNING.test(text)) {
    return refuse(
      'lightning',
      'The text looks like a Lightning payment request, whose payment leaves no public trail; ask for a Bitcoin address.',
    );
  }
  const lower = text.toLowerCase();
  const kind = KINDS.find(
    ({ prefix, minLength }) => lower.startsWith(`${prefix}1`) && text.length >= minLength,
  );
  if (kind === undefined) return null;
  const { prefix, what, maxLength } = kind;
  const content = readBech32Address({ text, prefix, what, maxLength });
  if (content.kind === 'refused') return content;
  const isSegwit = kind.encoding === 'segwit';
  const needed = isSegwit ? (content.words[0] === 0 ? 'bech32' : 'bech32m') : kind.encoding;
  const bytes = wordsToBytes(isSegwit ? content.words.slice(1) : content.words);
  const isWhole = bytes !== null && (kind.sizes?.includes(bytes.length) ?? true);
  if (content.encoding !== needed || !isWhole) {
    return refuse(
      'wrong-length',
      `The text looks like ${what}, but its content does not have the shape of one; copy the whole address again.`,
    );
  }
  return { kind: 'untraced', address: lower, chainNames: [kind.chain] };
}
