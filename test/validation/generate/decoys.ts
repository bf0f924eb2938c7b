import type { Asset } from '../../../src/core/asset.js';
import { ETHER, USDC } from './assets.js';
import {
  payFromClient as clientOnBitcoin,
  payForLife as liveOnBitcoin,
  payOut,
  percentOf,
  satoshi,
} from './bitcoinScenery.js';
import { strangeToken } from './evmLedger.js';
import { partOf, payForLife, payFromClient, sumOf } from './evmScenery.js';
import { type BitcoinStage, type EvmStage, finish, openBitcoin, openEvm } from './stage.js';
import type { World } from './world.js';

/** Near misses on Ethereum: a labelled account is close by, and no value connects it with the subject. */
export const EVM_DECOYS = {
  'money that arrived after it left': (stage: EvmStage, asset: Asset) => {
    const { cast, plan, ledger } = stage;
    const client = payFromClient(stage, { client: 'Client', asset, coins: big(asset), day: 40 });
    const thief = cast.labelled('Thief');
    plan.at(52, (at) => ledger.pay(at, thief, client, sumOf(asset, big(asset))));
  },
  'money that had left before': (stage: EvmStage, asset: Asset) => {
    const { cast, plan, ledger, exchange } = stage;
    const thief = cast.labelled('Thief');
    const client = cast.person('Client');
    plan.at(20, (at) => ledger.pay(at, thief, client, sumOf(asset, big(asset))));
    plan.at(30, (at) => ledger.payAll(at, client, exchange, asset));
    payFromClient(stage, { client: 'Client', asset, coins: big(asset), day: 45 });
  },
  'money in another asset': (stage: EvmStage, asset: Asset) => {
    const { cast, plan, ledger } = stage;
    const other = asset === ETHER ? USDC : ETHER;
    const thief = cast.labelled('Thief');
    const client = payFromClient(stage, { client: 'Client', asset, coins: big(asset), day: 40 });
    plan.at(20, (at) => ledger.pay(at, thief, client, sumOf(other, big(other))));
  },
  'a sibling of a payment': (stage: EvmStage, asset: Asset) => {
    const { cast, plan, ledger } = stage;
    const client = payFromClient(stage, { client: 'Client', asset, coins: big(asset), day: 40 });
    const thief = cast.labelled('Thief');
    plan.at(40.01, (at) => ledger.pay(at, client, thief, partOf(stage, client, asset, 60)));
  },
  'money through an exchange': (stage: EvmStage, asset: Asset) => {
    const { cast, plan, ledger, exchange, subject } = stage;
    const thief = cast.labelled('Thief');
    plan.at(20, (at) => ledger.pay(at, thief, exchange, sumOf(asset, big(asset))));
    plan.at(21, (at) => ledger.pay(at, exchange, subject, sumOf(asset, big(asset))));
  },
  'a worthless token of a thief': (stage: EvmStage, asset: Asset) => {
    const { cast, plan, ledger, subject } = stage;
    const thief = cast.labelled('Thief');
    payFromClient(stage, { client: 'Client', asset, coins: big(asset), day: 40 });
    const token = strangeToken(cast, 7);
    plan.at(41, (at) =>
      ledger.makeNoise(at, { from: thief, to: subject, token, amount: 10n ** 24n }),
    );
    plan.at(42, (at) =>
      ledger.makeNoise(at, { from: thief, to: subject, token: null, amount: 0n }),
    );
  },
} as const;

/** One of the near misses on Ethereum. */
export function buildEvmDecoy(name: string, kind: keyof typeof EVM_DECOYS, asset: Asset): World {
  const stage = openEvm(name, 'decoy');
  EVM_DECOYS[kind](stage, asset);
  payFromClient(stage, { client: 'Second client', asset, coins: big(asset) / 2, day: 60 });
  payForLife(stage, { to: 'Landlord', asset, percent: 35, day: 75 });
  return finish(stage, { pattern: kind, planted: ['noise'] });
}

function big(asset: Asset): number {
  return asset === ETHER ? 3 : 6_000;
}

/** Near misses on Bitcoin. */
export const BITCOIN_DECOYS = {
  'money that arrived after it left': (stage: BitcoinStage) => {
    const { cast, plan, ledger } = stage;
    const client = clientOnBitcoin(stage, { client: 'Client', coins: 0.2, day: 40 });
    const thief = cast.labelled('Thief');
    const outputs = [{ to: client, amount: satoshi(0.4) }];
    plan.at(52, (at) => ledger.pay(at, { from: thief, outputs, change: thief }));
  },
  'another coin of the payer': (stage: BitcoinStage) => {
    const { cast, plan, ledger, exchange } = stage;
    const thief = cast.labelled('Thief');
    const client = clientOnBitcoin(stage, { client: 'Client', coins: 0.2, day: 40 });
    const outputs = [{ to: client, amount: satoshi(0.4) }];
    // It lies beside the coin that pays the subject, arrived later, and goes to an exchange.
    plan.at(39.9, (at) => ledger.pay(at, { from: thief, outputs, change: thief }));
    plan.at(60, (at) => ledger.payAll(at, client, exchange));
  },
  'a sibling of a payment': (stage: BitcoinStage) => {
    const { cast, plan, ledger, subject } = stage;
    const client = cast.person('Client');
    const thief = cast.labelled('Thief');
    plan.at(35, (at) => payOut(stage, at, { to: client, amount: satoshi(0.5) }));
    const outputs = [
      { to: subject, amount: satoshi(0.2) },
      { to: thief, amount: satoshi(0.25) },
    ];
    plan.at(40, (at) => ledger.pay(at, { from: client, outputs, change: client }));
  },
  'a sibling in a payout of an exchange': (stage: BitcoinStage) => {
    const { cast, plan, ledger, exchange, subject } = stage;
    const thief = cast.labelled('Thief');
    const others = Array.from({ length: 20 }, (_, number) => ({
      to: number === 7 ? thief : cast.person(`Customer ${number}`),
      amount: satoshi(0.01 * (number + 1)),
    }));
    const outputs = [...others, { to: subject, amount: satoshi(0.2) }];
    plan.at(40, (at) => ledger.pay(at, { from: exchange, outputs, change: exchange }));
  },
  'money through an exchange': (stage: BitcoinStage) => {
    const { cast, plan, ledger, exchange, subject } = stage;
    const thief = cast.labelled('Thief');
    const outputs = [{ to: exchange, amount: satoshi(0.2) }];
    plan.at(20, (at) => ledger.pay(at, { from: thief, outputs, change: thief }));
    plan.at(21, (at) => payOut(stage, at, { to: subject, amount: satoshi(0.2) }));
  },
} as const;

/** One of the near misses on Bitcoin. */
export function buildBitcoinDecoy(name: string, kind: keyof typeof BITCOIN_DECOYS): World {
  const stage = openBitcoin(name, 'decoy');
  const { ledger, plan, subject, cast } = stage;
  BITCOIN_DECOYS[kind](stage);
  clientOnBitcoin(stage, { client: 'Second client', coins: 0.1, day: 60 });
  liveOnBitcoin(stage, { to: 'Landlord', percent: 35, day: 75 });
  plan.at(90, (at) => {
    const outputs = [
      { to: cast.person('Friend'), amount: percentOf(ledger.balanceOf(subject), 5) },
    ];
    ledger.pay(at, { from: subject, outputs, change: subject });
  });
  return finish(stage, { pattern: kind });
}
