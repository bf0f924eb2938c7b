import type { Decision } from '../core/verdict.js';
import type { ScreeningDocument } from './document.js';
import { formatMoment } from './format.js';

/** What a decision means for the payment, in a few words. */
export const DECISION_WORDS: Readonly<Record<Decision, string>> = {
  proceed: 'the policy lets this payment go ahead',
  review: 'do not pay yet; one named person has to look at it',
  hold: 'do not pay',
  incomplete: 'do not pay yet; not everything was seen',
};

/** When a wallet was screened, as of when, and until when the verdict is valid. */
export function tellTimes(document: ScreeningDocument, zone: string): string {
  return [
    `At: ${formatMoment(document.screenedAt, zone)}`,
    document.asOf === null ? '' : `, as of ${formatMoment(document.asOf, zone)}`,
    `; ${validity(document)} ${formatMoment(document.validUntil, zone)}`,
  ].join('');
}

/** One account that was screened: its address, chain, name and kind. */
export function tellSubject({
  address,
  chain,
  ensName,
  accountKind,
}: ScreeningDocument['subjects'][number]): string {
  const name = ensName === null ? '' : `, the address of ${ensName}`;
  const kind = accountKind === 'contract' ? ' (a contract)' : '';
  return `${address} on ${chain}${name}${kind}`;
}

function validity({ screenedAt, validUntil }: ScreeningDocument): string {
  return Date.parse(validUntil) > Date.parse(screenedAt)
    ? 'valid until'
    : 'not valid for a payment now, only until';
}

/** Whether all that the policy requires was seen. */
export function tellCompleteness(document: ScreeningDocument): string {
  if (document.signals.some(({ kind }) => kind === 'custodial')) {
    return 'Not traced: the money of many moves through such an address.';
  }
  return document.complete
    ? 'Complete: everything that the policy requires was seen.'
    : 'Not complete: something that the policy requires was not seen; see below.';
}
