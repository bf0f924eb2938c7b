import type { FastifyReply } from 'fastify';

/** What was done about a payee, by the word that stands in the address of the page afterwards. */
const DONE_WORDS = {
  edited: 'The changes are kept.',
  renamed:
    'The changes are kept. Somebody else has to confirm the wallets again before they are paid.',
  deactivated: 'The payee is deactivated: nothing is paid to them any more.',
  reactivated: 'The payee may be paid again.',
  'not-deleted':
    'There are payments to this payee, and what was paid to whom has to be kept; so the payee is deactivated and not deleted.',
  merged: 'The duplicate is merged into this payee.',
  undone: 'It is taken back; the history tells both.',
  registered: 'The wallet is registered. Somebody else has to confirm it before it is paid.',
  changed: 'The wallet is changed.',
  'changed-again':
    'The wallet is changed. Somebody else has to confirm it again before it is paid.',
  confirmed: 'The wallet is confirmed.',
  ended: 'The wallet is ended; nothing is paid to it any more.',
  asked: 'The text to sign stands at the wallet.',
  proven: 'It is kept at the wallet.',
  answered: 'The answers are kept.',
} as const;

/** What was done, as a word. */
export type DoneWord = keyof typeof DONE_WORDS;

/** Leads on to a page of a payee that tells what was done, so that loading it again does nothing twice. */
export function leadOn(
  reply: FastifyReply,
  to: { readonly payeeId: string; readonly part?: 'red-flags'; readonly done: DoneWord },
): FastifyReply {
  const { payeeId, part, done } = to;
  const path = `/payees/${encodeURIComponent(payeeId)}${part === undefined ? '' : `/${part}`}`;
  return reply.redirect(`${path}?done=${done}`, 303);
}

/** The sentence of a word in an address; null for none, or one that is not known. */
export function readDone(word: string | undefined): string | null {
  const known = Object.entries(DONE_WORDS).find(([one]) => one === word);
  return known?.[1] ?? null;
}
