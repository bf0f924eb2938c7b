import { expect, it } from 'vitest';
import { accountWorld } from '../../support/traceWorld.js';
import { bitcoinTx, btcAccount } from '../../support/world.js';

it('accounts for a payment that also spends an output of nothing', () => {
  const [subject, payer] = [btcAccount('s'), btcAccount('p')];
  const facts = [
    bitcoinTx('mined', 1, {
      inputs: [],
      outputs: [
        { account: payer, amount: 100n },
        { account: null, amount: 0n },
      ],
    }),
    bitcoinTx('wage', 2, {
      inputs: [
        { previous: { txId: 'mined', index: 0 }, account: payer, amount: 100n },
        { previous: { txId: 'mined', index: 1 }, account: null, amount: 0n },
      ],
      outputs: [{ account: subject, amount: 100n }],
    }),
  ];
  expect(accountWorld({ subject, facts }).composition.incoming).toMatchObject([
    { place: 'mined', amount: 100n },
  ]);
});
