import { ulid } from 'ulid';
import type { Config } from '../config.js';
import { formatMoment } from '../core/moment.js';
import type { RuleSet } from '../rules/ruleSet.js';
import type { LabelBook } from '../screening/ports.js';
import type { LabelStore } from '../store/labelStore.js';
import type { DatabaseHandle } from '../store/open.js';
import type { VouchStore } from '../store/vouchStore.js';
import { LOCAL_ACTOR } from './access/localActor.js';
import { auditImports } from './auditedImports.js';
import { createLabelApp, type LabelApp, type LabelParts } from './labelApp.js';
import { importBuiltIn } from './labelImports.js';
import { upkeepMeansOf } from './labelUpkeep.js';
import type { AuditLog } from './service/audit.js';
import { createVouching, type Vouching } from './vouching.js';

/** The labels of an application, and what vouches make of them. */
export interface ConnectedLabels {
  readonly app: LabelApp;
  readonly vouching: Vouching;
  /** The claims that are in force at a moment. Units: Unix seconds. */
  readonly openBook: (timeSeconds: number) => LabelBook;
}

/** Brings the labels that are built in up to date, and connects all label sets of a database. */
export function connectLabels(
  db: DatabaseHandle,
  parts: Pick<LabelParts, 'openClient' | 'nowMs'> & {
    readonly config: Config;
    readonly labels: LabelStore;
    readonly vouches: VouchStore;
    readonly audit: AuditLog;
    readonly ruleSet: RuleSet;
    /** A number from 0 up to, not including, 1. */
    readonly random: () => number;
  },
): ConnectedLabels {
  const { config, labels, vouches, audit, ruleSet, openClient, nowMs, random } = parts;
  const { builtIn: withBuiltIn, feeds } = config.labels;
  const audited = auditImports(labels, { db, audit, by: null });
  if (withBuiltIn) importBuiltIn(audited, nowMs);
  const openBook = (timeSeconds: number): LabelBook => {
    const iso = formatMoment(timeSeconds);
    const day = iso.slice(0, 10);
    return vouches.answer(labels.openBook({ day, withBuiltIn }), { iso, day });
  };
  return {
    openBook,
    app: createLabelApp({
      ...{ labels: audited, audit, feeds, ruleSet, openBook, openClient, nowMs },
      ownImports: auditImports(labels, { db, audit, by: LOCAL_ACTOR }),
      upkeep: upkeepMeansOf(config),
    }),
    vouching: createVouching({
      ...{ db, vouches, audit, nowMs },
      newId: () => ulid(nowMs(), random),
      openBook: () =>
        labels.openBook({
          day: formatMoment(Math.floor(nowMs() / 1000)).slice(0, 10),
          withBuiltIn,
        }),
    }),
  };
}
