import fc from 'fast-check';
import { createAccount } from '../../src/core/account.js';
import type { AssetList } from '../../src/core/asset.js';
import { erc20AssetId } from '../../src/core/asset.js';
import type { Attribution } from '../../src/core/attribution.js';
import type { Transfer } from '../../src/core/ledger.js';
import { ASSETS, chainNamed, claim, ETH, ether, evmAccount, exchange } from './world.js';

const { id: chain } = chainNamed('ethereum');
const tokenOf = (digit: string) => erc20AssetId(chain, `0x${digit.repeat(40)}`);

/** Who is screened in ledgers of this file. */
export const TRADER = evmAccount(10);
/** An account of the payer. */
export const EMPLOYER_OWN = evmAccount(6);
/** People who are nobody in particular. */
export const PASSERS: readonly ReturnType<typeof evmAccount>[] = [1, 2, 3, 4, 5].map(evmAccount);
const [KRAKEN, MARKET, THIEF, MIXER] = [9, 8, 7, 11].map(evmAccount);
if (!KRAKEN || !MARKET || !THIEF || !MIXER) throw new Error('accounts are missing');

/** A dollar, the token that wraps ether, a listed token whose price moves, and one nobody lists. */
const [USD, WETH, MOVES, UNLISTED] = ['5', '6', '7', '8'].map(tokenOf);
if (!USD || !WETH || !MOVES || !UNLISTED) throw new Error('tokens are missing');
const WRAPPER = createAccount(chain, `0x${'6'.repeat(40)}`);

const coin = ASSETS.get(ETH);
if (coin === undefined) throw new Error('ether is not listed');
const small = { ...coin, dustAmount: 3n, expansionFloorAmount: 10n };

/** The assets of these ledgers. */
export const TRADE_ASSETS: AssetList = new Map(
  [
    small,
    { ...small, id: USD, symbol: 'USD', decimals: 0, peg: 'usd' as const },
    { ...small, id: WETH, symbol: 'WETH', wraps: ETH },
    { ...small, id: MOVES, symbol: 'MOVES' },
    // Listed and never moved: no record needs it.
    { ...small, id: tokenOf('9'), symbol: 'IDLE' },
  ].map((asset) => [asset.id, asset]),
);

/** Claims about those who are somebody. */
export const TRADE_CLAIMS: readonly Attribution[] = [
  exchange(KRAKEN, 'Kraken'),
  { ...exchange(MARKET, 'Market'), category: 'dex' },
  { ...exchange(MIXER, 'Mixer'), category: 'mixer' },
  claim(THIEF),
];

const party = fc.constantFrom(
  TRADER,
  TRADER,
  ...PASSERS,
  EMPLOYER_OWN,
  KRAKEN,
  MARKET,
  THIEF,
  MIXER,
);
const amount = fc.oneof(
  fc.bigInt({ min: 0n, max: 40n }),
  fc.bigInt({ min: 10n ** 15n, max: 10n ** 20n }),
);
const moved = fc.constantFrom(ETH, ETH, USD, WETH, MOVES, UNLISTED);

const event = fc.oneof(
  fc
    .record({ kind: fc.constant('pay' as const), from: party, to: party, amount, asset: moved })
    .map((one) => [one]),
  // Two sides of a trade, with a market or with anybody; each side may be of an unlisted token.
  fc
    .record({ who: party, maker: party, gives: amount, gets: amount, given: moved, got: moved })
    .map(({ who, maker, gives, gets, given, got }) => [
      { kind: 'pay' as const, from: who, to: maker, amount: gives, asset: given },
      { kind: 'pay' as const, from: maker, to: who, amount: gets, asset: got },
    ]),
  // Native coins put into the wrapper, which tells nothing of the token that it makes.
  fc
    .record({ who: party, amount })
    .map(({ who, amount: put }) => [
      { kind: 'pay' as const, from: who, to: WRAPPER, amount: put, asset: ETH },
    ]),
);

/**
 * Payments, trades with listed markets and with anybody, tokens that nobody lists, wrapping; several
 * of them in one second, in one transaction, without a number of their own.
 */
export const tradeLedgers = fc
  .array(
    fc.record({
      event,
      later: fc.nat({ max: 2 }),
      isNumbered: fc.boolean(),
      hasId: fc.integer({ min: 0, max: 9 }).map((luck) => luck > 0),
      days: fc.nat({ max: 40 }),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((steps): readonly Transfer[] => {
    let height = 1;
    let tx = 0;
    return steps.flatMap(({ event: moves, later, isNumbered, hasId, days }) => {
      height += later;
      tx += later === 0 && isNumbered ? 0 : 1;
      return moves.flatMap(({ from, to, amount: sum, asset }, at): Transfer[] => {
        if (from === to) return [];
        const one = ether(from, to, sum, height);
        return [
          {
            ...one,
            timeSeconds: one.timeSeconds + height * days * 3_600,
            txId: hasId ? `0x${tx.toString(16).padStart(64, '0')}` : null,
            channel: asset === ETH ? (at === 0 ? 'native' : 'internal') : 'token',
            asset,
            index: isNumbered ? `${tx}_${at}` : '#0',
          },
        ];
      });
    });
  });
