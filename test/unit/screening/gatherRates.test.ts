import { describe, expect, it } from 'vitest';
import { DecodeError, StoreError, TransportError } from '../../../src/core/errors.js';
import { dayOf, formatDay, parseMoment } from '../../../src/core/moment.js';
import { gatherRates, type RateGathering } from '../../../src/screening/gatherRates.js';
import type { RateQuery, RateSource } from '../../../src/screening/ratePorts.js';
import { createRateStore } from '../../../src/store/rateStore.js';
import { isWeekend } from '../../support/loopbackRates.js';
import { noDeadline } from '../../support/sourceBench.js';
import { openForTest } from '../store/temporaryDatabase.js';

const day = (text: string) => dayOf(parseMoment(text) ?? Number.NaN);
const NOON = (text: string) => Date.parse(`${text}T12:00:00Z`);
const HOUR_MS = 3_600_000;

/** A source with a rate for each working day up to `publishedTo`: the day's number, over a thousand. */
function createWorld(parts: { currency?: string; publishedTo?: string; now?: string } = {}) {
  const world = {
    asked: [] as string[],
    publishedTo: parts.publishedTo ?? '2026-11-19',
    nowMs: NOON(parts.now ?? '2026-11-20'),
    fails: null as Error | null,
    isOffline: false,
    /** Days of the yen alone on which nothing is published. */
    withoutYen: [] as string[],
  };
  const source: RateSource = {
    name: 'ecb host.test',
    fetchRates: async (query: RateQuery) => {
      world.asked.push(
        `${query.currencies.join('+')} ${formatDay(query.firstDay)} ${formatDay(query.lastDay)}`,
      );
      if (world.fails !== null) throw world.fails;
      return query.currencies.flatMap((currency) =>
        Array.from({ length: query.lastDay - query.firstDay + 1 }, (_, at) => query.firstDay + at)
          .filter((one) => !isWeekend(formatDay(one)) && formatDay(one) <= world.publishedTo)
          .filter((one) => currency !== 'JPY' || !world.withoutYen.includes(formatDay(one)))
          .map((one) => ({
            ...{ currency, day: one },
            perEuro: currency === 'USD' ? `1.${one}` : `${one}`,
          })),
      );
    },
  };
  const gathering: RateGathering = {
    currency: parts.currency ?? 'EUR',
    sourceName: source.name,
    openSource: () => (world.isOffline ? null : source),
    cache: createRateStore(openForTest()),
    nowMs: () => world.nowMs,
  };
  const tell = async (...days: readonly string[]) => {
    const known = await gatherRates(days.map(day), gathering, noDeadline());
    return days.map((one) => {
      const found = known.get(day(one));
      return found?.kind === 'known' ? found.rateDay : found?.why;
    });
  };
  return { world, gathering, tell };
}

describe('the rates of a day', () => {
  it('are those of the day, or of the last working day before', async () => {
    const { tell, gathering } = createWorld();
    expect(await tell('2026-11-05', '2026-11-07', '2026-11-08', '2026-11-09')).toEqual([
      ...['2026-11-05', '2026-11-06', '2026-11-06', '2026-11-09'],
    ]);
    const known = await gatherRates([day('2026-11-07')], gathering, noDeadline());
    expect(known.get(day('2026-11-07'))).toEqual({
      ...{ kind: 'known', rateDay: '2026-11-06' },
      ...{ dollars: `1.${day('2026-11-06')}`, units: '1' },
    });
  });

  it('of another currency are both of one day', async () => {
    const { world, tell, gathering } = createWorld({ currency: 'JPY' });
    world.withoutYen = ['2026-11-05'];
    expect(await tell('2026-11-05', '2026-11-06')).toEqual(['2026-11-04', '2026-11-06']);
    const known = await gatherRates([day('2026-11-05')], gathering, noDeadline());
    const used = day('2026-11-04');
    expect(known.get(day('2026-11-05'))).toMatchObject({ dollars: `1.${used}`, units: `${used}` });
    expect(world.asked).toEqual(['USD+JPY 2025-12-25 2026-11-20']);
  });

  it('are none where the newest is more than seven days old', async () => {
    const { tell } = createWorld({ publishedTo: '2026-11-06' });
    expect(await tell('2026-11-13', '2026-11-14')).toEqual(['2026-11-06', 'not-published']);
  });

  it('that has not come are those of now, as far as they are not too old for it', async () => {
    const { world, tell } = createWorld();
    expect(await tell('2026-11-26', '2026-11-27')).toEqual(['2026-11-19', 'not-published']);
    expect(world.asked).toEqual(['USD 2025-12-25 2026-11-20']);
  });
});

describe('what is asked', () => {
  it('is a year, with a week on either side: no day of a payment', async () => {
    const { world, tell } = createWorld();
    await tell('2025-12-31', '2026-01-01', '2026-01-02', '2026-03-04');
    expect(world.asked).toEqual(['USD 2024-12-25 2026-01-07', 'USD 2025-12-25 2026-11-20']);
  });

  it('is never asked again of a day of which all is known', async () => {
    const { world, tell } = createWorld();
    await tell('2026-11-07', '2026-11-19');
    world.nowMs = NOON('2027-06-01');
    expect(await tell('2026-11-07', '2026-11-19')).toEqual(['2026-11-06', '2026-11-19']);
    expect(world.asked).toHaveLength(1);
  });

  it('is asked again after an hour of a day of which the rate may still come', async () => {
    const { world, tell } = createWorld();
    expect(await tell('2026-11-20')).toEqual(['2026-11-19']);
    world.publishedTo = '2026-11-20';
    world.nowMs += HOUR_MS - 1;
    expect(await tell('2026-11-20')).toEqual(['2026-11-19']);
    world.nowMs += 2;
    expect(await tell('2026-11-20')).toEqual(['2026-11-20']);
    expect(world.asked).toHaveLength(2);
  });

  it('is nothing while nobody may be asked; what was kept counts as far as it is known to be newest', async () => {
    const { world, tell } = createWorld();
    world.isOffline = true;
    expect(await tell('2026-11-05')).toEqual(['not-kept']);
    world.isOffline = false;
    await tell('2026-11-05');
    world.isOffline = true;
    world.nowMs = NOON('2026-12-20');
    // Asked at noon of the 20th: what was published on it and on later days nobody here knows.
    expect(await tell('2026-11-05', '2026-11-19', '2026-11-20', '2026-11-21')).toEqual([
      ...['2026-11-05', '2026-11-19', 'not-kept', 'not-kept'],
    ]);
    expect(world.asked).toHaveLength(1);
  });

  it('counts of a weekend once it is over', async () => {
    const { world, tell } = createWorld({ now: '2026-11-16', publishedTo: '2026-11-13' });
    expect(await tell('2026-11-15')).toEqual(['2026-11-13']);
    world.isOffline = true;
    world.nowMs = NOON('2026-12-20');
    expect(await tell('2026-11-15')).toEqual(['2026-11-13']);
  });
});

describe('a source that fails', () => {
  it('is asked once in a run and again in the next', async () => {
    const { world, tell } = createWorld();
    world.fails = new TransportError('host.test did not answer.');
    expect(await tell('2025-03-03', '2026-11-05', '2026-11-06')).toEqual([
      ...['not-answered', 'not-answered', 'not-answered'],
    ]);
    expect(world.asked).toHaveLength(1);
    world.fails = null;
    expect(await tell('2026-11-05')).toEqual(['2026-11-05']);
  });

  it('with an answer of another form is asked once for each year', async () => {
    const { world, tell } = createWorld();
    world.fails = new DecodeError('not as documented');
    await tell('2025-03-03', '2025-03-04', '2026-11-05', '2026-11-06');
    expect(world.asked).toHaveLength(2);
  });

  it('leaves what is kept as it was', async () => {
    const { world, tell } = createWorld();
    await tell('2026-11-05');
    world.fails = new TransportError('host.test did not answer.');
    world.nowMs = NOON('2026-11-25');
    expect(await tell('2026-11-05', '2026-11-24')).toEqual(['2026-11-05', 'not-answered']);
  });

  it('is no reason to hide that the database failed, or that the work was ended', async () => {
    const { world, tell, gathering } = createWorld();
    world.fails = new StoreError('The disk is full.');
    await expect(tell('2026-11-05')).rejects.toThrow('disk is full');
    const ended = new AbortController();
    world.fails = new TransportError('host.test did not answer.');
    ended.abort(new Error('ended by a person'));
    await expect(gatherRates([day('2026-11-05')], gathering, ended.signal)).rejects.toThrow(
      'ended by a person',
    );
  });
});
