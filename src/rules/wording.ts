import type { Fraction } from '../core/amount.js';
import type { Attribution } from '../core/attribution.js';
import type { Exposure } from '../core/exposure.js';

/**
 * A share as a percentage with as many digits as a reader needs.
 *
 * Edge: a positive share never reads as zero, and what is not the whole never as all of it.
 */
export function formatPercent(share: Fraction): string {
  const hundredths = divideHalfUp(share.numerator * 10_000n, share.denominator);
  if (hundredths === 0n) return share.numerator > 0n ? 'less than 0.01 %' : '0 %';
  const shown = hundredths >= 1_000n ? divideHalfUp(hundredths, 10n) * 10n : hundredths;
  if (shown >= 10_000n && share.numerator < share.denominator) return 'more than 99.9 %';
  return formatHundredths(shown);
}

/**
 * A lower bound in words: `at least 9.08 %`.
 *
 * Edge: rounded down, so that what is said holds.
 */
export function formatAtLeast(share: Fraction): string {
  const hundredths = (share.numerator * 10_000n) / share.denominator;
  if (hundredths === 0n) return 'more than 0 %';
  return `at least ${formatHundredths(hundredths >= 1_000n ? (hundredths / 10n) * 10n : hundredths)}`;
}

/** An upper bound as a percentage. Edge: rounded up, so that what is said holds. */
export function formatAtMost(share: Fraction): string {
  const hundredths = divideUp(share.numerator * 10_000n, share.denominator);
  return formatHundredths(hundredths > 1_000n ? divideUp(hundredths, 10n) * 10n : hundredths);
}

function formatHundredths(shown: bigint): string {
  const decimals = (shown % 100n).toString().padStart(2, '0').replace(/0+$/, '');
  return `${shown / 100n}${decimals === '' ? '' : `.${decimals}`} %`;
}

/** US dollars, whole from 100 upwards and with cents below. */
export function formatUsd(dollars: Fraction): string {
  const cents = divideHalfUp(dollars.numerator * 100n, dollars.denominator);
  if (cents >= 10_000n) return `USD ${group(divideHalfUp(cents, 100n))}`;
  const rest = cents % 100n;
  return `USD ${cents / 100n}${rest === 0n ? '' : `.${rest.toString().padStart(2, '0')}`}`;
}

/**
 * The accounts behind exposures, each claim in the words that its authority allows: only a sanctions
 * list lists; everybody else names, attributes or labels.
 */
export function describeSources(exposures: readonly Exposure[]): string {
  const phrases = [...new Set(exposures.map(({ attribution }) => describeAccount(attribution)))];
  return joinFirst(phrases, 3);
}

/** A claim about the very address that is screened. */
export function describeOwnership(claim: Attribution): string {
  switch (claim.authority) {
    case 'list':
      return claim.delistedOn === null
        ? `${capital(nameList(claim))} lists this very address under ${claim.entity}.`
        : `${capital(nameList(claim))} listed this very address under ${claim.entity} ${describeListing(claim)}. ${describeDelisting(claim)}`;
    case 'government':
      return `This very address was named by a government as one of ${claim.entity}.`;
    case 'researcher':
      return `This very address is attributed to ${claim.entity} by researchers.`;
    case 'vendor':
      return `This very address is labelled ${claim.entity} by a vendor.`;
    case 'own':
      return `This very address is attributed to ${claim.entity} by a label of your own.`;
  }
}

/** When a list held an address that it holds no longer. Edge: from when on is left out where unknown. */
function describeListing({ listedOn, entityListedOn, delistedOn }: Attribution): string {
  const from = listedOn ?? entityListedOn;
  return `${from === null ? '' : `from ${from} `}until ${delistedOn}`;
}

/** What the end of a listing means for whoever deals with the address. */
export function describeDelisting({ delistedOn }: Attribution): string {
  return `It is no longer listed: contact is not prohibited by that listing since ${delistedOn}.`;
}

/** The first texts of a list as one phrase, and how many more there are. */
export function joinFirst(texts: readonly string[], most: number): string {
  if (texts.length > most) {
    return `${texts.slice(0, most).join(', ')} and ${texts.length - most} more`;
  }
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}

function describeAccount(claim: Attribution): string {
  switch (claim.authority) {
    case 'list':
      return claim.delistedOn === null
        ? `an account that ${nameList(claim)} lists under ${claim.entity}`
        : `an account that ${nameList(claim)} listed under ${claim.entity} ${describeListing(claim)}`;
    case 'government':
      return `an account named by a government as one of ${claim.entity}`;
    case 'researcher':
      return `an account attributed to ${claim.entity} by researchers`;
    case 'vendor':
      return `an account labelled ${claim.entity} by a vendor`;
    case 'own':
      return `an account attributed to ${claim.entity} by a label of your own`;
  }
}

function nameList(claim: Attribution): string {
  const origin = `${claim.set} ${claim.source}`;
  return /\bofac\b|\.treas(?:ury)?\.gov/i.test(origin) ? 'OFAC' : 'a sanctions list';
}

function group(whole: bigint): string {
  return whole.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator * 2n + denominator) / (denominator * 2n);
}

function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}

/** A text that begins a sentence. */
export function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
