import { InputError, StoreError } from '../../core/errors.js';
import type { Decision } from '../../core/verdict.js';
import type { createHistorySearch, HistoryLine } from '../../store/historyStore.js';
import type { HistoryPage, HistoryQuery, HistoryRow } from './work.js';

/** Most rows of a page, whatever is asked for. */
const MOST_ROWS = 200;

/**
 * Some of the record. Order: newest first. What is recorded between two pages moves none of their rows.
 *
 * @throws {InputError} for a cursor that no page gave.
 */
export function listHistory(
  search: ReturnType<typeof createHistorySearch>,
  { cursor, limit, ...query }: HistoryQuery,
): HistoryPage {
  const most = Math.min(MOST_ROWS, Math.max(1, Math.floor(limit)));
  const text = query.text?.trim() ?? '';
  const found = search({
    ...query,
    text: text === '' ? null : text,
    before: cursor === null ? null : parseCursor(cursor),
    limit: most + 1,
  });
  const shown = found.slice(0, most);
  const last = shown.at(-1);
  return {
    rows: shown.map(toRow),
    nextCursor: found.length > most && last !== undefined ? `${last.sequence}` : null,
  };
}

function parseCursor(cursor: string): number {
  if (/^[1-9]\d{0,14}$/.test(cursor)) return Number.parseInt(cursor, 10);
  throw new InputError('The cursor is none that a page gave; begin with the newest page.');
}

function toRow({ sequence: _, ...line }: HistoryLine): HistoryRow {
  return {
    ...line,
    decision: decodeDecision(line.decision),
    complete: line.complete === 1,
    summary: line.summary ?? '',
    address: line.address ?? '',
  };
}

function decodeDecision(text: string): Decision {
  if (text === 'proceed' || text === 'review' || text === 'hold' || text === 'incomplete')
    return text;
  throw new StoreError(
    'The database holds a screening with an unknown decision; restore the file from a copy.',
  );
}
