import { describe, expect, it } from 'vitest';
import { paintNothing } from '../../src/report/lines.js';
import { formatScreeningText } from '../../src/report/text.js';
import {
  EXCHANGE,
  evm,
  MARKED,
  marked,
  markedOther,
  PAYEE,
  type RuleWallet,
  screenWallet,
  usdc,
} from '../support/ruleWallets.js';

const [SECOND, MIXER, MIDDLE] = [evm('marked too'), evm('mixer'), evm('middle')];

/**
 * Two DPRK-linked accounts, a mixer and an exchange each paid a middleman 500 dollars; of these the
 * payee got a part, and 600 dollars more from the exchange.
 */
function throughOne(passed: string): RuleWallet {
  return {
    facts: [
      usdc(EXCHANGE, MIDDLE, '500', 1),
      usdc(MARKED, MIDDLE, '500', 2),
      usdc(SECOND, MIDDLE, '500', 3),
      usdc(MIXER, MIDDLE, '500', 4),
      usdc(MIDDLE, PAYEE, passed, 20),
      usdc(EXCHANGE, PAYEE, '600', 21),
    ],
    labels: [
      marked(),
      marked({ entity: 'Andariel' }, SECOND),
      markedOther({ category: 'mixer', confidence: 'researcher' }, MIXER),
    ],
  };
}

describe('the joint share of all DPRK claims', () => {
  it('has an upper bound below the sum of theirs, and leaves the mixer out', async () => {
    const { exposures, totals } = await screenWallet(throughOne('600'));
    const uppers = exposures.map(({ entity, share }) => [entity, share?.lower, share?.upper]);
    expect(uppers.sort()).toEqual([
      ['Andariel', '0.000000', '0.416667'],
      ['Lazarus Group', '0.000000', '0.416667'],
      ['Listed Trading Company', '0.000000', '0.416667'],
    ]);
    expect(totals.incoming.dprk).toEqual({
      lower: '0.000000',
      upper: '0.500000',
      haircut: '0.250000',
      // First came the exchange's 500, then 100 of the first marked account.
      fifo: '0.083333',
    });
    expect(totals.outgoing.dprk).toEqual({ lower: null, upper: null, haircut: null, fifo: null });
  });

  it('has a lower bound above the sum of theirs', async () => {
    const { exposures, totals } = await screenWallet(throughOne('1700'));
    const lowers = exposures.map(({ amounts: [amount] }) => amount?.lower);
    expect(lowers).toEqual(['200000000', '200000000', '200000000']);
    expect(totals.incoming.dprk).toMatchObject({ lower: '0.304348', upper: '0.434783' });
  });

  it('stands in the report beside what came in', async () => {
    const document = await screenWallet(throughOne('1700'));
    const text = formatScreeningText(document, { zone: 'UTC', paint: paintNothing, width: 120 });
    const told = text.replace(/\s+/g, ' ');
    expect(told).toContain(
      'From DPRK-linked accounts, all together (USDC): at least 30.4 % and at most 43.5 %; haircut 37 %, FIFO 43.5 %',
    );
    expect(told).toContain('Received: 2,300.00 USDC (USD 2,300.00)');
  });
});
