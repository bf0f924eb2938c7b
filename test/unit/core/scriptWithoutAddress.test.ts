import { expect, it } from 'vitest';
import { accountWorld } from '../../support/traceWorld.js';
import { bitcoinTx, btcAccount, claim, exchange } from '../../support/world.js';

it('follows what was sent through a script that has no address', () => {
  const [subject, kraken, lazarus] = [btcAccount('s'), btcAccount('k'), btcAccount('l')];
  const step = (
    id: string,
    height: number,
    of: string | null,
    ends: readonly [typeof subject | null, typeof subject | null],
  ) =>
    bitcoinTx(id, height, {
      inputs:
        of === null ? [] : [{ previous: { txId: of, index: 0 }, account: ends[0], amount: 1_000n }],
      outputs: [{ account: ends[1], amount: 1_000n }],
    });
  const { exposures } = accountWorld({
    subject,
    claims: [claim(lazarus), exchange(kraken, 'Kraken')],
    facts: [
      step('mined', 1, null, [null, kraken]),
      step('wage', 2, 'mined', [kraken, subject]),
      step('out', 3, 'wage', [subject, null]),
      step('on', 4, 'out', [null, lazarus]),
    ],
  });
  expect(exposures).toMatchObject([
    { direction: 'outgoing', kind: 'indirect', amounts: [{ haircut: 1_000n }] },
  ]);
});
