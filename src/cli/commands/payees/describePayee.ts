import type { PayeeChange } from '../../../app/payees/payees.js';
import { type Payee, type PayeeWallet, type Unpayable, whyUnpayable } from '../../../core/payee.js';
import { type Line, line } from '../../../report/lines.js';

const STATES: Readonly<Record<Unpayable, string>> = {
  unconfirmed: 'waits for a second person to confirm it',
  ended: 'ended',
  'not-yet-valid': 'not valid yet',
  'no-longer-valid': 'no longer valid',
};

/** A payee in one line, for a list. */
export function describePayee({ id, reference, name, deactivatedAt, wallets }: Payee): Line {
  const inUse = wallets.filter(({ endedAt }) => endedAt === null).length;
  const count = inUse === 1 ? '1 wallet' : `${inUse} wallets`;
  const state = deactivatedAt === null ? '' : `, deactivated ${deactivatedAt}`;
  return line(0, `${reference}: ${name}, ${count}${state} (${id})`);
}

/** A payee with everything. `day` is the ISO day for which wallets are judged. */
export function describeWhole(payee: Payee, day: string): Line[] {
  const { id, createdAt, mergedInto, told, wallets } = payee;
  return [
    describePayee(payee),
    line(2, `Registered ${createdAt}, id ${id}`),
    ...(mergedInto === null ? [] : [line(2, `Merged into ${mergedInto}`)]),
    ...(told === '' ? [] : told.split('\n').map((text) => line(2, `Told: ${text}`))),
    ...wallets.flatMap((wallet) => describeWallet(wallet, day)),
  ];
}

/** A wallet with its proofs. `day` is the ISO day for which it is judged. */
export function describeWallet(wallet: PayeeWallet, day: string): Line[] {
  const { id, address, ensName, chains, custody, validFrom, validUntil, proofs } = wallet;
  const problem = whyUnpayable(wallet, day);
  const name = ensName === null ? '' : ` (${ensName})`;
  const days = `${validFrom ?? 'always'} to ${validUntil ?? 'open'}`;
  const valid = validFrom === null && validUntil === null ? '' : `, valid ${days} (UTC)`;
  return [
    line(2, `Wallet ${id}: ${address}${name}`),
    line(4, `On ${chains.join(', ')}, ${custody}${valid}`),
    line(4, {
      style: problem === null ? 'good' : 'warning',
      text:
        problem === null ? `Confirmed ${wallet.confirmedAt}` : `Not payable: ${STATES[problem]}`,
    }),
    ...proofs.map(({ kind, method, recordedAt, note }) =>
      line(4, `Proven ${recordedAt} by ${[method ?? kind, note].filter(Boolean).join(': ')}`),
    ),
  ];
}

/** A change with its fields, and who made it by the name that `named` gives to an id. */
export function describeChange(change: PayeeChange, named: (id: string) => string): Line[] {
  const { id, at, by, what, walletId, fields, undo } = change;
  const whose = walletId === null ? '' : ` (wallet ${walletId})`;
  return [
    line(0, `${at} ${what}${whose} by ${named(by)}`),
    ...fields.map(({ name, before, after }) =>
      line(2, `${name}: ${before ?? 'nothing'} -> ${after ?? 'nothing'}`),
    ),
    line(2, undo.kind === 'possible' ? `Take it back with: hopsight payees undo ${id}` : undo.why),
  ];
}
