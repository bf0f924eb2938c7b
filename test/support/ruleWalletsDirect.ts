import {
  btc,
  btcPay,
  EXCHANGE,
  eth,
  type LabelRow,
  MARKED,
  marked,
  markedOther,
  oneLess,
  PAYEE,
  type RuleWallet,
  rest,
  TODAY,
  TOMORROW,
  usdc,
} from './ruleWallets.js';
import type { FiringWallet, LeafWallets } from './ruleWalletsLeaves.js';

/** A wallet paid by an exchange, whose own address carries a claim. */
export function owned(label: LabelRow): FiringWallet {
  const facts = [usdc(EXCHANGE, PAYEE, '2000', 5)];
  const shows = { kind: 'ownership', direction: 'incoming', hops: 0 } as const;
  return { facts, labels: [{ ...label, account: PAYEE }], shows };
}

/** A wallet that received 2,000 dollars, a part of it straight from the marked account. */
export function directIn(part: string, label: LabelRow): FiringWallet {
  const facts = [
    usdc(EXCHANGE, MARKED, part, 2),
    usdc(MARKED, PAYEE, part, 3),
    usdc(EXCHANGE, PAYEE, rest('2000', part), 5),
  ];
  return { facts, labels: [label], shows: { kind: 'direct', direction: 'incoming', hops: 1 } };
}

/** A wallet that received 2,000 dollars from an exchange and sent a part straight to the marked account. */
export function directOut(part: string, label: LabelRow): FiringWallet {
  const facts = [
    usdc(EXCHANGE, PAYEE, '2000', 5),
    usdc(PAYEE, MARKED, part, 8),
    usdc(PAYEE, EXCHANGE, '1000', 9),
  ];
  return { facts, labels: [label], shows: { kind: 'direct', direction: 'outgoing', hops: 1 } };
}

/** A wallet that spent no more than this, all of it straight to the marked account. */
function spentOnly(part: string, label: LabelRow): RuleWallet {
  return {
    facts: [usdc(EXCHANGE, PAYEE, part, 5), usdc(PAYEE, MARKED, part, 8)],
    labels: [label],
  };
}

/** A wallet that received a fifth of an ether, and a part more through a contract of the marked account. */
function internalIn(part: string): FiringWallet {
  const facts = [
    eth(MARKED, PAYEE, part, { day: 3, channel: 'internal' }),
    eth(EXCHANGE, PAYEE, '0.2', { day: 5 }),
  ];
  return {
    facts,
    labels: [marked()],
    shows: { kind: 'direct', direction: 'incoming', hops: 1 },
  };
}

/** A Bitcoin wallet that received two coins, and a part more straight from the marked account. */
function bitcoinIn(part: string): FiringWallet {
  const [payee, thief, other] = [btc('payee'), btc('marked'), btc('other')];
  const facts = [
    btcPay('old theft', 1, { from: [], to: [[thief, part]] }),
    btcPay('from thief', 2, { from: [[thief, 'old theft', 0, part]], to: [[payee, part]] }),
    btcPay('old coins', 1, { from: [], to: [[other, '2']] }),
    btcPay('from other', 4, { from: [[other, 'old coins', 0, '2']], to: [[payee, '2']] }),
  ];
  return {
    facts,
    subject: payee,
    labels: [marked({}, thief)],
    shows: { kind: 'direct', direction: 'incoming', hops: 1 },
  };
}

const dust = oneLess('10');
const withdrawn = { delisted_on: TODAY };
const stillListed = { delisted_on: TOMORROW };
const researcher = { confidence: 'researcher' };
const silentRole = { entity: 'Lazarus Group (role not stated)' };
const doubtful = { ...researcher, entity: 'A suspected cluster' };
const itWorker = { category: 'it-worker', actor: 'dprk-it-worker' };

/** Wallets for the rules about ownership and about direct dealings. */
export const DIRECT_WALLETS: Readonly<Record<string, LeafWallets>> = {
  'dprk-ownership/1': {
    fires: {
      'a list names the address': owned(marked()),
      'the list will withdraw it tomorrow': owned(marked(stillListed)),
    },
    misses: { 'the list withdrew it today': owned(marked(withdrawn)) },
  },
  'dprk-ownership/2': {
    fires: {
      'researchers name an IT worker': owned(marked({ ...itWorker, ...researcher })),
      'a government names stolen funds': owned(
        marked({ category: 'stolen-funds', confidence: 'government' }),
      ),
    },
    misses: {
      'they state no role': owned(marked({ ...researcher, ...silentRole })),
      'they name a mixer': owned(marked({ ...researcher, category: 'mixer' })),
      'a vendor says it': owned(marked({ confidence: 'vendor' })),
      'they only suspect it': owned(marked(doubtful)),
    },
  },
  'dprk-ownership-unsure/1': {
    fires: {
      'only a vendor says so': owned(marked({ confidence: 'vendor-label' })),
      'only our own note says so': owned(marked({ confidence: 'own' })),
    },
    misses: { 'researchers say so': owned(marked(researcher)) },
  },
  'dprk-ownership-unsure/2': {
    fires: { 'the claim states no role': owned(marked({ ...researcher, ...silentRole })) },
    misses: { 'the claim states a role': owned(marked(researcher)) },
  },
  'dprk-ownership-unsure/3': {
    fires: { 'the list withdrew it today': owned(marked(withdrawn)) },
    misses: { 'the list will withdraw it tomorrow': owned(marked(stillListed)) },
  },
  'dprk-ownership-unsure/4': {
    fires: {
      'a government names a mixer': owned(marked({ category: 'mixer', confidence: 'government' })),
    },
    misses: {
      'a list names the mixer': owned(marked({ category: 'mixer' })),
      'a government names a launderer': owned(
        marked({ category: 'laundering', confidence: 'government' }),
      ),
    },
  },
  'dprk-ownership-unsure/5': {
    fires: { 'researchers only suspect it': owned(marked(doubtful)) },
    misses: {
      'researchers say so': owned(marked(researcher)),
      'the list names one that others suspect': owned(marked({ ...doubtful, confidence: 'list' })),
    },
  },
  'dprk-direct-incoming/1': {
    fires: {
      'ten dollars came straight from it': directIn('10', marked()),
      'researchers name it': directIn('10', marked(researcher)),
      'less than ten dollars came, but 1 % of all income': directSmall(),
      'ether came by an internal transfer': internalIn('0.003'),
      'bitcoin came straight from it': bitcoinIn('0.0001'),
    },
    misses: {
      'a millionth of a dollar less came': directIn(dust, marked()),
      'the list withdrew the claim today': directIn('10', marked(withdrawn)),
      'only a vendor names it': directIn('10', marked({ confidence: 'vendor' })),
      'researchers only suspect it': directIn('10', marked(doubtful)),
      'the bitcoin were a satoshi less': bitcoinIn('0.00009999'),
    },
  },
  'dprk-direct-incoming-unsure/1': {
    fires: { 'the claim is withdrawn today': directIn('10', marked(withdrawn)) },
    misses: {
      'the claim will be withdrawn tomorrow': directIn('10', marked(stillListed)),
      'a millionth of a dollar less came': directIn(dust, marked(withdrawn)),
    },
  },
  'dprk-direct-incoming-unsure/2': {
    fires: { 'a DPRK-linked mixer paid out': directIn('10', marked({ category: 'mixer' })) },
    misses: {
      'a launderer paid': directIn('10', marked({ category: 'laundering' })),
      'the mixer paid a millionth of a dollar less': directIn(dust, marked({ category: 'mixer' })),
    },
  },
  'dprk-direct-incoming-unsure/3': {
    fires: {
      'only a vendor names it': directIn('10', marked({ confidence: 'vendor' })),
      'only a label of our own names it': directIn('10', marked({ confidence: 'own' })),
    },
    misses: { 'researchers name it': directIn('10', marked(researcher)) },
  },
  'dprk-direct-incoming-unsure/4': {
    fires: { 'researchers only suspect it': directIn('10', marked(doubtful)) },
    misses: { 'researchers say so': directIn('10', marked(researcher)) },
  },
  'dprk-direct-outgoing/1': {
    fires: { 'ten dollars went to an IT worker': directOut('10', marked(itWorker)) },
    misses: {
      'a millionth of a dollar less went': directOut(dust, marked(itWorker)),
      'it was all that the wallet ever sent, but dust': spentOnly(dust, marked(itWorker)),
      'they went to a theft account': directOut('10', marked({ category: 'stolen-funds' })),
      'the list withdrew the claim today': directOut('10', marked({ ...itWorker, ...withdrawn })),
    },
  },
  'dprk-direct-outgoing-unsure/1': {
    fires: {
      'ten dollars went to a ransom account': directOut('10', marked({ category: 'ransom' })),
      'ten dollars went to a DPRK-linked mixer': directOut('10', marked({ category: 'mixer' })),
    },
    misses: {
      'a millionth of a dollar less went': directOut(dust, marked({ category: 'ransom' })),
      'they went to a launderer': directOut('10', marked({ category: 'laundering' })),
    },
  },
  'dprk-direct-outgoing-unsure/2': {
    fires: { 'the claim is withdrawn today': directOut('10', marked(withdrawn)) },
    misses: { 'the claim will be withdrawn tomorrow': directOut('10', marked(stillListed)) },
  },
  'dprk-direct-outgoing-unsure/3': {
    fires: {
      'only a vendor names the worker': directOut(
        '10',
        marked({ ...itWorker, confidence: 'vendor' }),
      ),
    },
    misses: {
      'researchers name the worker': directOut('10', marked({ ...itWorker, ...researcher })),
    },
  },
  'dprk-direct-outgoing-unsure/4': {
    fires: {
      'researchers only suspect the worker': directOut('10', marked({ ...itWorker, ...doubtful })),
    },
    misses: {
      'researchers name the worker': directOut('10', marked({ ...itWorker, ...researcher })),
    },
  },
  'mixer-listed-direct/1': {
    fires: {
      'ten dollars came from a listed mixer': directIn('10', markedOther({ category: 'mixer' })),
      'ten dollars went to a listed mixer': directOut('10', markedOther({ category: 'mixer' })),
    },
    misses: {
      'a millionth of a dollar less came': directIn(dust, markedOther({ category: 'mixer' })),
      'the list withdrew the mixer today': directIn(
        '10',
        markedOther({ category: 'mixer', ...withdrawn }),
      ),
      'researchers name the mixer': directIn(
        '10',
        markedOther({ category: 'mixer', ...researcher }),
      ),
    },
  },
  'other-sanctioned-ownership/1': {
    fires: { 'a list names the address': owned(markedOther()) },
    misses: {
      'the list withdrew it today': owned(markedOther(withdrawn)),
      'a government names it': owned(markedOther({ confidence: 'government' })),
    },
  },
  'other-risk-ownership/1': {
    fires: {
      'a vendor names the address': owned(markedOther({ confidence: 'vendor' })),
      'researchers name the address': owned(markedOther({ category: 'ransom', ...researcher })),
    },
    misses: { 'a list names the address': owned(markedOther()) },
  },
  'other-risk-ownership/2': {
    fires: { 'the list withdrew it today': owned(markedOther(withdrawn)) },
    misses: { 'the list will withdraw it tomorrow': owned(markedOther(stillListed)) },
  },
  'other-sanctioned-direct/1': {
    fires: {
      'ten dollars came from a listed party': directIn('10', markedOther()),
      'ten dollars went to a listed party': directOut('10', markedOther()),
    },
    misses: {
      'a millionth of a dollar less came': directIn(dust, markedOther()),
      'a millionth of a dollar less went': directOut(dust, markedOther()),
      'the list withdrew the party today': directIn('10', markedOther(withdrawn)),
      'researchers name the party': directIn('10', markedOther(researcher)),
    },
  },
  'other-risk-direct/1': {
    fires: {
      'ten dollars came from a party that researchers name': directIn(
        '10',
        markedOther(researcher),
      ),
    },
    misses: {
      'a millionth of a dollar less came': directIn(dust, markedOther(researcher)),
      'a list names the party': directIn('10', markedOther()),
    },
  },
  'other-risk-direct/2': {
    fires: { 'the list withdrew the party today': directIn('10', markedOther(withdrawn)) },
    misses: {
      'the list will withdraw the party tomorrow': directIn('10', markedOther(stillListed)),
    },
  },
};

/** Nine dollars of 900: below the absolute limit of dust, but exactly 1 % of all income. */
function directSmall(): FiringWallet {
  const facts = [usdc(MARKED, PAYEE, '9', 3), usdc(EXCHANGE, PAYEE, '891', 5)];
  const shows = { kind: 'direct', direction: 'incoming', hops: 1 } as const;
  return { facts, labels: [marked()], shows };
}

/** A wallet that only an exchange paid. */
export const UNMARKED: RuleWallet = { facts: [usdc(EXCHANGE, PAYEE, '2000', 5)], labels: [] };
