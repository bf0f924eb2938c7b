import { detectPassThrough } from '../patterns/passThrough.js';
import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import type { SubjectHistory } from './subjectHistory.js';

/** Whether the subject passes on all it gets within days. Context: many pay all into one exchange. */
export function tellPassingOn({ start }: Trace, history: SubjectHistory): Signal[] {
  const { subject, transfers, isWhole } = history;
  if (!isWhole) return [];
  const { assets, nowSeconds } = start;
  const passed = detectPassThrough(subject, { transfers, assets, nowSeconds });
  if (passed === null) return [];
  const count = passed.receivers.length;
  return [
    {
      kind: 'pass-through',
      account: subject,
      sentence: `Within 7 days nearly all that comes here goes on to ${count === 1 ? 'one account' : `${count} accounts`}; whoever pays wages into an exchange account does the same.`,
      attribution: null,
    },
  ];
}
