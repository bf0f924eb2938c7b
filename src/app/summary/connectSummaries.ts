import type { Config } from '../../config.js';
import { createKeptMonthStore } from '../../store/keptMonthStore.js';
import { createMonthChecks } from '../../store/monthChecks.js';
import { createConfirmedSets, createEntityClaims } from '../../store/monthLabels.js';
import { createMonthRoster } from '../../store/monthRoster.js';
import { createMonthScreenings } from '../../store/monthScreenings.js';
import type { DatabaseHandle } from '../../store/open.js';
import { readTogether } from '../../store/readTogether.js';
import { createSignOffStore } from '../../store/signOffStore.js';
import { createMonthlySummaries } from './createMonthlySummaries.js';
import { createEarlierMonths } from './earlierMonths.js';
import { createWorth, tellPriceSource, type WorthMeans } from './gatherWorth.js';
import type { MonthlySummaries } from './monthlySummaries.js';
import type { SummaryMeans } from './summaryMeans.js';

/** What months are summarised with, of an application. */
export interface SummaryParts
  extends Pick<
      SummaryMeans,
      'assets' | 'paid' | 'roster' | 'audit' | 'judging' | 'countRedFlags' | 'nowMs'
    >,
    Pick<WorthMeans, 'cache' | 'connect' | 'prices' | 'rateCache'> {
  readonly config: Config;
}

/** The monthly summaries of an application. */
export function connectSummaries(db: DatabaseHandle, parts: SummaryParts): MonthlySummaries {
  const { config, prices } = parts;
  return createMonthlySummaries({
    ...parts,
    ...{ zone: config.timeZone, currency: config.currency },
    priceSource: tellPriceSource(config, prices),
    checks: createMonthChecks(db),
    screenings: createMonthScreenings(db),
    payees: createMonthRoster(db),
    listConfirmed: createConfirmedSets(db),
    listEntityClaims: createEntityClaims(db),
    readEarlier: createEarlierMonths({
      ...{ signOffStore: createSignOffStore(db), kept: createKeptMonthStore(db) },
    }),
    readTogether: (read) => readTogether(db, read),
    gatherWorth: createWorth({ ...parts, currency: config.currency, rates: config.rates }),
  });
}
