import { formatCanonicalJson, type JsonValue } from '../../core/canonicalJson.js';
import { isList, isMembers } from '../../desk/summary/differences.js';
import { erasePayee, rowsAbout } from '../../desk/summary/erasePayee.js';
import { createKeptMonthStore } from '../../store/keptMonthStore.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createSignOffStore } from '../../store/signOffStore.js';
import type { Forgetting, PayeeRecords } from '../payees/payeePorts.js';
import { digestOf } from '../records.js';
import type { AuditLog } from '../service/audit.js';
import { erasureMark, isAsWritten, keptPlace } from './writtenText.js';

/**
 * What kept and signed months say of payees, for the export of all that is kept of them. Of a payee that is
 * deleted the texts are erased out of the months, which say so from then on; the digests with which they
 * were kept and signed stay, and a mark in the audit log tells what was left.
 *
 * Edge: a text that is not the one that was written is erased all the same and gets no mark, so that whoever
 * reads it is told as before that it was changed.
 */
export function monthRecords(
  db: DatabaseHandle,
  audit: Pick<AuditLog, 'append' | 'has'>,
): PayeeRecords {
  const listTexts = createMonthTexts(db);
  return {
    name: 'months',
    collect: ({ payeeIds }) =>
      listTexts().flatMap(({ read, month, version }) => {
        const text = read();
        if (text === null || !payeeIds.some((id) => text.includes(id))) return [];
        const { payments, overrides } = rowsAbout(parse(text), payeeIds);
        if (payments.length + overrides.length === 0) return [];
        return [{ month, version, payments, overrides }];
      }),
    forget: (payeeId, forgetting) => {
      for (const { read, replace, place, digest } of listTexts()) {
        const text = read();
        if (text === null) continue;
        const left = leftOf(text, payeeId, forgetting);
        if (left === null) continue;
        const isWhole = isAsWritten({ place, digest, text }, audit);
        replace(left);
        if (!isWhole) continue;
        const subjectId = erasureMark({ place, digest, text: left });
        audit.append({ actor: forgetting.by, action: 'month-erased', subjectId });
      }
    },
  };
}

/** A text of a month. `version` is null for what was kept. */
interface MonthText {
  readonly month: string;
  readonly version: number | null;
  readonly place: string;
  readonly digest: string;
  /** One at a time: each may be large. */
  readonly read: () => string | null;
  readonly replace: (text: string) => void;
}

function createMonthTexts(db: DatabaseHandle): () => readonly MonthText[] {
  const kept = createKeptMonthStore(db);
  const signed = createSignOffStore(db);
  return () => [
    ...kept.list().map(({ month, modelDigest }) => ({
      ...{ month, version: null, place: keptPlace(month), digest: modelDigest },
      read: () => kept.readModel(month),
      replace: (text: string) => kept.replaceModel(month, text),
    })),
    ...signed.listAll().map(({ id, month, version, modelDigest }) => ({
      ...{ month, version, place: id, digest: modelDigest },
      read: () => signed.readModel(month, version),
      replace: (text: string) => signed.replaceModel(id, text),
    })),
  ];
}

/** What is left of a text; null where it says nothing of the payee. */
function leftOf(text: string, payeeId: string, { at, by, words }: Forgetting): string | null {
  const { model, rows } = erasePayee(parse(text), { payeeId, words });
  if (rows === 0 || !isMembers(model)) return null;
  const { erasures = [] } = model;
  const erasure = { at, by: by.personId, payeeId, rows, digestBefore: digestOf(text) };
  return formatCanonicalJson({
    ...model,
    erasures: [...(isList(erasures) ? erasures : []), erasure],
  });
}

function parse(text: string): JsonValue {
  // Whatever JSON holds is a value of it.
  const value: JsonValue = JSON.parse(text);
  return value;
}
