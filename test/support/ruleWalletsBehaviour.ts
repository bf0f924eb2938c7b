import {
  type Account,
  addressOfAccount,
  chainOfAccount,
  createAccount,
} from '../../src/core/account.js';
import type { LedgerFact, Transfer } from '../../src/core/ledger.js';
import {
  EXCHANGE,
  eth,
  evm,
  exchangeLabel,
  type LabelRow,
  MARKED,
  oneLess,
  PAYEE,
  usdc,
} from './ruleWallets.js';
import { UNMARKED } from './ruleWalletsDirect.js';
import type { FiringWallet, LeafWallets } from './ruleWalletsLeaves.js';

/** A wallet with no claim about anybody, unless the labels say otherwise. */
function plain(facts: readonly LedgerFact[], labels: readonly LabelRow[] = []): FiringWallet {
  return { facts, labels, shows: null };
}

const client = evm('a client');
const landlord = evm('a landlord');
const friend = evm('a friend');

/** A fee that the payee paid. */
function fee(day: number): Transfer {
  return { ...eth(PAYEE, PAYEE, '0.0004', { day }), channel: 'fee', to: null };
}

/** A client paid in 1,000 dollars twice; the first went on whole, of the second a part. */
function sweptTwice(
  parts: { readonly hours?: number; readonly sent?: string; readonly to?: Account } = {},
): FiringWallet {
  const { hours = 24, sent = '900', to = EXCHANGE } = parts;
  return plain([
    usdc(EXCHANGE, client, '2000', 5),
    usdc(client, PAYEE, '1000', 10),
    usdc(PAYEE, to, '1000', 10 + hours / 24),
    usdc(client, PAYEE, '1000', 40),
    usdc(PAYEE, to, sent, 40 + hours / 24),
  ]);
}

/** A client paid in once, after somebody had sent coins for fees. */
function sweptOnce(gasFrom: Account): FiringWallet {
  return plain([
    eth(EXCHANGE, friend, '1', { day: 3 }),
    eth(gasFrom, PAYEE, '0.001', { day: 5 }),
    usdc(EXCHANGE, client, '1000', 6),
    usdc(client, PAYEE, '1000', 10),
    usdc(PAYEE, EXCHANGE, '1000', 10.5),
  ]);
}

/** Coins that came and went on, from inside a transaction or by a signature. */
function sentOn(channel: 'native' | 'internal', more: readonly LedgerFact[] = []): FiringWallet {
  return plain([
    eth(EXCHANGE, PAYEE, '1', { day: 5 }),
    eth(PAYEE, EXCHANGE, '0.5', { day: 9, channel }),
    ...more,
  ]);
}

/** An address that begins (and ends) like the payee's. */
function imitationOf(account: Account, alike: number): Account {
  const address = addressOfAccount(account);
  const middle = '7'.repeat(address.length - 2 * alike - 2);
  const text = `0x${address.slice(2, 2 + alike)}${middle}${address.slice(-alike)}`;
  return createAccount(chainOfAccount(account), text);
}

/** An empty token transfer in the payee's name, which it signed or not. */
function emptyTransfer(by: 'payee' | 'stranger' | 'nobody seen'): FiringWallet {
  const empty = usdc(PAYEE, evm('a stranger'), '0', 8);
  const paid = by === 'nobody seen' ? [] : [eth(EXCHANGE, PAYEE, '1', { day: 6 }), fee(7)];
  const own = by === 'payee' ? [{ ...fee(8), txId: empty.txId }] : [];
  return plain([...UNMARKED.facts, empty, ...paid, ...own]);
}

/** The wallet was paid on these days. */
const paidOn = (...days: readonly number[]): FiringWallet =>
  plain(days.map((day) => usdc(EXCHANGE, PAYEE, '2000', day)));

/** The exchange paid 2,000 dollars, and parts of them went to others. */
function passedOn(parts: {
  readonly sent: string;
  readonly day?: number;
  readonly receivers?: number;
}): FiringWallet {
  const { sent, day = 12, receivers = 1 } = parts;
  const others = [...Array(receivers - 1).keys()].map((at) =>
    usdc(PAYEE, evm(`receiver ${at}`), '20', day),
  );
  return plain([usdc(EXCHANGE, PAYEE, '2000', 5), usdc(PAYEE, landlord, sent, day), ...others]);
}

const bridge = { ...exchangeLabel(MARKED), entity: 'Example Bridge', category: 'bridge' };

/** A bridge was used some hours after the exchange paid. */
function bridged(hours: number, labels: readonly LabelRow[] = [bridge]): FiringWallet {
  const facts = [usdc(EXCHANGE, PAYEE, '2000', 5), usdc(PAYEE, MARKED, '500', 5 + hours / 24)];
  return plain(facts, labels);
}

const clients = ['first', 'second', 'third'].map((word) => evm(`${word} employer`));

/** Clients that each pay month by month. */
function wages(parts: {
  readonly from?: readonly Account[];
  readonly dollars?: string;
  readonly everyDays?: number;
  readonly months?: number;
  readonly since?: number;
  readonly more?: readonly LedgerFact[];
  readonly labels?: readonly LabelRow[];
}): FiringWallet {
  const { from = clients, dollars = '3000', everyDays = 30, more = [], labels = [] } = parts;
  const { months = 3, since = 20 } = parts;
  const facts = from.flatMap((employer, at) => [
    usdc(EXCHANGE, employer, '30000', since - 18),
    ...[...Array(months).keys()].map((month) =>
      usdc(employer, PAYEE, dollars, since + at + month * everyDays),
    ),
  ]);
  return plain([...facts, ...more], labels);
}

/** The first client sent something to the second. */
function betweenClients(dollars: string): readonly LedgerFact[] {
  const [from, to] = [clients[0] ?? client, clients[1] ?? client];
  return [usdc(from, to, dollars, 5)];
}

/** Wallets for the rules about behaviour, and about addresses that are no personal wallets. */
export const BEHAVIOUR_WALLETS: Readonly<Record<string, LeafWallets>> = {
  'deposit-address/1': {
    fires: {
      'two payments went on to the exchange within 24 hours': sweptTwice(),
      'one did, and the coins for fees came from there': sweptOnce(EXCHANGE),
    },
    misses: {
      'they went on an hour later': sweptTwice({ hours: 25 }),
      'a millionth of a dollar less than 95 % went on': sweptTwice({ sent: oneLess('900') }),
      'one did, and the coins for fees came from a friend': sweptOnce(friend),
      'they went on to a payment processor': {
        ...sweptTwice({ to: MARKED }),
        labels: [{ ...exchangeLabel(MARKED), category: 'payment-processor' }],
      },
    },
  },
  'contract/1': {
    fires: { 'coins went on from inside a transaction': sentOn('internal') },
    misses: {
      'they were sent with a signature': sentOn('native'),
      'the wallet paid fees too, as a key that delegates to code does': sentOn('internal', [
        fee(9),
      ]),
    },
  },
  'lookalike/1': {
    fires: {
      'an empty transfer came from an address that looks like it': plain([
        ...UNMARKED.facts,
        usdc(imitationOf(PAYEE, 4), PAYEE, '0', 8),
      ]),
      'an empty transfer came from an address that looks like a client': plain([
        ...UNMARKED.facts,
        usdc(EXCHANGE, client, '100', 6),
        usdc(client, PAYEE, '100', 7),
        usdc(imitationOf(client, 4), PAYEE, '0', 8),
      ]),
    },
    misses: {
      'only three characters at each end are alike': plain([
        ...UNMARKED.facts,
        usdc(imitationOf(PAYEE, 3), PAYEE, '0', 8),
      ]),
    },
  },
  'spoofed-transfers/1': {
    fires: { 'a token names it as sender of nothing': emptyTransfer('stranger') },
    misses: {
      'it signed that itself': emptyTransfer('payee'),
      'no fee of it was seen, so that nobody can tell': emptyTransfer('nobody seen'),
    },
  },
  'fresh-wallet/1': {
    fires: { 'its first payment is not quite 30 days old': paidOn(295.42) },
    misses: {
      'it is a little more than 30 days old': paidOn(295.41),
      'nobody saw all of its history': { ...paidOn(295.42), uncovered: [PAYEE] },
    },
  },
  'dormant-then-active/1': {
    fires: { 'a payment came after 365 days without one': paidOn(-65, 300) },
    misses: {
      'there was one after 364 days': paidOn(-64, 300),
      'it came more than 90 days ago': paidOn(-135, 235.41),
      'dust came in between, and the last real payment is older': plain([
        ...paidOn(-65).facts,
        usdc(EXCHANGE, PAYEE, oneLess('10'), 300),
      ]),
    },
  },
  'pass-through/1': {
    fires: {
      '95 % went on within 7 days': passedOn({ sent: '1900' }),
      'all of it went to three accounts': passedOn({ sent: '1960', receivers: 3 }),
    },
    misses: {
      'a millionth of a dollar less went on': passedOn({ sent: oneLess('1900') }),
      'it went on an eighth day': passedOn({ sent: '1900', day: 12.01 }),
      'it went to four accounts': passedOn({ sent: '1940', receivers: 4 }),
    },
  },
  'chain-hopping/1': {
    fires: {
      'money went to a bridge 6 hours after a payment': bridged(6),
      'a bridge was called without coins': plain(
        [usdc(EXCHANGE, PAYEE, '2000', 5), eth(PAYEE, MARKED, '0', { day: 5.1 })],
        [bridge],
      ),
      'it was a decentralised exchange': bridged(6, [{ ...bridge, category: 'dex' }]),
    },
    misses: {
      'it went there later': bridged(6.01),
      'it went to an exchange': bridged(6, [{ ...bridge, category: 'exchange' }]),
      'the payment came from the bridge': plain(
        [usdc(MARKED, PAYEE, '2000', 5), usdc(PAYEE, MARKED, '500', 5.1)],
        [bridge],
      ),
    },
  },
  'income-shape/1': {
    fires: {
      'three clients paid 3,000 dollars a month': wages({}),
      'they paid 8,000': wages({ dollars: '8000' }),
      'two of them sent each other nothing': wages({ more: betweenClients('0') }),
    },
    misses: {
      'there were two': wages({ from: clients.slice(0, 2) }),
      'they paid a millionth of a dollar less': wages({ dollars: oneLess('3000') }),
      'they paid a dollar more than a wage': wages({ dollars: '8001' }),
      'each paid twice': wages({ months: 2 }),
      'the first of three months is more than a year ago': wages({ since: -42 }),
      'they paid every 24 days': wages({ everyDays: 24 }),
      'they paid every 37 days': wages({ everyDays: 37 }),
      'two of them dealt with each other': wages({ more: betweenClients('100') }),
      'one of them is a service': wages({
        labels: clients.slice(0, 1).map((account) => exchangeLabel(account)),
      }),
    },
  },
};
