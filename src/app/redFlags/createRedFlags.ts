import { refuseSecret } from '../../chains/registry.js';
import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import type { RedFlagList } from '../../core/redFlag.js';
import { atomically } from '../../store/atomically.js';
import type { DatabaseHandle } from '../../store/open.js';
import { createRedFlagStore, type StoredRedFlagAnswer } from '../../store/redFlagStore.js';
import { assertMay } from '../access/accessMeans.js';
import type { Payees } from '../payees/payees.js';
import type { AuditLog } from '../service/audit.js';
import type { RedFlagAnswer, RedFlags } from './redFlags.js';

/** What the checklist works with. */
export interface RedFlagMeans {
  readonly db: DatabaseHandle;
  readonly list: RedFlagList;
  readonly payees: Pick<Payees, 'read'>;
  readonly audit: Pick<AuditLog, 'append'>;
  /** Units: milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly newId: () => string;
}

/** Longest note. Units: characters. */
const MOST_CHARACTERS = 2000;

/** The checklist over a database. */
export function createRedFlags(means: RedFlagMeans): RedFlags {
  const { db, list, audit, nowMs, newId } = means;
  const store = createRedFlagStore(db);
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
    answer: (payeeId, { flagId, answer, note: text }, by) => {
      assertMay(by, 'payees');
      if (!list.flags.some(({ id }) => id === flagId)) {
        throw new InputError('No red flag has this id; the list of red flags has theirs.');
      }
      const note = parseNote(text);
      return atomically(db, () => {
        assertAnswerable(means.payees.read(payeeId));
        const given: StoredRedFlagAnswer = {
          ...{ answerId: newId(), payeeId, flagId, answer, note, answeredBy: by.personId },
          answeredAt: formatMoment(Math.floor(nowMs() / 1000)),
        };
        store.insertAnswer(given);
        audit.append({ actor: by, action: 'red-flag-answered', subjectId: given.answerId });
        return toAnswer(given);
      });
    },
  };
}

function assertAnswerable(payee: ReturnType<Payees['read']>): void {
  if (payee === null) {
    throw new InputError('No payee has this id; the list of payees has theirs.');
  }
  if (payee.mergedInto !== null) {
    throw new InputError('This payee was merged into another one; answer for that one.');
  }
}

function parseNote(text: string): string {
  const note = text.trim();
  if (note.length > MOST_CHARACTERS) {
    throw new InputError(`A note has ${MOST_CHARACTERS} characters at most; make it shorter.`);
  }
  refuseSecret(note, 'note');
  return note;
}

function toAnswer(stored: StoredRedFlagAnswer): RedFlagAnswer {
  const { flagId, answer, note, answeredAt: at, answeredBy: by } = stored;
  return { flagId, answer, note, at, by };
}
