import { describe, expect, it } from 'vitest';
import type { Asset } from '../../../src/core/asset.js';
import { erc20AssetId } from '../../../src/core/asset.js';
import { isDustAsset } from '../../../src/core/trace/floors.js';
import { traceWorld } from '../../support/traceWorld.js';
import {
  ASSETS,
  chainNamed,
  claim,
  ETH,
  ether,
  evmAccount,
  exchange,
} from '../../support/world.js';

const OTHER = erc20AssetId(chainNamed('ethereum').id, `0x${'1'.repeat(40)}`);
const ether18 = ASSETS.get(ETH);
if (ether18 === undefined) throw new Error('ether is not listed');
const other: Asset = {
  ...ether18,
  id: OTHER,
  symbol: 'OTH',
  dustAmount: 200n,
  expansionFloorAmount: 1_000n,
};
const assets = new Map([...ASSETS, [OTHER, other]]);
const totals = (eth: bigint, oth: bigint) =>
  new Map([
    [ETH, eth],
    [OTHER, oth],
  ]);

describe('an asset of which an account moved only dust', () => {
  it('is below its own floor and below a hundredth of all', () => {
    // The floors are 10 and 1,000: 199 of the other asset are worth 1.99 ether here.
    expect(isDustAsset(OTHER, totals(198n, 199n), assets)).toBe(true);
    expect(isDustAsset(OTHER, totals(197n, 199n), assets)).toBe(false);
    expect(isDustAsset(OTHER, totals(100_000n, 200n), assets)).toBe(false);
  });

  it('is none where the account moved nothing else, however little that is', () => {
    expect(isDustAsset(OTHER, new Map([[OTHER, 1n]]), assets)).toBe(false);
  });
});

describe('dust of an asset that a wallet does not use', () => {
  const [subject, client, kraken, thief] = [1, 2, 3, 4].map(evmAccount);
  if (subject === undefined || client === undefined) throw new Error('no accounts');
  if (kraken === undefined || thief === undefined) throw new Error('no accounts');
  const claims = [exchange(kraken, 'Kraken'), claim(thief)];
  const strangers = Array.from({ length: 50 }, (_, at) => evmAccount(100 + at));
  const pay = (height: number, sum: bigint, from = client) => ({
    ...ether(from, subject, sum, height),
    channel: 'token' as const,
    asset: OTHER,
  });
  const income = [ether(kraken, client, 5_000n, 1), ether(client, subject, 5_000n, 2)];
  const spray = (each: bigint) => strangers.map((stranger, at) => pay(10 + at, each, stranger));
  const asked = (facts: Parameters<typeof traceWorld>[0]['facts'], maxRequests = 300) => {
    const trace = traceWorld({ subject, facts, claims, assets, policy: { maxRequests } });
    return [...trace.frontier.places].filter(({ state }) => state === 'expanded').length;
  };

  it('by many strangers spends no requests', () => {
    expect(asked([...spray(3n), ...income])).toBe(2);
  });

  it('that adds up to more than a twentieth of all is looked at, until a twentieth is left', () => {
    // In floors (10 and 1,000) the wages are 500, and 50 times 520 or 540 are 26 or 27 more.
    expect(asked([...spray(520n), ...income])).toBe(2);
    expect(asked([...spray(540n), ...income])).toBeGreaterThan(2);
    // Of 35 the eleventh look leaves 27.3, the twelfth 26.6: less than a twentieth of 535.
    expect(asked([...spray(700n), ...income])).toBe(2 + 12);
  });

  it('leaves no turn to nobody: small payers met later, behind another, come before smaller ones', () => {
    const funders = Array.from({ length: 250 }, (_, at) =>
      ether(evmAccount(1_000 + at), client, 9n, 1),
    );
    const wages = [...funders, ether(client, subject, 2_250n, 2)];
    // 225 floors by 250 payers behind the client, and 27 by 50 strangers who are worth less each.
    expect(asked([...spray(540n), ...wages])).toBeGreaterThan(2 + strangers.length);
  });

  it('is not looked up before the wallet’s own money', () => {
    const trace = traceWorld({
      subject,
      facts: [pay(1, 1n, evmAccount(50)), ...income],
      claims,
      assets,
      policy: { window: 1, maxRequests: 2 },
    });
    expect(trace.frontier.places.ofAccount(client)?.state).toBe('expanded');
  });

  it('is all that is looked at where a wallet got nothing else', () => {
    expect(asked([pay(1, 1n)])).toBe(2);
  });
});
