import { formatCanonicalJson, type JsonValue } from '../../core/canonicalJson.js';
import { InputError, StoreError } from '../../core/errors.js';
import { isObject } from '../../core/jsonFields.js';
import { formatMoment } from '../../core/moment.js';
import type { Actor } from '../../core/role.js';
import { type Difference, figuresOf, findDifferences } from '../../desk/summary/differences.js';
import { monthOf } from '../../report/format.js';
import { atomically } from '../../store/atomically.js';
import type { DatabaseHandle } from '../../store/open.js';
import type { SignOffStore, StoredSignOff } from '../../store/signOffStore.js';
import { assertDecidingPerson } from '../payments/decidingPerson.js';
import { digestOf } from '../records.js';
import type { AuditLog } from '../service/audit.js';
import { isAsWritten } from './writtenText.js';

/** A month as it was signed, and what differs from the version before; nothing in the first. */
export interface SignedMonth extends StoredSignOff {
  /** Null where the model of either version was erased, so that it cannot be told. */
  readonly differences: readonly Difference[] | null;
}

/** Months that somebody answers for. */
export interface SignOffs {
  /**
   * Freezes a month: who signed it, when, the model word for word, and the head of the audit log in it.
   * Over other figures than last time it is the next version.
   *
   * `modelJson` is the canonical JSON of a `MonthlySummary`.
   *
   * @throws {InputError} for who may not, a token or nobody named; for a text that is not the canonical
   * summary of this month, or one over another audit log; for a month that is not over; where a payee was
   * deleted since it was made; where nothing changed since it was signed.
   */
  readonly sign: (month: string, modelJson: string, by: Actor) => SignedMonth;
  /** Order: newest version first; empty where nobody signed it. */
  readonly list: (month: string) => readonly SignedMonth[];
  /** The same without what differs, which takes long to tell of a large month. */
  readonly listSigned: (month: string) => readonly StoredSignOff[];
  /**
   * The model of a version, word for word but for what was erased out of it, which it tells; null where
   * there is none, or all of it was erased.
   *
   * @throws {StoreError} where it is not the text that was signed.
   */
  readonly readModel: (month: string, version: number) => string | null;
}

/** What months are signed with. Units: `nowMs` gives Unix time in milliseconds. */
export interface SignOffMeans {
  /** The handle of the store and of the audit log. */
  readonly db: DatabaseHandle;
  readonly store: SignOffStore;
  readonly audit: Pick<AuditLog, 'append' | 'readHashAt' | 'has'>;
  readonly nowMs: () => number;
  readonly newId: () => string;
}

/** Signed months over a store. */
export function createSignOffs(means: SignOffMeans): SignOffs {
  const { db, store, audit, nowMs, newId } = means;
  const readModel = (month: string, version: number): string | null => {
    const text = store.readModel(month, version);
    const signed = store.listSignOffs(month).find((one) => one.version === version);
    if (text === null || signed === undefined) return text;
    const written = { place: signed.id, digest: signed.modelDigest, text };
    if (isAsWritten(written, audit)) return text;
    throw new StoreError(
      'The summary that was signed is not the text that is kept now: it was changed. Compare it with the file that was handed out.',
      { month, version },
    );
  };
  const tell = (signed: StoredSignOff): SignedMonth => {
    const { month, version } = signed;
    if (version === 1) return { ...signed, differences: [] };
    const [before, now] = [readModel(month, version - 1), readModel(month, version)];
    if (before === null || now === null) return { ...signed, differences: null };
    return { ...signed, differences: findDifferences(parseJson(before), parseJson(now)) };
  };
  return {
    sign: (month, modelJson, by) => {
      assertDecidingPerson(by, 'signs a month');
      const signedAt = formatMoment(Math.floor(nowMs() / 1000));
      const { model, auditRows, auditHash } = readSummary(modelJson, { month, nowIso: signedAt });
      const figuresDigest = digestOf(formatCanonicalJson(figuresOf(model)));
      return atomically(db, () => {
        if (audit.readHashAt(auditRows) !== auditHash) {
          throw new InputError(
            'The audit log does not have the head that this summary tells; make the summary anew, and verify the log.',
          );
        }
        if (audit.has({ after: auditRows, action: 'payee-deleted', subjectId: null })) {
          throw new InputError(
            'A payee was deleted since this summary was made, who may stand in it; make it anew.',
          );
        }
        const [newest] = store.listSignOffs(month);
        if (newest?.figuresDigest === figuresDigest) {
          throw new InputError(
            `Nothing changed since version ${newest.version} of ${month} was signed.`,
          );
        }
        const signed = {
          ...{ id: newId(), month, version: (newest?.version ?? 0) + 1, signedAt },
          ...{ signedBy: by.personId, modelDigest: digestOf(modelJson), figuresDigest },
          ...{ auditRows, auditHash },
        };
        store.addSignOff(signed, modelJson);
        audit.append({ actor: by, action: 'month-signed', subjectId: signed.id });
        return tell(signed);
      });
    },
    list: (month) => store.listSignOffs(month).map(tell),
    listSigned: store.listSignOffs,
    readModel,
  };
}

/** @throws {InputError} which says why it cannot be signed. */
function readSummary(
  text: string,
  { month, nowIso }: { readonly month: string; readonly nowIso: string },
): {
  readonly model: JsonValue;
  readonly auditRows: number;
  readonly auditHash: string | null;
} {
  const model = parseJson(text);
  if (!isObject(model) || formatCanonicalJson(model) !== text) {
    throw new InputError(
      'What is signed is the canonical JSON of a summary; give it as it was made.',
    );
  }
  const { audit, zone, isRunning } = model;
  if (
    !/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month) ||
    model.month !== month ||
    typeof zone !== 'string' ||
    !isObject(audit)
  ) {
    throw new InputError(`What is to be signed is no summary of ${month}.`);
  }
  if (isRunning !== false || month >= monthOf(nowIso, zone)) {
    throw new InputError(`The month ${month} is not over yet; sign it once it is.`);
  }
  const { rows, headHash } = audit;
  if (typeof rows !== 'number' || !(typeof headHash === 'string' || headHash === null)) {
    throw new InputError('The summary does not tell the head of the audit log; make it anew.');
  }
  return { model, auditRows: rows, auditHash: headHash };
}

function parseJson(text: string): JsonValue {
  try {
    // Whatever JSON holds is a value of it.
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
