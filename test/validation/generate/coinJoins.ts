import type { Account } from '../../../src/core/account.js';
import type { Output } from './bitcoinLedger.js';
import { payForLife, payFromClient, payOut, percentOf, satoshi } from './bitcoinScenery.js';
import { isRisk } from './expectation.js';
import { JOIN_PROTOCOLS, type JoinProtocol, type Participant } from './joinRounds.js';
import { type BitcoinStage, finish, openBitcoin } from './stage.js';
import type { World } from './world.js';

/** Who meets a thief in a CoinJoin: who pays the subject later, or the subject at one end of it. */
export type Joiner = 'payer' | 'subject pays in' | 'subject is paid';

const TITLES: Readonly<Record<Joiner, string>> = {
  payer: 'before the payer',
  'subject pays in': 'by the subject',
  'subject is paid': 'paid out to the subject',
};

/** A thief and the subject's payer, or the subject, are in one CoinJoin among strangers. */
export function buildCoinJoin(name: string, called: string, who: Joiner): World {
  const stage = openBitcoin(name, 'coinjoin');
  const protocol = JOIN_PROTOCOLS[called];
  if (protocol === undefined) throw new Error(`No CoinJoin is called ${called}.`);
  const { cast, plan, ledger, subject } = stage;
  const before = who === 'subject pays in' ? subject : cast.person('Payer');
  const after = who === 'subject is paid' ? subject : cast.person('Payer afterwards');
  planRound(stage, { protocol, before, after });
  if (who === 'payer') {
    plan.at(40, (at) => {
      const amount = percentOf(ledger.balanceOf(after), 80);
      const outputs = [{ to: subject, amount }];
      ledger.pay(at, { from: after, outputs, change: cast.person('Change') });
    });
  }
  payFromClient(stage, { client: 'Client', coins: 0.06, day: 50 });
  payForLife(stage, { to: 'Landlord', percent: 30, day: 70 });
  const pattern = `${called} ${TITLES[who]}`;
  const planted = who === 'payer' ? ['mixer'] : ['coinjoin', 'mixer'];
  const world = finish(stage, { pattern, planted });
  return thiefPaidTenth(world) ? reviewed(world) : world;
}

/** Whether labelled addresses paid in a tenth of the CoinJoin: from there on the policy asks for a look. */
function thiefPaidTenth({ facts, labels, truth }: World): boolean {
  const thieves = new Set(labels.filter(isRisk).map(({ account }) => account));
  return facts.some((fact) => {
    if (fact.kind !== 'utxo' || !truth.coinJoins.includes(fact.txId)) return false;
    const sum = (inputs: typeof fact.inputs) =>
      inputs.reduce((all, { amount }) => all + amount, 0n);
    const theirs = fact.inputs.filter(({ account }) => account !== null && thieves.has(account));
    return sum(theirs) * 10n >= sum(fact.inputs);
  });
}

function reviewed(world: World): World {
  const { truth } = world;
  const planted = [...truth.planted, 'shared-coinjoin'];
  return { ...world, truth: { ...truth, least: 'review', most: 'review', planted } };
}

/** Lets people buy coins and join them with a thief's. */
function planRound(
  stage: BitcoinStage,
  round: { readonly protocol: JoinProtocol; readonly before: Account; readonly after: Account },
): void {
  const { cast, plan, ledger, luck } = stage;
  const { protocol, before, after } = round;
  const { mostInputs, remixers } = protocol;
  const thief = cast.labelled('Thief');
  // Who is looked for gets its first output, one of the equal sums, at a known address.
  const owner = { word: 'Payer', coins: [before], first: after, isNew: true };
  const strangers = Array.from({ length: protocol.participants - 2 }, (_, number) => {
    const word = `Participant ${number}`;
    const isNew = number >= remixers;
    const count = isNew ? 1 + luck.below(mostInputs) : 1;
    const coins = Array.from({ length: count }, (__, coin) => cast.person(`${word}, coin ${coin}`));
    return { word, coins, first: null, isNew };
  });
  const others = { word: 'Thief', coins: [thief], first: null, isNew: true };
  const people = [owner, others, ...strangers].map((one) => {
    const brought = protocol.bring(luck, one.isNew);
    const parts = one.coins.map((to) => ({ to, amount: brought / BigInt(one.coins.length) }));
    return { ...one, parts };
  });
  for (const { parts, isNew } of people) {
    for (const { to, amount } of parts) {
      // The money of a remixer comes from an earlier round, and a thief's from a theft.
      if (!isNew || to === thief) continue;
      plan.at(luck.between(10, 20), (at) => payOut(stage, at, { to, amount, others: 1 }));
    }
  }
  plan.at(30, (at) => {
    const participants = people.map(({ word, parts, first }): Participant => {
      let used = 0;
      const freshAddress = () => {
        used += 1;
        return used === 1 && first !== null ? first : cast.person(`${word}, mixed ${used}`);
      };
      return { inputs: parts, freshAddress };
    });
    const coordinator = () => cast.person('Coordinator');
    const outputs = protocol.outputs({ luck, participants, coordinator });
    const inputs = participants.flatMap((one) => one.inputs);
    // Nobody can tell by the place of a coin whose it is.
    ledger.mix(at, { inputs: shuffled(stage, inputs), outputs: shuffled(stage, outputs) });
  });
}

function shuffled({ luck }: BitcoinStage, outputs: readonly Output[]): readonly Output[] {
  return outputs
    .map((output) => ({ output, place: luck.below(1_000_000) }))
    .sort((a, b) => a.place - b.place)
    .map(({ output }) => output);
}

/** One owner pays several people equal sums out of so many coins: no CoinJoin for all its equal outputs. */
export function buildEqualPayout(name: string, coins: number): World {
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
      coins,
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
