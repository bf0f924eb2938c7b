import { accountsToLookUp, parseSubject, refuseSecret } from '../chains/registry.js';
import type { Attribution } from '../core/attribution.js';
import { canBeVouched } from '../core/claims.js';
import { InputError } from '../core/errors.js';
import { formatMoment, parseMoment, SECONDS_PER_DAY } from '../core/moment.js';
import type { StoredVouch } from '../core/vouch.js';
import type { LabelBook } from '../screening/ports.js';
import { atomically } from '../store/atomically.js';
import type { DatabaseHandle } from '../store/open.js';
import type { VouchStore } from '../store/vouchStore.js';
import { LOCAL_ACTOR } from './access/localActor.js';
import type { AuditLog } from './service/audit.js';

/** A vouch ends by itself after this many days at most: what nobody looks at again is no vouch. */
const MOST_DAYS = 366;

/** What a person vouches for. */
export interface VouchWish {
  readonly address: string;
  readonly reason: string;
  readonly author: string;
  /** The last day on which it is to hold. */
  readonly until: string;
}

/** Making, withdrawing and listing vouches. */
export interface Vouching {
  /** @throws {InputError} where nothing about the address can be vouched for, or the wish is unfit. */
  vouch(wish: VouchWish): {
    readonly vouch: StoredVouch;
    /** The claims that it lowers. */
    readonly answered: readonly Attribution[];
    /** Claims about the address that no vouch lowers. */
    readonly kept: readonly Attribution[];
  };
  /** @throws {InputError} for a vouch that is not known or was withdrawn already. */
  unvouch(wish: { readonly vouchId: string; readonly author: string }): StoredVouch;
  /** Every vouch ever made. Order: oldest first. */
  list(): readonly StoredVouch[];
}

/** Vouching over a store; it is the command line's alone. */
export function createVouching(parts: {
  readonly db: DatabaseHandle;
  readonly vouches: VouchStore;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly nowMs: () => number;
  readonly newId: () => string;
  /** The claims of the sets as they are now, without any vouch. */
  readonly openBook: () => LabelBook;
}): Vouching {
  const { db, vouches, audit, nowMs, newId, openBook } = parts;
  const nowSeconds = () => Math.floor(nowMs() / 1000);
  return {
    vouch: ({ address, reason, author, until }) => {
      const accounts = accountsToLookUp(parseSubject(address));
      const [account] = accounts;
      const claims = [...new Set(accounts.flatMap(openBook().readClaims))];
      const answered = claims.filter(canBeVouched);
      if (account === undefined || answered.length === 0) {
        throw new InputError(
          'Nothing about this address can be vouched for: a vouch lowers claims of researchers and vendors only, never those of a sanctions list or a government. "hopsight labels show" prints every claim.',
        );
      }
      const wish = {
        ...{ vouchId: newId(), madeAt: formatMoment(nowSeconds()), account, claims: answered },
        until: parseUntil(until, nowSeconds()),
        author: filled(author, 'author'),
        reason: filled(reason, 'reason'),
      };
      const vouch = atomically(db, () => {
        const subjectId = wish.vouchId;
        audit.append({ actor: LOCAL_ACTOR, action: 'vouch-made', subjectId });
        return vouches.appendVouch(wish);
      });
      const kept = claims.filter((claim) => claim.use === 'exposure' && !canBeVouched(claim));
      return { vouch, answered, kept };
    },
    unvouch: ({ vouchId, author }) => {
      const wish = {
        vouchId,
        madeAt: formatMoment(nowSeconds()),
        author: filled(author, 'author'),
      };
      return atomically(db, () => {
        const withdrawn = vouches.appendWithdrawal(wish);
        const subjectId = withdrawn.vouchId;
        audit.append({ actor: LOCAL_ACTOR, action: 'vouch-withdrawn', subjectId });
        return withdrawn;
      });
    },
    list: () => vouches.listVouches(),
  };
}

function filled(text: string, what: 'author' | 'reason'): string {
  const trimmed = text.trim();
  if (trimmed === '') throw new InputError(`The ${what} of a vouch must not be blank.`);
  refuseSecret(trimmed, `${what} of a vouch`);
  return trimmed;
}

function parseUntil(text: string, nowSeconds: number): string {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseMoment(text) : null;
  if (moment === null) {
    throw new InputError('The option --until takes a day such as 2026-12-31.');
  }
  if (moment < nowSeconds - (nowSeconds % SECONDS_PER_DAY)) {
    throw new InputError('The day of --until is over already.');
  }
  if (moment > nowSeconds + MOST_DAYS * SECONDS_PER_DAY) {
    throw new InputError(
      `A vouch holds for ${MOST_DAYS} days at most; name an earlier day, and look at the claim again then.`,
    );
  }
  return text;
}
