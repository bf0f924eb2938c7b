import type { Account } from '../../../src/core/account.js';
import type { Output } from './bitcoinLedger.js';
import { payForLife, payFromClient, payOut, percentOf, satoshi } from './bitcoinScenery.js';
import { type BitcoinStage, finish, openBitcoin } from './stage.js';
import type { World } from './world.js';

/** A shape of CoinJoin: how many pay in, what equal sums come out, and how. */
interface JoinShape {
  readonly participants: number;
  readonly coins: number;
  /** Outputs of the equal sum for each participant. */
  readonly equalOutputs: number;
  readonly hasChange: boolean;
  /** Whether outputs are of many standard sums rather than of one. */
  readonly standardSums: boolean;
}

/**
 * The shapes in use.
 *
 * Source: https://github.com/WalletWasabi/WalletWasabi (0.1 BTC rounds, then WabiSabi),
 * https://samouraiwallet.com/whirlpool (5 × 5), https://github.com/JoinMarket-Org/joinmarket-clientserver
 */
export const JOIN_SHAPES: Readonly<Record<string, JoinShape>> = {
  'Wasabi 1': {
    participants: 30,
    coins: 0.1,
    equalOutputs: 1,
    hasChange: true,
    standardSums: false,
  },
  'Wasabi 2': {
    participants: 60,
    coins: 0.05,
    equalOutputs: 1,
    hasChange: true,
    standardSums: true,
  },
  Whirlpool: {
    participants: 5,
    coins: 0.05,
    equalOutputs: 1,
    hasChange: false,
    standardSums: false,
  },
  JoinMarket: {
    participants: 7,
    coins: 0.08,
    equalOutputs: 1,
    hasChange: true,
    standardSums: false,
  },
};

/** A thief and the subject's payer, or the subject, are in one CoinJoin among strangers. */
export function buildCoinJoin(name: string, shape: string, who: 'payer' | 'subject'): World {
  const stage = openBitcoin(name, 'coinjoin');
  const join = JOIN_SHAPES[shape];
  if (join === undefined) throw new Error(`No CoinJoin is called ${shape}.`);
  const { cast, plan, ledger, subject } = stage;
  const thief = cast.labelled('Thief');
  const before = who === 'payer' ? cast.person('Payer') : subject;
  const after = who === 'payer' ? cast.person('Payer afterwards') : subject;
  const strangers = Array.from({ length: join.participants - 2 }, (_, number) =>
    cast.person(`Participant ${number}`),
  );
  for (const account of [...strangers, before]) {
    // A pool's inputs are the note itself and a little for the miner; other rounds give change.
    const amount =
      satoshi(join.coins) +
      (join.hasChange ? satoshi(join.coins * stage.luck.between(0.2, 2)) : 3_000n);
    plan.at(stage.luck.between(10, 20), (at) =>
      payOut(stage, at, { to: account, amount, others: 1 }),
    );
  }
  plan.at(30, (at) => {
    const owners = [...strangers, before, thief];
    const inputs = owners.map((to) => ({
      to,
      amount:
        to === thief
          ? satoshi(join.coins) + (join.hasChange ? satoshi(0.7) : 3_000n)
          : ledger.balanceOf(to),
    }));
    ledger.mix(at, { inputs, outputs: joinedOutputs(stage, { join, inputs, before, after }) });
  });
  if (who === 'payer') {
    plan.at(40, (at) => {
      const amount = percentOf(ledger.balanceOf(after), 80);
      ledger.pay(at, {
        from: after,
        outputs: [{ to: subject, amount }],
        change: cast.person('Change'),
      });
    });
  }
  payFromClient(stage, { client: 'Client', coins: 0.06, day: 50 });
  payForLife(stage, { to: 'Landlord', percent: 30, day: 70 });
  const whose = who === 'payer' ? 'before the payer' : 'by the subject';
  return finish(stage, { pattern: `${shape} ${whose}`, planted: ['coinjoin', 'mixer'] });
}

function joinedOutputs(
  stage: BitcoinStage,
  round: {
    readonly join: JoinShape;
    readonly inputs: readonly Output[];
    readonly before: Account;
    readonly after: Account;
  },
): readonly Output[] {
  const { cast, luck } = stage;
  const { join, inputs, before, after } = round;
  const note = satoshi(join.coins);
  const minerFee = 1_000n;
  const outputs = inputs.flatMap(({ to, amount }, number): Output[] => {
    const receiver = to === before ? after : cast.person(`Mixed ${number}`);
    const change = to === before && after !== before ? cast.person('Payer change') : receiver;
    if (!join.standardSums) {
      const equal = { to: receiver, amount: note };
      const rest = amount - note - minerFee;
      return join.hasChange && rest > 5_000n ? [equal, { to: change, amount: rest }] : [equal];
    }
    return splitIntoStandardSums(amount - minerFee).map((sum) => ({ to: receiver, amount: sum }));
  });
  // Nobody can tell by the place of an output whose it is.
  return outputs
    .map((output) => ({ output, place: luck.below(1_000_000) }))
    .sort((a, b) => a.place - b.place)
    .map(({ output }) => output);
}

/** Sums of which many are alike, as WabiSabi rounds pay out; what is left over stands last. */
function splitIntoStandardSums(amount: bigint): readonly bigint[] {
  const standard = [
    10_000_000n,
    5_000_000n,
    2_000_000n,
    1_000_000n,
    500_000n,
    200_000n,
    100_000n,
    50_000n,
    20_000n,
    10_000n,
    5_000n,
  ];
  const sums: bigint[] = [];
  let left = amount;
  for (const sum of standard) {
    while (left >= sum && sums.length < 8) {
      sums.push(sum);
      left -= sum;
    }
  }
  return left >= 5_000n ? [...sums, left] : sums;
}

/** One owner pays several people equal sums: no CoinJoin, though it has equal outputs. */
export function buildEqualPayout(name: string): World {
  const stage = openBitcoin(name, 'coinjoin');
  const { cast, plan, ledger, subject } = stage;
  const thief = cast.labelled('Thief');
  const outputs = ['One', 'Two', 'Three', 'Four'].map((word) => ({
    to: cast.person(`Receiver ${word}`),
    amount: satoshi(0.05),
  }));
  plan.at(30, (at) =>
    ledger.pay(at, {
      from: thief,
      outputs: [...outputs, { to: subject, amount: satoshi(0.05) }],
      change: thief,
    }),
  );
  payFromClient(stage, { client: 'Client', coins: 0.06, day: 50 });
  payForLife(stage, { to: 'Landlord', percent: 30, day: 70 });
  return finish(stage, { pattern: 'equal sums from one payer' });
}

/** The subject and a labelled address sign for one payment, outside any CoinJoin. */
export function buildCoSpend(name: string): World {
  const stage = openBitcoin(name, 'co-spend');
  const { cast, plan, ledger, subject } = stage;
  const worker = cast.labelled('IT worker', { category: 'it-worker', actor: 'dprk-it-worker' });
  payFromClient(stage, { client: 'Client', coins: 0.1, day: 30 });
  plan.at(50, (at) =>
    ledger.payTogether(at, {
      owners: [subject, worker],
      to: cast.person('Shop'),
      amount: satoshi(0.12),
      change: cast.person('Change'),
    }),
  );
  payFromClient(stage, { client: 'Second client', coins: 0.05, day: 60 });
  return finish(stage, {
    pattern: 'one payment of both',
    least: 'review',
    most: 'hold',
    planted: ['co-spend'],
  });
}
