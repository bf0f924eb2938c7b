import type { Account } from '../../core/account.js';
import type { Attribution } from '../../core/attribution.js';
import type { LabelBook } from '../../screening/ports.js';

/** The same answers, each asked for once. */
export function remember<Answer>(ask: (account: Account) => Answer): (account: Account) => Answer {
  const known = new Map<Account, { readonly answer: Answer }>();
  return (account) => {
    const found = known.get(account) ?? { answer: ask(account) };
    known.set(account, found);
    return found.answer;
  };
}

/** The claims that are in force now, each read once. */
export function claimsNow({
  openBook,
  nowMs,
}: {
  /** Units: Unix seconds. */
  readonly openBook: (timeSeconds: number) => LabelBook;
  /** The present time. Units: milliseconds since 1970. */
  readonly nowMs: () => number;
}): (account: Account) => readonly Attribution[] {
  const book = openBook(Math.floor(nowMs() / 1000));
  return remember((account) => book.readClaims(account));
}
