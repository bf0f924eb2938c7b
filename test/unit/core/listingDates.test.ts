import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attribution } from '../../../src/core/attribution.js';
import type { Exposure } from '../../../src/core/exposure.js';
import { formatMoment } from '../../../src/core/moment.js';
import { accountWorld } from '../../support/traceWorld.js';
import { claim, ether, evmAccount, exchange } from '../../support/world.js';

const [SUBJECT, MIDDLE, KRAKEN, FIRST, SECOND] = [1, 2, 3, 4, 5].map(evmAccount);
if (!SUBJECT || !MIDDLE || !KRAKEN || !FIRST || !SECOND) throw new Error('five accounts');

/** Blocks of a day; a listing begins at the first moment of its day. */
const DAY = 7_200;
const FIRST_SECONDS = 1_650_000_000;
/** The first block of a day, counted from the one after the ledger begins. */
const blockOfDay = (day: number) => {
  const midnight = Math.ceil(FIRST_SECONDS / 86_400) * 86_400 + day * 86_400;
  return Math.ceil((midnight - FIRST_SECONDS) / 12);
};
const dayText = (day: number) => formatMoment(FIRST_SECONDS + blockOfDay(day) * 12).slice(0, 10);

const told = (exposures: readonly Exposure[]) =>
  exposures.map(({ kind, direction, entityDesignation, designation, byDate }) => ({
    what: `${direction} ${kind}`,
    entityDesignation,
    designation,
    parts: byDate.map(({ entityListed, addressListed, delisted }) => [
      entityListed,
      addressListed,
      delisted,
    ]),
  }));
const parted = (before: bigint, after: bigint, unknown = 0n) => ({ before, after, unknown });

describe('a listing date', () => {
  const listed = claim(FIRST, {
    entityListedOn: dayText(10),
    listedOn: dayText(20),
    delistedOn: null,
  });

  it('parts what moved at the first moment of its day', () => {
    const at = (height: number) =>
      told(
        accountWorld({
          subject: SUBJECT,
          facts: [ether(FIRST, SUBJECT, 100n, height)],
          claims: [listed],
        }).exposures,
      );
    expect(at(blockOfDay(20))).toMatchObject([
      { designation: 'after', entityDesignation: 'after' },
    ]);
    expect(at(blockOfDay(20) - 1)).toMatchObject([
      { designation: 'before', entityDesignation: 'after' },
    ]);
    expect(at(blockOfDay(10) - 1)).toMatchObject([{ entityDesignation: 'before' }]);
  });

  it('is compared with the transfer that touches the labelled account, not with the subject’s', () => {
    const { exposures } = accountWorld({
      subject: SUBJECT,
      facts: [
        ether(FIRST, MIDDLE, 300n, blockOfDay(19)),
        ether(FIRST, MIDDLE, 100n, blockOfDay(21)),
        ether(MIDDLE, SUBJECT, 400n, blockOfDay(30)),
      ],
      claims: [listed],
    });
    expect(told(exposures)).toEqual([
      {
        what: 'incoming indirect',
        entityDesignation: 'after',
        designation: 'both',
        parts: [[parted(0n, 400n), parted(300n, 100n), parted(400n, 0n)]],
      },
    ]);
  });

  it('parts what was sent too, and what a delisting ended', () => {
    const gone = { ...listed, delistedOn: dayText(40) };
    const { exposures } = accountWorld({
      subject: SUBJECT,
      facts: [
        ether(KRAKEN, SUBJECT, 600n, 1),
        ether(SUBJECT, FIRST, 100n, blockOfDay(5)),
        ether(SUBJECT, FIRST, 200n, blockOfDay(25)),
        ether(SUBJECT, FIRST, 300n, blockOfDay(40)),
      ],
      claims: [gone, exchange(KRAKEN, 'Kraken')],
    });
    expect(told(exposures)).toEqual([
      {
        what: 'outgoing direct',
        entityDesignation: 'both',
        designation: 'both',
        parts: [[parted(100n, 500n), parted(100n, 500n), parted(300n, 300n)]],
      },
    ]);
  });

  it('counts for its own account: two of one entity were published on different days', () => {
    const later = claim(SECOND, { entityListedOn: dayText(10), listedOn: dayText(30) });
    const facts = [
      ether(FIRST, SUBJECT, 100n, blockOfDay(25)),
      ether(SECOND, SUBJECT, 200n, blockOfDay(26)),
    ];
    const { exposures } = accountWorld({ subject: SUBJECT, facts, claims: [listed, later] });
    expect(told(exposures)).toMatchObject([
      { designation: 'both', parts: [[parted(0n, 300n), parted(200n, 100n), parted(300n, 0n)]] },
    ]);
    const unknown = { ...later, listedOn: null };
    const some = accountWorld({ subject: SUBJECT, facts, claims: [listed, unknown] });
    expect(told(some.exposures)).toMatchObject([
      {
        designation: 'unknown',
        parts: [[parted(0n, 300n), parted(0n, 100n, 200n), parted(300n, 0n)]],
      },
    ]);
  });

  it('is compared with a message of nothing too', () => {
    const { exposures } = accountWorld({
      subject: SUBJECT,
      facts: [ether(SUBJECT, FIRST, 0n, blockOfDay(19)), ether(SUBJECT, FIRST, 0n, blockOfDay(21))],
      claims: [listed],
    });
    expect(told(exposures)).toMatchObject([{ designation: 'both', parts: [] }]);
  });

  it('leaves nothing out: the parts always add up to the pro-rata amount', () => {
    const day = fc.option(fc.integer({ min: 0, max: 40 }).map(dayText), { nil: null });
    const dates = fc.record({ entityListedOn: day, listedOn: day, delistedOn: day });
    const payment = fc.record({
      from: fc.constantFrom(FIRST, SECOND, KRAKEN, MIDDLE),
      to: fc.constantFrom(SUBJECT, MIDDLE),
      amount: fc.bigInt({ min: 1n, max: 1_000n }),
    });
    fc.assert(
      fc.property(
        fc.array(payment, { minLength: 1, maxLength: 20 }),
        dates,
        dates,
        (payments, first, second) => {
          const facts = payments.flatMap(({ from, to, amount }, at) =>
            from === to ? [] : [ether(from, to, amount, 1 + at * DAY * 2)],
          );
          const claims: Attribution[] = [
            claim(FIRST, first),
            claim(SECOND, { ...second, entity: 'Another' }),
            exchange(KRAKEN, 'Kraken'),
          ];
          for (const { amounts, byDate } of accountWorld({ subject: SUBJECT, facts, claims })
            .exposures) {
            expect(byDate.map(({ asset }) => asset)).toEqual(amounts.map(({ asset }) => asset));
            byDate.forEach(({ asset: _, ...kinds }, at) => {
              for (const { before, after, unknown } of Object.values(kinds)) {
                expect(before + after + unknown).toBe(amounts[at]?.haircut);
                expect(before >= 0n && after >= 0n && unknown >= 0n).toBe(true);
              }
            });
          }
        },
      ),
    );
  });
});
