import { type Account, createAccount } from '../../core/account.js';
import type { Chain } from '../../core/chain.js';
import { findLookAlikes } from '../../core/patterns/lookAlike.js';
import type { PaymentSignal } from '../../core/payment.js';
import type { KnownAddress, KnownFrom, LocalFacts } from './paymentFacts.js';

const WHOSE: Readonly<Record<KnownFrom, string>> = {
  payee: 'another wallet of this payee',
  roster: 'a wallet of another payee',
  paid: 'a wallet that was paid before',
  own: 'an account of the company',
  history: 'an address in the history of payments of this wallet',
  label: 'an address that a label names',
};

/** The same of what is out of use. */
const WHOSE_BEFORE: Readonly<Record<KnownFrom, string>> = {
  ...WHOSE,
  payee: 'a former wallet of this payee',
  roster: 'a former wallet of another payee',
};

const DOUBTFUL: Readonly<Record<Doubtful, string>> = {
  this: 'this one, on which somebody relied later than on the other,',
  other: 'the other, on which nobody relied before this one was confirmed,',
  either: 'one of the two',
};

const END_IT = ' If the other is not theirs, end it and check this payment again.';

/** Which of two that look alike may be the copy. */
type Doubtful = 'this' | 'other' | 'either';

/**
 * Addresses that begin and end as the wallet's does and differ in between: somebody may have made one of
 * the two to be taken for the other ("address poisoning"). `review`, never `hold`: it says nothing about
 * who holds the wallet, only that every character has to be compared.
 *
 * A copy comes after what it copies: of two that the company pays or paid the one on which somebody relied
 * later is the doubtful one, and so is one on which nobody ever did. Where that is the other one, and it is
 * out of use, its matter is settled and it is only told: else whoever gets a copy registered would keep the
 * genuine wallet from being paid for good. While both are in use, people have to say which is not theirs.
 * One that only stands in the wallet's history on the chain is told alone as well, once a second person has
 * confirmed the wallet: whoever sends it a little from a copy would else hold up every wage.
 *
 * Law: in whichever order the two were registered, changed and ended, only that of their first
 * confirmations matters, and never are both of them payable without a look.
 * Order: as they are known. Edge: an address that is known in several ways is told once, as what weighs
 * most, of several such as it was given first; relied on within the same second, either is doubtful.
 * Blind spot: who copies more or fewer than four characters at an end.
 */
export function tellLookAlikes({
  wallet,
  chain,
  known,
  reliedOnFrom,
}: Pick<LocalFacts, 'wallet' | 'chain' | 'known' | 'reliedOnFrom'>): readonly PaymentSignal[] {
  const own = accountOf(wallet, chain);
  const byAccount = new Map<Account, KnownAddress[]>();
  for (const one of known) {
    if (one.family !== wallet.family) continue;
    const account = accountOf(one, chain);
    const same = byAccount.get(account) ?? [];
    same.push(one);
    byAccount.set(account, same);
  }
  const group = findLookAlikes([own, ...byAccount.keys()]).find((one) => one.includes(own)) ?? [];
  return group.flatMap((account) => {
    const told = (account === own ? [] : (byAccount.get(account) ?? [])).map((alike) =>
      tellOne(alike, { wallet, reliedOnFrom }),
    );
    return told.find(({ severity }) => severity === 'review') ?? told[0] ?? [];
  });
}

function tellOne(
  { address, from, relied }: KnownAddress,
  { wallet, reliedOnFrom }: Pick<LocalFacts, 'wallet' | 'reliedOnFrom'>,
): PaymentSignal {
  const kind = 'lookalike';
  const doubtful = relied === null ? 'either' : doubtfulOf(reliedOnFrom, relied.from);
  const alike = `This wallet (${wallet.address}) begins and ends like`;
  if (from === 'history' && reliedOnFrom !== null) {
    const sentence = `${alike} ${WHOSE[from]} (${address}) and differs in between. A second person has confirmed this one, and anyone can make such an address and send to it: never copy an address from a history of payments.`;
    return { kind, severity: 'info', sentence };
  }
  if (doubtful === 'other' && relied?.isInUse === false) {
    const sentence = `${alike} ${WHOSE_BEFORE[from]} (${address}) and differs in between. The other is the doubtful one: it is out of use, and a second person had confirmed this one before anybody relied on the other.`;
    return { kind, severity: 'info', sentence };
  }
  const sentence = `${alike} ${WHOSE[from]} (${address}) and differs in between: ${DOUBTFUL[doubtful]} may have been made to be copied by mistake, so compare every character with what the payee gave by another way.${doubtful === 'other' ? END_IT : ''}`;
  return { kind, severity: 'review', sentence };
}

function doubtfulOf(own: string | null, other: string | null): Doubtful {
  if (own === other) return 'either';
  if (own === null) return 'this';
  return other === null || own < other ? 'other' : 'this';
}

/** Letters of an EVM address have a case only to be checked by. */
function accountOf(
  { address, family }: Pick<KnownAddress, 'address' | 'family'>,
  chain: Chain,
): Account {
  return createAccount(chain.id, family === 'evm' ? address.toLowerCase() : address);
}
