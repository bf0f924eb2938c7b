import type { JsonValue } from '../../core/canonicalJson.js';
import { foldCase } from '../payees/payeeTexts.js';
import { ERASED } from './decidedByPeople.js';
import { isList, isMembers } from './differences.js';

/** Whose texts are to go. */
export interface ErasedPayee {
  readonly payeeId: string;
  /** References and names that they ever had. */
  readonly words: readonly string[];
}

/** What is left of a summary, and how many of its rows are not as they were. */
export interface ErasedSummary {
  readonly model: JsonValue;
  readonly rows: number;
}

/** Shorter words stand in sentences that are about somebody else. Units: characters. */
const SHORTEST_WORD = 3;

/**
 * A summary without what it says of a payee in words: their reference and their invoices, why something
 * was decided about them, and every other such reason that names them. Amounts, accounts, decisions and
 * ids stay, so that all figures stay what they are.
 *
 * Edge: a reason that has one of their words is erased whole; words of one or two characters are looked
 * for in no reason. Who approved a payment stays, for that is somebody of the company.
 */
export function erasePayee(model: JsonValue, { payeeId, words }: ErasedPayee): ErasedSummary {
  if (!isMembers(model)) return { model, rows: 0 };
  let rows = 0;
  const blank = (row: JsonValue, names: readonly string[]): JsonValue => {
    if (!isMembers(row)) return row;
    const told = names.filter((name) => typeof row[name] === 'string' && row[name] !== ERASED);
    if (told.length === 0) return row;
    rows += 1;
    return { ...row, ...Object.fromEntries(told.map((name) => [name, ERASED])) };
  };
  const isOwn = (row: JsonValue) => isMembers(row) && row.payeeId === payeeId;
  const folded = words.map(foldCase).filter((word) => word.length >= SHORTEST_WORD);
  const payments = rowsOf(model, 'payments').map((row) =>
    isOwn(row) ? blank(row, ['payeeReference', 'invoice']) : row,
  );
  const overrides = rowsOf(model, 'overrides').map((row) =>
    isOwn(row) || namesOne(row, folded) ? blank(row, ['reason']) : row,
  );
  const unscreened = (row: JsonValue) => (isOwn(row) ? blank(row, ['reference']) : row);
  const covered =
    model.coverage === undefined ? {} : { coverage: mapUnscreened(model.coverage, unscreened) };
  if (rows === 0) return { model, rows };
  return { model: { ...model, payments, overrides, ...covered }, rows };
}

/** Coverage names whom it lacks, among those who were paid and on the roster. Edge: its first version named none. */
function mapUnscreened(coverage: JsonValue, map: (row: JsonValue) => JsonValue): JsonValue {
  if (!isMembers(coverage)) return coverage;
  const parts = Object.entries(coverage).map(([name, part]): readonly [string, JsonValue] => {
    if (!isMembers(part) || !isList(part.unscreened ?? null)) return [name, part];
    return [name, { ...part, unscreened: rowsOf(part, 'unscreened').map(map) }];
  });
  return Object.fromEntries(parts);
}

/** What a summary says of payees. Order: as it stands there. */
export function rowsAbout(
  model: JsonValue,
  payeeIds: readonly string[],
): { readonly payments: readonly JsonValue[]; readonly overrides: readonly JsonValue[] } {
  const ids = new Set<JsonValue>(payeeIds);
  const of = (name: string) =>
    rowsOf(model, name).filter((row) => isMembers(row) && ids.has(row.payeeId ?? null));
  return { payments: of('payments'), overrides: of('overrides') };
}

function rowsOf(model: JsonValue, name: string): readonly JsonValue[] {
  const list = isMembers(model) ? (model[name] ?? null) : null;
  return isList(list) ? list : [];
}

function namesOne(row: JsonValue, folded: readonly string[]): boolean {
  if (!isMembers(row) || typeof row.reason !== 'string') return false;
  const text = foldCase(row.reason);
  return folded.some((word) => hasWord(text, word));
}

/** Whether a word stands in a text by itself, and not within a longer one. */
function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = [text.slice(0, at).slice(-2), text.slice(at + word.length).slice(0, 2)] as const;
    if (!/[\p{L}\p{N}]$/u.test(around[0]) && !/^[\p{L}\p{N}]/u.test(around[1])) return true;
  }
  return false;
}
