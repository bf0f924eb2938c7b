import type { Transfer } from '../../src/core/ledger.js';
import { accountAt, chainsOf, explorerAt, importLabels, inventedAddress } from './liveSources.js';
import type { ConfigJson, TestApp } from './openTestApp.js';
import { ether } from './world.js';

/** A labelled account, three on the way, and a wallet four hops from it. */
export const FAR = {
  seed: inventedAddress('a labelled account'),
  first: inventedAddress('whom it paid'),
  second: inventedAddress('whom that one paid'),
  third: inventedAddress('whom the second paid'),
  wallet: inventedAddress('a wallet four hops away'),
} as const;

const EXCHANGE = inventedAddress('an exchange');
const ETHER = 10n ** 18n;
/** Blocks of a month: whoever waits so long before paying does more than pass money on. */
const MONTH = 216_000;

function pay(from: string, to: string, tenths: bigint, height: number): Transfer {
  return ether(accountAt(from), accountAt(to), (tenths * ETHER) / 10n, height);
}

/**
 * Money of the labelled account on its way to the wallet, with money of an exchange beside it; and
 * five others who pay those on the way, as many as make a wide search long.
 */
export function farTransfers(): readonly Transfer[] {
  const others = Array.from({ length: 5 }, (_, at) => inventedAddress(`another payer ${at}`));
  return [
    pay(EXCHANGE, FAR.seed, 400n, 1),
    pay(FAR.seed, FAR.first, 100n, 10),
    pay(FAR.first, FAR.second, 80n, MONTH),
    ...others.flatMap((other, at) => [
      pay(EXCHANGE, other, 200n, 20 + at),
      pay(other, FAR.second, 150n, MONTH + 30 + at),
      pay(other, FAR.third, 10n, 2 * MONTH - 30 + at),
    ]),
    pay(FAR.second, FAR.third, 60n, 2 * MONTH),
    pay(FAR.third, FAR.wallet, 50n, 3 * MONTH),
    pay(EXCHANGE, FAR.wallet, 5n, 3 * MONTH + 1),
  ];
}

/** A configuration that asks a server about these, to a depth of two hops. */
export function farConfig(server: { readonly url: string }, policy: object = {}): ConfigJson {
  return {
    labels: { builtIn: false },
    chains: chainsOf({ ethereum: [explorerAt(server)] }),
    policy: { depth: 2, requiredDepth: 2, ...policy },
  };
}

/** Takes in what labels there are: the seed, unless it was withdrawn, and the exchange. */
export function importFarLabels(
  opened: TestApp,
  seed: 'labelled' | 'withdrawn' = 'labelled',
): Promise<void> {
  const lazarus = { entity: 'Lazarus Group', category: 'stolen-funds', actor: 'lazarus' } as const;
  const chain = 'ethereum';
  return importLabels(opened, [
    ...(seed === 'labelled' ? [{ chain, address: FAR.seed, ...lazarus } as const] : []),
    { chain, address: EXCHANGE, entity: 'Kraken', category: 'exchange', actor: '' },
  ]);
}
