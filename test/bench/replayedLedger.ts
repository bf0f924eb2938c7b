import type { Account } from '../../src/core/account.js';
import type { FlowBounds } from '../../src/core/accounting/boundQuestion.js';
import type { Bounder } from '../../src/core/accounting/bounds.js';
import { createBounder } from '../../src/core/accounting/bounds.js';
import { replayLots } from '../../src/core/accounting/fifo.js';
import { sweepHaircut } from '../../src/core/accounting/haircut.js';
import type { AssetMovements, MovementTable } from '../../src/core/accounting/movementTable.js';
import type { ReplayMemory } from '../../src/core/accounting/onTheWay.js';
import type { ReplayQuestion } from '../../src/core/accounting/replay.js';
import { ownTotalOf } from '../../src/core/accounting/replay.js';
import { tabulateAccounts } from '../../src/core/accounting/tabulateAccounts.js';
import type { AssetId } from '../../src/core/asset.js';
import { TransferColumns } from '../../src/core/columns/transferColumns.js';
import type { Direction } from '../../src/core/exposure.js';
import type { Transfer } from '../../src/core/ledger.js';
import { recentSince } from '../../src/core/moment.js';
import type { BenchLedger } from './powerLawLedger.js';

const NONE_UNLISTED: ReadonlyMap<string, readonly Transfer[]> = new Map();

/** A ledger, and its transfers as a search writes them down while it takes its answers. */
export interface WrittenLedger extends BenchLedger {
  readonly columns: TransferColumns;
}

/** Writes the transfers of a ledger down. */
export function writeDown(ledger: BenchLedger): WrittenLedger {
  return { ...ledger, columns: TransferColumns.of(ledger.transfers) };
}

/** A ledger's movements, from its facts: ordered, netted and laid out. Every account is replayed. */
export function tablesOf(ledger: WrittenLedger): readonly AssetMovements[] {
  const { subject, claims, assets, prices, columns } = ledger;
  const claimsOf = (account: Account) => claims.get(account) ?? [];
  return tabulateAccounts(
    { transfers: columns, unlisted: NONE_UNLISTED },
    {
      subject,
      knowledge: { claimsOf, ownAccounts: new Set() },
      isReplayed: () => true,
      depositOf: () => null,
      assets,
      prices,
    },
  );
}

/** What is asked of a table of a ledger. */
export interface Asked {
  readonly table: MovementTable;
  readonly asset: AssetId;
  readonly direction: Direction;
  /** That of one accounting: its replays fill it one after the other. */
  readonly memory: ReplayMemory;
}

/** Haircut of a table; returns the conversions on the way, the largest first. */
export function haircutOf(ledger: BenchLedger, asked: Asked): number[] {
  const question = questionOf(ledger, asked);
  const { tally, throughConversion } = sweepHaircut(question, asked.memory);
  const total = ownTotalOf(question, 'whole');
  const { total: told } = tally.split('whole', total);
  if (told !== total.amount) throw new Error('Haircut does not add up.');
  return [...throughConversion]
    .sort(([, a], [, b]) => (a === b ? 0 : a > b ? -1 : 1))
    .map(([movement]) => movement);
}

/** First in, first out of a table. */
export function fifoOf(ledger: BenchLedger, asked: Asked): void {
  const question = questionOf(ledger, asked);
  const total = ownTotalOf(question, 'whole');
  const { total: told } = replayLots(question, asked.memory).split('whole', total);
  if (told !== total.amount) throw new Error('First in, first out does not add up.');
}

function questionOf(ledger: BenchLedger, { table, asset, direction }: Asked): ReplayQuestion {
  const { prices, nowSeconds } = ledger;
  const recentSeconds = recentSince(nowSeconds);
  return {
    table,
    asset,
    direction,
    recentSeconds,
    priceAt: (timeSeconds) => prices.priceOf(asset, timeSeconds),
  };
}

/** What bounds are asked of; laid out once for all questions, as a screening does it. */
export function bounderOf(
  ledger: BenchLedger,
  { table, direction }: Pick<Asked, 'table' | 'direction'>,
): Bounder {
  const recentSeconds = recentSince(ledger.nowSeconds);
  return createBounder({ table, direction, recentSeconds, chainBalanceOf: null });
}

/** Bounds of what came from (or went to) some accounts. */
export function boundsOf(
  bounder: Bounder,
  asset: AssetId,
  asked: { readonly risky: ReadonlySet<Account>; readonly conversions: readonly number[] },
): FlowBounds {
  return bounder.boundFlow({
    asset,
    period: 'whole',
    isRisky: ({ account }) => account !== null && asked.risky.has(account),
    isUnseen: (place) => place.kind === 'edge' && place.what.kind === 'not-replayed',
    conversions: asked.conversions,
  });
}
