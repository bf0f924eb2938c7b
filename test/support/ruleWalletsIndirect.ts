import {
  btc,
  btcPay,
  EXCHANGE,
  eth,
  evm,
  type LabelRow,
  MARKED,
  marked,
  markedOther,
  oneLess,
  PAYEE,
  type RuleWallet,
  rest,
  TODAY,
  usdc,
} from './ruleWallets.js';
import { directIn } from './ruleWalletsDirect.js';
import type { FiringWallet, LeafWallets } from './ruleWalletsLeaves.js';

/** How much of how much came (or went), past how many accounts between. */
interface Way {
  readonly part: string;
  readonly whole: string;
  readonly between?: number;
  readonly label?: LabelRow;
}

/** Days that each account keeps the money: more than a week, so that it does not merely pass it on. */
const KEPT = 10;

/** Money of the marked account, mixed with an exchange's, came past accounts that kept it for days. */
export function throughIn(way: Way, kept = KEPT): FiringWallet {
  const { part, whole, between = 1, label = marked() } = way;
  const chain = [...Array(between).keys()].map((at) => evm(`between ${at}`));
  const first = chain[0] ?? PAYEE;
  const facts = [usdc(MARKED, first, part, 1), usdc(EXCHANGE, first, rest(whole, part), 2)];
  chain.forEach((from, at) => {
    facts.push(usdc(from, chain[at + 1] ?? PAYEE, whole, 2 + (at + 1) * kept));
  });
  const shows = { kind: 'indirect', direction: 'incoming', hops: between + 1 } as const;
  return { facts, labels: [label], shows };
}

/** As `throughIn`, but the last account between passes on less than it got. */
function keptIn(
  kept: string,
  way: Way,
  order: 'marked money first' | 'other money first' = 'marked money first',
): FiringWallet {
  const wallet = throughIn(way);
  const passed = rest(way.whole, kept);
  const facts = wallet.facts.map((fact) => {
    if (fact.kind !== 'transfer' || fact.from === null || fact.to === null) return fact;
    const { from, to } = fact;
    if (to === PAYEE) return usdc(from, to, passed, 2 + (way.between ?? 1) * KEPT);
    if (from === EXCHANGE && order === 'other money first') {
      return usdc(from, to, rest(way.whole, way.part), 0.5);
    }
    return fact;
  });
  return { ...wallet, facts };
}

/** Money that the payee sent ended in part at the marked account, past accounts that kept it for days. */
export function throughOut(way: Way): FiringWallet {
  const { part, whole, between = 1, label = marked() } = way;
  const chain = [...Array(between).keys()].map((at) => evm(`between ${at}`));
  const facts = [usdc(EXCHANGE, PAYEE, whole, 1)];
  [PAYEE, ...chain].forEach((from, at) => {
    const to = chain[at];
    const day = 2 + at * KEPT;
    if (to !== undefined) facts.push(usdc(from, to, whole, day));
    else
      facts.push(usdc(from, MARKED, part, day), usdc(from, EXCHANGE, rest(whole, part), day + 1));
  });
  const shows = { kind: 'indirect', direction: 'outgoing', hops: between + 1 } as const;
  return { facts, labels: [label], shows };
}

/** A tenth of this year's thousand dollars came that way, after a million from an exchange two years ago. */
function afterCleanYears(): FiringWallet {
  const wallet = throughIn({ part: '100', whole: '1000' });
  return { ...wallet, facts: [usdc(EXCHANGE, PAYEE, '1000000', -730), ...wallet.facts] };
}

/** Ether and dollars: a tenth of the ether came through one middleman, and none of the dollars. */
function etherBeside(part: string, other: string): FiringWallet {
  const middle = evm('middle');
  const facts = [
    eth(MARKED, middle, part, { day: 1 }),
    eth(EXCHANGE, middle, other, { day: 2 }),
    eth(middle, PAYEE, '1', { day: 20 }),
    usdc(EXCHANGE, PAYEE, '100000', 5),
  ];
  const shows = { kind: 'indirect', direction: 'incoming', hops: 2 } as const;
  return { facts, labels: [marked()], shows };
}

/** Two marked accounts of one actor whose parts only together reach a threshold. */
function fromTwo(part: string): FiringWallet {
  const wallet = throughIn({ part, whole: '500' });
  const second = evm('marked too');
  const facts = wallet.facts.map((fact) =>
    fact.kind === 'transfer' && fact.from === EXCHANGE
      ? { ...fact, amount: fact.amount - 25_000_000n }
      : fact,
  );
  const more = usdc(second, evm('between 0'), '25', 3);
  const label = marked({ entity: 'Andariel' }, second);
  return { ...wallet, facts: [...facts, more], labels: [...wallet.labels, label] };
}

/** Two marked accounts of one actor and others paid a middleman, who kept a part of it all. */
function fromTwoKept(kept: string): FiringWallet {
  const [second, middle] = [evm('marked too'), evm('middle')];
  const facts = [
    usdc(MARKED, middle, '60', 1),
    usdc(second, middle, '60', 2),
    usdc(EXCHANGE, middle, '1180', 3),
    usdc(middle, PAYEE, rest('1300', kept), 20),
  ];
  const shows = { kind: 'indirect', direction: 'incoming', hops: 2 } as const;
  return { facts, labels: [marked(), marked({ entity: 'Andariel' }, second)], shows };
}

/** Bitcoin of which a part came through one middleman who joined two outputs. */
function bitcoinThrough(part: string, other: string): FiringWallet {
  const [payee, thief, middle] = [btc('payee'), btc('marked'), btc('middle')];
  const facts = [
    btcPay('theft', 1, { from: [], to: [[thief, part]] }),
    btcPay('mined', 1.5, { from: [], to: [[middle, other]] }),
    btcPay('to middle', 2, { from: [[thief, 'theft', 0, part]], to: [[middle, part]] }),
    btcPay('joined', 20, {
      from: [
        [middle, 'to middle', 0, part],
        [middle, 'mined', 0, other],
      ],
      to: [[payee, '1']],
    }),
  ];
  return {
    facts,
    subject: payee,
    labels: [marked({}, thief)],
    shows: { kind: 'indirect', direction: 'incoming', hops: 2 },
  };
}

/** A wallet with a longer search than the default. */
function deeper<Wallet extends RuleWallet>(wallet: Wallet): Wallet {
  return { ...wallet, config: { policy: { depth: 5 } } };
}

const withdrawn = marked({ delisted_on: TODAY });
const mixer = markedOther({ category: 'mixer', confidence: 'researcher' });

/** Wallets for the rules about money that came or went through others. */
export const INDIRECT_WALLETS: Readonly<Record<string, LeafWallets>> = {
  'dprk-incoming-two-hops/1': {
    fires: {
      'a tenth came through one middleman': throughIn({ part: '50', whole: '500' }),
      'two accounts of the DPRK sent a tenth together': fromTwo('25'),
      'one of two middlemen only passed it on, within seven days': throughIn(
        { part: '50', whole: '500', between: 2 },
        7,
      ),
      'old clean money thins it out, but not within the last year': afterCleanYears(),
      'a tenth of the ether came, beside clean dollars': etherBeside('0.1', '0.9'),
      'a tenth of the bitcoin came through one middleman': bitcoinThrough('0.1', '0.9'),
    },
    misses: {
      'a millionth of a dollar less came': throughIn({ part: oneLess('50'), whole: '500' }),
      'two accounts together sent a millionth less': fromTwo(oneLess('25')),
      'one more account stood between': throughIn({ part: '50', whole: '500', between: 2 }),
      'that account kept it some seconds longer than seven days': throughIn(
        { part: '50', whole: '500', between: 2 },
        7.0001,
      ),
      'the claim is withdrawn today': throughIn({ part: '50', whole: '500', label: withdrawn }),
      'only a vendor names the marked account': throughIn({
        part: '50',
        whole: '500',
        label: marked({ confidence: 'vendor' }),
      }),
      'a wei less came': etherBeside('0.099999999999999999', '0.900000000000000001'),
      'a satoshi less came': bitcoinThrough('0.09999999', '0.90000001'),
    },
  },
  'dprk-incoming-two-hops/2': {
    fires: {
      'a thousand dollars came among more money': throughIn({ part: '1000', whole: '10001' }),
    },
    misses: {
      'a millionth of a dollar less came': throughIn({ part: oneLess('1000'), whole: '10001' }),
      'one more account stood between': throughIn({ part: '1000', whole: '10001', between: 2 }),
    },
  },
  'dprk-incoming-two-hops/3': {
    fires: {
      'a hundred dollars came among more money': throughIn({ part: '100', whole: '1001' }),
      'all of a hundred dollars came, which every method says': throughIn({
        part: '100',
        whole: '100',
      }),
      'the middleman kept ten dollars of more than a hundred': keptIn('10', {
        part: '110',
        whole: '1200',
      }),
      'two accounts of the DPRK sent a hundred together, whatever was kept, and neither alone':
        fromTwoKept('20'),
    },
    misses: {
      'a millionth of a dollar less came': throughIn({ part: oneLess('100'), whole: '1001' }),
      'the middleman kept a millionth more, which may have been of the marked money': keptIn(
        '10.000001',
        { part: '110', whole: '1200' },
      ),
      'two accounts of the DPRK together sent a millionth less, whatever was kept':
        fromTwoKept('20.000001'),
      'one more account stood between': throughIn({ part: '100', whole: '1001', between: 2 }),
    },
  },
  'dprk-incoming-two-hops-some/1': {
    fires: { 'a hundredth came through one middleman': throughIn({ part: '20', whole: '2000' }) },
    misses: {
      'a millionth of a dollar less came': throughIn({ part: oneLess('20'), whole: '2000' }),
      'one more account stood between': throughIn({ part: '20', whole: '2000', between: 2 }),
    },
  },
  'dprk-incoming-two-hops-some/2': {
    fires: { 'a hundred dollars came': throughIn({ part: '100', whole: '10001' }) },
    misses: {
      'a millionth of a dollar less came': throughIn({ part: oneLess('100'), whole: '10001' }),
      'one more account stood between': throughIn({ part: '100', whole: '10001', between: 2 }),
    },
  },
  'dprk-incoming-far/1': {
    fires: {
      'a quarter came four hops back': throughIn({ part: '25', whole: '100', between: 3 }),
    },
    misses: {
      'a millionth of a dollar less came': throughIn({
        part: oneLess('25'),
        whole: '100',
        between: 3,
      }),
      'one more account stood between': throughIn({ part: '25', whole: '100', between: 4 }),
      'one more account stood between in a longer search': deeper(
        throughIn({ part: '25', whole: '100', between: 4 }),
      ),
      'the claim is withdrawn today': throughIn({ part: '25', whole: '100', label: withdrawn }),
    },
  },
  'dprk-incoming-far/2': {
    fires: {
      'a thousand dollars came four hops back': throughIn({
        part: '1000',
        whole: '5000',
        between: 3,
      }),
      'the last of them kept a hundred dollars of more than a thousand': keptIn('100', {
        part: '1100',
        whole: '5500',
        between: 3,
      }),
    },
    misses: {
      'the last of them kept a millionth more, which may have been of the marked money': keptIn(
        '100.000001',
        { part: '1100', whole: '5500', between: 3 },
      ),
      'a millionth of a dollar less came': throughIn({
        part: oneLess('1000'),
        whole: '5000',
        between: 3,
      }),
    },
  },
  'dprk-incoming-far-some/1': {
    fires: {
      'a twentieth came four hops back': throughIn({ part: '50', whole: '1000', between: 3 }),
    },
    misses: {
      'a millionth of a dollar less came': throughIn({
        part: oneLess('50'),
        whole: '1000',
        between: 3,
      }),
      'one more account stood between': deeper(
        throughIn({ part: '50', whole: '1000', between: 4 }),
      ),
    },
  },
  'dprk-incoming-far-some/2': {
    fires: {
      'a thousand dollars came four hops back from whom only a vendor names': throughIn({
        part: '1000',
        whole: '50000',
        between: 3,
        label: marked({ confidence: 'vendor' }),
      }),
    },
    misses: {
      'a millionth of a dollar less came': throughIn({
        part: oneLess('1000'),
        whole: '50000',
        between: 3,
        label: marked({ confidence: 'vendor' }),
      }),
    },
  },
  'dprk-outgoing-two-hops/1': {
    fires: { 'a quarter went on through one middleman': throughOut({ part: '25', whole: '100' }) },
    misses: {
      'a millionth of a dollar less went': throughOut({ part: oneLess('25'), whole: '100' }),
      'one more account stood between': throughOut({ part: '25', whole: '100', between: 2 }),
      'the claim is withdrawn today': throughOut({ part: '25', whole: '100', label: withdrawn }),
    },
  },
  'dprk-outgoing-far/1': {
    fires: {
      'a twentieth went four hops on': throughOut({ part: '50', whole: '1000', between: 3 }),
    },
    misses: {
      'a millionth of a dollar less went': throughOut({
        part: oneLess('50'),
        whole: '1000',
        between: 3,
      }),
      'nobody of the DPRK received it': throughOut({
        part: '50',
        whole: '1000',
        between: 3,
        label: markedOther(),
      }),
    },
  },
  'dprk-upper-bound/1': {
    fires: {
      'a hundredth came': throughIn({ part: '20', whole: '2000' }),
      'a hundredth went': throughOut({ part: '20', whole: '2000' }),
      'a hundredth could have come, though each method says less': keptIn(
        '500',
        { part: '20', whole: '2500' },
        'other money first',
      ),
    },
    misses: {
      'it came straight': directIn('20', marked()),
      'a millionth of a dollar less came': throughIn({ part: oneLess('20'), whole: '2000' }),
      'a millionth of a dollar less could have come': keptIn(
        '500',
        { part: oneLess('20'), whole: '2500' },
        'other money first',
      ),
    },
  },
  'dprk-upper-bound/2': {
    fires: { 'a hundred dollars came': throughIn({ part: '100', whole: '10001' }) },
    misses: {
      'it came straight': directIn('100', marked()),
      'a millionth of a dollar less came': throughIn({ part: oneLess('100'), whole: '10001' }),
    },
  },
  'dprk-beyond-four-hops/1': {
    fires: {
      'a longer search meets it five hops back': deeper(
        throughIn({ part: '25', whole: '100', between: 4 }),
      ),
    },
    misses: {
      'a longer search meets it four hops back': deeper(
        throughIn({ part: '25', whole: '100', between: 3 }),
      ),
    },
  },
  'mixer-much/1': {
    fires: {
      'a tenth came through one middleman': throughIn({ part: '50', whole: '500', label: mixer }),
      'a tenth came straight': directIn('200', mixer),
    },
    misses: {
      'a millionth of a dollar less came': throughIn({
        part: oneLess('50'),
        whole: '500',
        label: mixer,
      }),
      'it is no mixer': throughIn({ part: '50', whole: '500', label: markedOther() }),
    },
  },
  'mixer-much/2': {
    fires: {
      'a thousand dollars came': throughIn({ part: '1000', whole: '10001', label: mixer }),
      'a thousand dollars went': throughOut({ part: '1000', whole: '10001', label: mixer }),
    },
    misses: {
      'a millionth of a dollar less came': throughIn({
        part: oneLess('1000'),
        whole: '10001',
        label: mixer,
      }),
    },
  },
  'other-sanctioned-two-hops/1': {
    fires: {
      'a tenth came through one middleman': throughIn({
        part: '50',
        whole: '500',
        label: markedOther(),
      }),
    },
    misses: {
      'a millionth of a dollar less came': throughIn({
        part: oneLess('50'),
        whole: '500',
        label: markedOther(),
      }),
      'one more account stood between': throughIn({
        part: '50',
        whole: '500',
        between: 2,
        label: markedOther(),
      }),
      'the claim is withdrawn today': throughIn({
        part: '50',
        whole: '500',
        label: markedOther({ delisted_on: TODAY }),
      }),
    },
  },
};
