import { ulid } from 'ulid';
import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import type { RedFlagAnswerWord, RedFlagList } from '../../core/redFlag.js';
import { atomically } from '../../store/atomically.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createPayeeStore, type StoredPayee } from '../../store/payeeStore.js';
import { createRedFlagStore, type StoredRedFlagAnswer } from '../../store/redFlagStore.js';
import { assertMay } from '../access/accessMeans.js';
import { keepText } from '../payees/payeeTextsKept.js';
import { createAuditLog } from '../service/createAuditLog.js';
import type { RedFlagAnswer, RedFlags } from './redFlags.js';

/**
 * The checklist over a database.
 *
 * Units: `nowMs` gives Unix time in milliseconds; `random` gives cryptographically random bytes.
 */
export function createRedFlags(
  db: DatabaseHandle,
  parts: {
    readonly list: RedFlagList;
    readonly nowMs: () => number;
    readonly random: (size: number) => Uint8Array;
  },
): RedFlags {
  const { list, nowMs, random } = parts;
  const payees = createPayeeStore(db);
  const store = createRedFlagStore(db);
  const audit = createAuditLog(db, { nowMs });
  const newId = () => ulid(nowMs(), () => (random(1)[0] ?? 0) / 256);
  return {
    listCautions: () => list.caution,
    listFlags: () => list.flags,
    listAnswers: (payeeId) => {
      const newest = store.listNewest(payeeId);
      return list.flags.flatMap(({ id }) => {
        const answer = newest.find(({ flagId }) => flagId === id);
        return answer === undefined ? [] : [toAnswer(answer)];
      });
    },
    listHistory: (payeeId, flagId) => store.listAnswers(payeeId, flagId).map(toAnswer),
    countAnswers: (span) => {
      const given = store.listBetween(span);
      const count = (word: RedFlagAnswerWord) =>
        given.filter(({ answer }) => answer === word).length;
      return {
        ...{ seen: count('seen'), notSeen: count('not-seen') },
        notApplicable: count('not-applicable'),
        payeeIds: [...new Set(given.map(({ payeeId }) => payeeId))].sort(),
      };
    },
    answer: (payeeId, given, by) => {
      assertMay(by, 'payees');
      const parsed = given.map(({ note, ...rest }) => ({ ...rest, note: keepText(note, 'note') }));
      for (const { flagId } of parsed) assertKnown(flagId, list);
      return atomically(db, () => {
        assertAnswerable(payees.readPayee(payeeId));
        return parsed.map((answer) => {
          const answeredAt = formatMoment(Math.floor(nowMs() / 1000));
          const ids = { answerId: newId(), payeeId, answeredAt, answeredBy: by.personId };
          store.insertAnswer({ ...answer, ...ids });
          audit.append({ actor: by, action: 'red-flag-answered', subjectId: ids.answerId });
          return toAnswer({ ...answer, ...ids });
        });
      });
    },
  };
}

function assertKnown(flagId: string, { flags }: RedFlagList): void {
  if (!flags.some(({ id }) => id === flagId)) {
    throw new InputError('No red flag has this id; the list of red flags has theirs.');
  }
}

function assertAnswerable(payee: Pick<StoredPayee, 'mergedInto'> | null): void {
  if (payee === null) {
    throw new InputError('No payee has this id; the list of payees has theirs.');
  }
  if (payee.mergedInto !== null) {
    throw new InputError('This payee was merged into another one; answer for that one.');
  }
}

function toAnswer(stored: StoredRedFlagAnswer): RedFlagAnswer {
  const { answerId: id, flagId, answer, note, answeredAt: at, answeredBy: by } = stored;
  return { id, flagId, answer, note, at, by };
}
