import type { AskedRoute } from './decodeBody.js';
import { redirectError } from './refusals.js';

/** Redirects that one request follows. */
export const MAX_REDIRECTS = 3;

/**
 * Where an answer sends its request, or null when it is no redirect.
 *
 * @throws {DecodeError} for a redirect that is not followed: to no address, off its protocol, to
 * another host unless that is allowed.
 */
export function redirectOf(
  reply: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
  asked: AskedRoute & {
    readonly target: URL;
    readonly redirects?: 'same-host' | 'any-host' | undefined;
  },
): URL | null {
  const { location } = reply.headers;
  if (!/^30[12378]$/.test(String(reply.status)) || location === undefined) return null;
  const { target } = asked;
  if (!URL.canParse(location, target.href)) throw redirectError(asked, 'redirects to no address');
  const next = new URL(location, target.href);
  if (next.protocol !== target.protocol) throw redirectError(asked, 'redirects off its protocol');
  if (next.host !== target.host && asked.redirects !== 'any-host') {
    throw redirectError(asked, 'redirects to another host');
  }
  return next;
}
