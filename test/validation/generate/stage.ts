import type { Account } from '../../../src/core/account.js';
import { BitcoinLedger } from './bitcoinLedger.js';
import { Cast } from './cast.js';
import { EvmLedger } from './evmLedger.js';
import { graver, isRisk, leastFor } from './expectation.js';
import { createLuck, type Luck } from './luck.js';
import { Timetable } from './timetable.js';
import { TrackBook } from './tracks.js';
import type { Family, Gravity, World, WorldChain } from './world.js';

/** What a world is built on. */
interface Stage {
  readonly name: string;
  readonly family: Family;
  readonly cast: Cast;
  readonly luck: Luck;
  readonly plan: Timetable;
  readonly book: TrackBook;
  readonly subject: Account;
  /** A labelled exchange that everybody may use. */
  readonly exchange: Account;
}

/** An Ethereum world under construction. */
export interface EvmStage extends Stage {
  readonly ledger: EvmLedger;
}

/** A Bitcoin world under construction. */
export interface BitcoinStage extends Stage {
  readonly ledger: BitcoinLedger;
}

/** An empty Ethereum world. */
export function openEvm(name: string, family: Family): EvmStage {
  const stage = openStage(name, family, 'ethereum');
  return { ...stage, ledger: new EvmLedger({ ...stage, gasExchange: stage.exchange }) };
}

/** An empty Bitcoin world. */
export function openBitcoin(name: string, family: Family): BitcoinStage {
  const stage = openStage(name, family, 'bitcoin');
  return { ...stage, ledger: new BitcoinLedger(stage) };
}

function openStage(name: string, family: Family, chain: WorldChain): Stage {
  const cast = new Cast(name, chain);
  return {
    name,
    family,
    cast,
    luck: createLuck(name),
    plan: new Timetable(),
    book: new TrackBook(cast),
    subject: cast.subject,
    exchange: cast.exchange('Exchange'),
  };
}

/** What a builder knows of its world beside what the tracks tell. */
export interface Intent {
  readonly pattern: string;
  /** Where it is not the policy's answer to the connections. */
  readonly least?: Gravity;
  /** Where it is not `hold` for a connected subject and `proceed` for any other. */
  readonly most?: Gravity;
  readonly planted?: readonly string[];
}

/** Lets everything that was planned happen, and gives the world with its truth. */
export function finish(stage: EvmStage | BitcoinStage, intent: Intent): World {
  const { cast, plan, book, ledger } = stage;
  plan.run();
  const connections = book.connections();
  const connected = new Set(connections.map(({ account }) => account));
  const asked = connections.map((connection) => {
    const label = cast.labelOf(connection.account);
    if (label === null) throw new Error('A connection without a label was made.');
    return leastFor(connection, label);
  });
  const isConnected = connections.some(({ dust }) => !dust);
  const least = intent.least ?? asked.reduce(graver, 'proceed');
  const dusty = connections.some(({ dust }) => dust) ? ['dust-contact'] : [];
  return {
    name: stage.name,
    family: stage.family,
    chain: cast.chain,
    subject: cast.subject,
    facts: ledger.facts,
    labels: cast.labels,
    truth: {
      pattern: intent.pattern,
      least,
      most: intent.most ?? (isConnected ? 'hold' : 'proceed'),
      connections,
      unlinked: cast.labels
        .filter((label) => isRisk(label) && !connected.has(label.account))
        .map(({ account }) => account),
      barriers: cast.all('service', 'venue', 'hub'),
      coinJoins: 'coinJoins' in ledger ? ledger.coinJoins : [],
      planted: [...(intent.planted ?? []), ...dusty],
    },
  };
}
