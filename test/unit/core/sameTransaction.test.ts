import { expect, it } from 'vitest';
import { accountFor } from '../../../src/core/accounting/accounting.js';
import { tellGaps } from '../../../src/core/accounting/tellGaps.js';
import { traceWorld } from '../../support/traceWorld.js';
import { ether, evmAccount, exchange } from '../../support/world.js';

const SUBJECT = evmAccount(1);
const SPLITTER = evmAccount(2);
const KRAKEN = evmAccount(3);

it.each([
  { channel: 'internal', came: '0_1', went: '0_1_1' },
  { channel: 'internal', came: '0_9', went: '0_10' },
  { channel: 'token', came: '#1', went: '#1' },
] as const)(
  'a contract that pays $channel money on in the same transaction ($came, $went) is not overdrawn',
  ({ channel, came, went }) => {
    const facts = [
      { ...ether(KRAKEN, SPLITTER, 100n, 5), channel, index: came },
      { ...ether(SPLITTER, SUBJECT, 100n, 5), channel, index: went },
    ];
    const trace = traceWorld({ subject: SUBJECT, facts, claims: [exchange(KRAKEN, 'Kraken')] });
    const { composition, splits } = accountFor(trace);
    expect(tellGaps(trace, splits)).toEqual([]);
    expect(composition.incoming).toMatchObject([{ place: 'service', entity: 'Kraken' }]);
  },
);
