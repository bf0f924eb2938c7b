import { describe, expect, it } from 'vitest';
import {
  EXCHANGE,
  eth,
  evm,
  MARKED,
  marked,
  PAYEE,
  screenWallet,
  usdc,
} from '../../support/ruleWallets.js';
import { accountWorld } from '../../support/traceWorld.js';
import { claim, ether, evmAccount, exchange } from '../../support/world.js';

const gas = eth(EXCHANGE, PAYEE, '0.1', { day: 1 });

describe('dust', () => {
  it('is no dust once many DPRK-linked entities together sent more than that', async () => {
    const workers = Array.from({ length: 120 }, (_, at) => evm(`worker ${at}`));
    const document = await screenWallet({
      facts: [gas, ...workers.map((worker, at) => usdc(worker, PAYEE, '9.90', 2 + at / 10))],
      labels: workers.map((worker, at) => marked({ entity: `Worker ${at}` }, worker)),
    });
    expect(document.decision).toBe('hold');
  });

  it('an empty message beside a little background money holds nobody', async () => {
    const middle = evm('middle');
    const background = [
      gas,
      usdc(EXCHANGE, PAYEE, '20000', 2),
      usdc(EXCHANGE, middle, '9980', 3),
      usdc(MARKED, middle, '20', 4),
      usdc(middle, PAYEE, '9980', 20),
    ];
    const alone = await screenWallet({ facts: background, labels: [marked()] });
    expect(alone.decision).toBe('proceed');
    const facts = [...background, usdc(MARKED, PAYEE, '0', 21)];
    const withMessage = await screenWallet({ facts, labels: [marked()] });
    expect(withMessage.decision).toBe('proceed');
  });

  it('a direct contact does not make what came through one middleman look further away', () => {
    const [subject, near, far, kraken] = [1, 2, 4, 3].map((at) => evmAccount(at));
    const [middle, one, two, three] = [10, 11, 12, 13].map((at) => evmAccount(at));
    if (!subject || !near || !far || !kraken || !middle || !one || !two || !three) return;
    const day = (at: number) => at * 7_200;
    const { exposures } = accountWorld({
      subject,
      claims: [claim(near), claim(far), exchange(kraken, 'Kraken')],
      facts: [
        ether(kraken, subject, 1_000n, 1),
        ether(near, subject, 0n, 2),
        ether(near, middle, 100n, day(20)),
        ether(middle, subject, 100n, day(40)),
        ether(far, one, 400n, day(20)),
        ether(one, two, 400n, day(40)),
        ether(two, three, 400n, day(60)),
        ether(three, subject, 400n, day(80)),
      ],
    });
    expect(exposures).toMatchObject([
      { kind: 'direct', dust: true },
      { kind: 'indirect', ownerHops: 2 },
    ]);
  });
});
