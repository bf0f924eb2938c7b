import { parseSubject, type ResolvedAddress } from '../chains/registry.js';
import { readSubjectText, type SubjectText } from '../chains/subjectText.js';
import { InputError } from '../core/errors.js';
import type { PayTimeQuestions } from './payTime/payTimeQuestions.js';
import type { ScreenRequest } from './screenRequest.js';

/** An address, and the ENS name by which it was given; null where it was given itself. */
export interface NamedAddress {
  readonly resolved: ResolvedAddress;
  readonly ensName: string | null;
}

/**
 * What a text that is to be screened gives, before any chain is asked.
 *
 * @throws {InputError} for what can be neither, and for a name where no chain can be asked about it as
 * of then.
 */
export function readScreenable({
  text,
  asOf,
  offline,
}: Pick<ScreenRequest, 'text' | 'asOf' | 'offline'>): SubjectText {
  const read = readSubjectText(text);
  if (read.kind === 'address') return read;
  if (offline) {
    throw new InputError(
      'A name has to be resolved on Ethereum, and --offline asks nobody; give the address itself, or leave out --offline.',
      { looksLike: 'name' },
    );
  }
  if (asOf !== null) {
    throw new InputError(
      'A name stands for what it stands for now, which need not be what it stood for then; give the address itself for an earlier moment.',
      { looksLike: 'name' },
    );
  }
  return read;
}

/**
 * The address that a text gives, or stands for now.
 *
 * Edge: a name gives its address on Ethereum, which is the same key on every EVM chain.
 * Blind spot: on another chain a name may have another address; wallets differ in which one they take.
 *
 * @throws {InputError} for a name that stands for nothing. @throws {SourceError} when nobody can tell.
 */
export async function resolveScreenable(
  read: SubjectText,
  resolveName: PayTimeQuestions['resolveName'],
  signal: AbortSignal,
): Promise<NamedAddress> {
  if (read.kind === 'address') return { resolved: read.resolved, ensName: null };
  const { name, address } = await resolveName(read.name, signal);
  return { resolved: parseSubject(address), ensName: name };
}
