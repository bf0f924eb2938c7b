import type { Signal } from '../signal.js';
import type { Trace } from '../trace/traceState.js';
import type { SubjectHistory } from './subjectHistory.js';

/** What was left out or cannot be cited: counts, so that nothing vanishes without a word. */
export function tellNoise(trace: Trace, history: SubjectHistory): Signal[] {
  return [...unlisted(trace), ...spoofedTransfers(history), ...missingIds(trace)];
}

function unlisted(trace: Trace): Signal[] {
  if (trace.noise.size === 0) return [];
  return [
    {
      kind: 'noise',
      account: trace.start.subject,
      sentence: `Transfers of unlisted assets that were left out: ${trace.noise.size}. Anyone can make such tokens.`,
      attribution: null,
    },
  ];
}

function spoofedTransfers({ subject, spoofed }: SubjectHistory): Signal[] {
  if (spoofed.length === 0) return [];
  return [
    {
      kind: 'spoofed-transfers',
      account: subject,
      sentence: `Token transfers of nothing that name this wallet as sender and that it did not sign: ${spoofed.length}. Anyone can make such rows; they are no contact.`,
      attribution: null,
    },
  ];
}

function missingIds(trace: Trace): Signal[] {
  const missing = [...trace.facts.values()].filter((fact) => fact.txId === null).length;
  if (missing === 0) return [];
  return [
    {
      kind: 'missing-transaction-ids',
      account: trace.start.subject,
      sentence: `Transfers recorded without a transaction id: ${missing}. They are shown by time and amount.`,
      attribution: null,
    },
  ];
}
