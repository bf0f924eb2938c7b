import { describe, expect, it } from 'vitest';
import { nativeAssetId } from '../../src/core/asset.js';
import type { Transfer } from '../../src/core/ledger.js';
import { type FaultScript, refusal } from '../support/faultServer.js';
import { EMPLOYER, HONEST, honestTransfers, openHonestApp } from '../support/honestWallet.js';
import {
  accountAt,
  chainsOf,
  closeAfterwards,
  expectToAddUp,
  explorerAt,
  inventedAddress,
} from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { chainNamed, transfer } from '../support/sourceBench.js';

const opened = closeAfterwards();

const ETHER = 10n ** 18n;
const GWEI = 10n ** 9n;
const ethereum = chainNamed('ethereum');
const SHOP = inventedAddress('a shop that sells to stakers');

function move(from: string | null, to: string, amount: bigint, day: number): Transfer {
  return transfer({
    asset: nativeAssetId(ethereum),
    channel: from === null ? 'withdrawal' : 'native',
    from: from === null ? null : accountAt(from),
    to: accountAt(to),
    amount,
    timeSeconds: Date.UTC(2025, 0, 1) / 1000 + day * 86_400,
  });
}

/** Rewards of a validator, and its deposit at the end. */
const REWARDS = [move(null, HONEST, 17_000_000n * GWEI, 1), move(null, HONEST, 32n * ETHER, 2)];

async function screenWith(facts: readonly Transfer[], script?: FaultScript) {
  const server = await opened.server(
    startLoopbackExplorer({
      facts: [...honestTransfers(), ...facts],
      ...(script === undefined ? {} : { script }),
    }),
  );
  const app = await openHonestApp({ chains: chainsOf({ ethereum: [explorerAt(server)] }) });
  const document = await app.screen(HONEST);
  app.close();
  const asked = server.requests
    .map((one) => new URL(one, server.url).searchParams)
    .filter((query) => query.get('action') === 'txsBeaconWithdrawal')
    .map((query) => query.get('address'));
  return { document, asked };
}

describe('a wallet to which a validator pays', () => {
  it.each([
    { what: 'still holds it all', spent: [] },
    { what: 'has spent it', spent: [move(HONEST, SHOP, 60n * ETHER, 3)] },
  ])('has that as an origin when it $what', async ({ spent }) => {
    const { document, asked } = await screenWith([...REWARDS, ...spent]);
    expect(document).toMatchObject({ decision: 'proceed', complete: true });
    const issued = document.composition.incoming.filter(
      ({ origin, asset }) => origin === 'issued' && asset !== 'usd',
    );
    expect(issued.map(({ amount }) => amount)).toEqual([`${32n * ETHER + 17_000_000n * GWEI}`]);
    expectToAddUp(document);
    expect(asked).toEqual([HONEST]);
  });

  it('is incomplete when nobody tells what validators paid', async () => {
    const { document } = await screenWith(REWARDS, ({ url }) =>
      url.searchParams.get('action') === 'txsBeaconWithdrawal'
        ? refusal('Error! Missing Or invalid Action name')
        : null,
    );
    expect(document.decision).toBe('incomplete');
    const mattering = document.gaps.filter(({ matters }) => matters);
    expect(mattering.map(({ channel }) => channel)).toContain('withdrawal');
  });

  it('is seen where it only pays the wages', async () => {
    const paid = [move(null, EMPLOYER, 32n * ETHER, 1), move(EMPLOYER, HONEST, 30n * ETHER, 2)];
    const { document, asked } = await screenWith(paid);
    expect(document.decision).toBe('proceed');
    expect(document.composition.incoming.map(({ origin }) => origin)).toContain('issued');
    expect(asked).toEqual([EMPLOYER]);
  });
});

describe('a wallet whose coins add up', () => {
  it('is not asked about for payments of validators, nor is anybody around it', async () => {
    const { document, asked } = await screenWith([]);
    expect(document.decision).toBe('proceed');
    expect(asked).toEqual([]);
  });
});
