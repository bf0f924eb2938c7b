import type { Account } from '../../../src/core/account.js';
import { sumAmounts } from '../../../src/core/amount.js';
import type { Output } from './bitcoinLedger.js';
import { satoshi } from './bitcoinScenery.js';
import type { Luck } from './luck.js';

/** Somebody in a round of a CoinJoin. */
export interface Participant {
  /** What it puts in, each coin from an address of its own. */
  readonly inputs: readonly Output[];
  /** An address of its own that nobody has paid yet; another one at each call. */
  readonly freshAddress: () => Account;
}

/** A round that is about to be signed. */
export interface Round {
  readonly luck: Luck;
  /** Order: the first pays for all that a taker pays for. */
  readonly participants: readonly Participant[];
  /** Where the coordinator of the round takes its fee. */
  readonly coordinator: () => Account;
}

/** A CoinJoin protocol: how many take part, what they bring, and what is paid to whom. */
export interface JoinProtocol {
  readonly participants: number;
  /** The equal sum, or about what the smallest brings. Units: coins. */
  readonly coins: number;
  /** Most coins with which one of them takes part. */
  readonly mostInputs: number;
  /**
   * What somebody brings. `isNew`: whether it comes from outside; nobody else brings exactly what an
   * earlier round paid out. Units: satoshi.
   */
  readonly bring: (luck: Luck, isNew: boolean) => bigint;
  /** How many of the strangers come from an earlier round. */
  readonly remixers: number;
  /** Every output to an address of its own. */
  readonly outputs: (round: Round) => readonly Output[];
}

/** Outputs below this are left to the miners: nobody could spend them for less. Units: satoshi. */
const LEAST_OUTPUT = 5_000n;

/** What each of the participants pays the miners. Units: satoshi. */
const MINER_FEE = 1_200n;

function broughtBy({ inputs }: Participant): bigint {
  return sumAmounts(inputs.map(({ amount }) => amount));
}

function bringMore(coins: number, least: number, most: number) {
  return (luck: Luck): bigint => satoshi(coins * luck.between(least, most));
}

/** What is left over, unless it is too little to be worth an output. */
function change({ freshAddress }: Participant, amount: bigint): readonly Output[] {
  return amount >= LEAST_OUTPUT ? [{ to: freshAddress(), amount }] : [];
}

/** The part that the coordinator gets of each participant's equal sum, for each participant. */
const WASABI_1_FEE_PARTS = 100_000n;
const WASABI_1_FEE_PER_HEAD = 3n;

/**
 * A round of Wasabi 1: one equal sum of about 0.1 BTC for each, and change for each; the coordinator
 * gets 0.003 % of the equal sum for each participant from each.
 *
 * Source: https://github.com/nopara73/ZeroLink (Chaumian CoinJoin);
 * https://docs.wasabiwallet.io/FAQ/FAQ-UseWasabi.html#what-are-the-fees-for-the-coinjoin
 */
const WASABI_1: JoinProtocol = {
  participants: 30,
  coins: 0.1,
  mostInputs: 3,
  bring: bringMore(0.1, 1.2, 3),
  remixers: 0,
  outputs: ({ luck, participants, coordinator }) => {
    const equal = satoshi(0.1) - BigInt(luck.below(100_000));
    const heads = BigInt(participants.length);
    const fee = (equal * WASABI_1_FEE_PER_HEAD * heads) / WASABI_1_FEE_PARTS;
    return [
      ...participants.flatMap((one) => [
        { to: one.freshAddress(), amount: equal },
        ...change(one, broughtBy(one) - equal - fee - MINER_FEE),
      ]),
      { to: coordinator(), amount: fee * heads },
    ];
  },
};

/** The largest part of a coin that a coordinator of Wasabi 2 takes, and from which size on. */
const WASABI_2_FEE_PARTS = 1_000n;
const WASABI_2_FEE = 3n;
const WASABI_2_FREE = 1_000_000n;
/** Outputs that one participant wants at most, change apart. */
const WASABI_2_MOST_OUTPUTS = 8;

/**
 * A round of Wasabi 2: whatever each brings is cut into standard amounts that others of the round
 * also use, the largest first, and change; of coins above 0.01 BTC the coordinator gets 0.3 %.
 *
 * Source: https://eprint.iacr.org/2021/206 (the protocol), https://doi.org/10.3390/jcp5040088 (the
 * amounts), https://docs.wasabiwallet.io/using-wasabi/CoinJoin.html (fees)
 */
const WASABI_2: JoinProtocol = {
  participants: 60,
  coins: 0.05,
  mostInputs: 3,
  bring: bringMore(0.05, 1.2, 3),
  remixers: 0,
  outputs: ({ luck, participants, coordinator }) => {
    const wants = participants.map((one) => {
      const fees = one.inputs.map(({ amount }) =>
        amount > WASABI_2_FREE ? (amount * WASABI_2_FEE) / WASABI_2_FEE_PARTS : 0n,
      );
      const fee = sumAmounts(fees);
      // A client that leaves out the largest amount does not stand out by it.
      return { one, fee, left: broughtBy(one) - fee - MINER_FEE, skips: luck.below(2) };
    });
    const uses = new Map<bigint, number>();
    for (const { left, skips } of wants) {
      for (const amount of new Set(decompose(left, STANDARD_AMOUNTS, skips))) {
        uses.set(amount, (uses.get(amount) ?? 0) + 1);
      }
    }
    const shared = STANDARD_AMOUNTS.filter((amount) => (uses.get(amount) ?? 0) > 1);
    return [
      ...wants.flatMap(({ one, left, skips }) => {
        const sums = decompose(left, shared, skips);
        return [
          ...sums.map((amount) => ({ to: one.freshAddress(), amount })),
          ...change(one, left - sumAmounts(sums)),
        ];
      }),
      { to: coordinator(), amount: sumAmounts(wants.map(({ fee }) => fee)) },
    ];
  },
};

/** Powers of 2 and of 3, twice those of 3, and 1, 2 and 5 times those of 10. Order: largest first. */
const STANDARD_AMOUNTS = standardAmounts(satoshi(20));

function standardAmounts(most: bigint): readonly bigint[] {
  const amounts = new Set<bigint>();
  for (const [base, factors] of [
    [2n, [1n]],
    [3n, [1n, 2n]],
    [10n, [1n, 2n, 5n]],
  ] as const) {
    for (let power = 1n; power <= most; power *= base) {
      for (const factor of factors) amounts.add(power * factor);
    }
  }
  return [...amounts]
    .filter((amount) => amount >= LEAST_OUTPUT && amount <= most)
    .sort((a, b) => (a > b ? -1 : 1));
}

/** Cuts a sum into some of the amounts, the largest first, leaving out so many that would fit. */
function decompose(sum: bigint, amounts: readonly bigint[], skips: number): readonly bigint[] {
  const parts: bigint[] = [];
  let left = sum;
  for (const amount of amounts.filter((one) => one <= sum).slice(skips)) {
    while (left >= amount && parts.length < WASABI_2_MOST_OUTPUTS) {
      parts.push(amount);
      left -= amount;
    }
  }
  return parts;
}

/**
 * A round of Whirlpool: five people get the pool's amount each. Newcomers bring a little more, which
 * is for the miners; the others come from an earlier round and bring exactly that amount.
 *
 * Edge: the payment that cuts a newcomer's money to size before (tx0) is left out.
 * Source: https://github.com/Samourai-Wallet/Whirlpool/blob/whirlpool/THEORY.md;
 * https://arxiv.org/abs/2311.12491
 */
const WHIRLPOOL: JoinProtocol = {
  participants: 5,
  coins: 0.05,
  mostInputs: 1,
  bring: (luck, isNew) => satoshi(0.05) + (isNew ? BigInt(400 + luck.below(9_000)) : 0n),
  remixers: 3,
  outputs: ({ participants }) =>
    participants.map(({ freshAddress }) => ({ to: freshAddress(), amount: satoshi(0.05) })),
};

/** What a maker earns at most by one CoinJoin. Units: satoshi. */
const MOST_EARNED = 3_000;

/**
 * A CoinJoin of JoinMarket: a taker chooses the sum, each maker gets it and its change with a little
 * earned, and the taker, who pays for that and for the miners, gets the same sum and change.
 *
 * Source: https://github.com/JoinMarket-Org/JoinMarket-Docs/blob/master/High-level-design.md#transactions
 */
const JOINMARKET: JoinProtocol = {
  participants: 7,
  coins: 0.08,
  mostInputs: 3,
  bring: bringMore(0.08, 1.3, 4),
  remixers: 0,
  outputs: ({ luck, participants }) => {
    const equal = satoshi(0.08 * luck.between(0.9, 1.1));
    const [taker, ...makers] = participants;
    if (taker === undefined) return [];
    const earned = makers.map(() => BigInt(100 + luck.below(MOST_EARNED)));
    const fees = sumAmounts(earned) + MINER_FEE * BigInt(participants.length);
    return [
      { to: taker.freshAddress(), amount: equal },
      ...change(taker, broughtBy(taker) - equal - fees),
      ...makers.flatMap((maker, at) => [
        { to: maker.freshAddress(), amount: equal },
        ...change(maker, broughtBy(maker) - equal + (earned[at] ?? 0n)),
      ]),
    ];
  },
};

/** The protocols in use, by the names that the worlds give them. */
export const JOIN_PROTOCOLS: Readonly<Record<string, JoinProtocol>> = {
  'Wasabi 1': WASABI_1,
  'Wasabi 2': WASABI_2,
  Whirlpool: WHIRLPOOL,
  JoinMarket: JOINMARKET,
};
