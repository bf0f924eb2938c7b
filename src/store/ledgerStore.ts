import { type Account, chainOfAccount } from '../core/account.js';
import type { ChainId } from '../core/chain.js';
import { Bug } from '../core/errors.js';
import type { Channel } from '../core/ledger.js';
import type { KnownBlock, LedgerCache, Tip } from '../screening/ports.js';
import { createBalanceRows } from './balanceRows.js';
import { createBusyRows } from './busyRows.js';
import { createChainProofRows } from './chainProofRows.js';
import { createCoverageRows } from './coverageRows.js';
import { createNames } from './names.js';
import type { DatabaseHandle } from './open.js';
import { createSpendRows } from './spendRows.js';
import { guarded } from './storeFailure.js';
import { createTipRows } from './tipRows.js';
import { createTransferRows } from './transferRows.js';
import { createUtxoTxRows } from './utxoTxRows.js';
import { createWholeTxRows } from './wholeTxRows.js';

interface AdoptedTip {
  readonly hash: string;
  readonly finalHeight: number;
}

type TipPlace = Parameters<LedgerCache['adoptTip']>[0];
type NewTip = Parameters<LedgerCache['adoptTip']>[1];
type Page = Parameters<LedgerCache['writePage']>[0];
type FactQuery = Parameters<LedgerCache['readFacts']>[0];

/** Below every block: nothing is final for a source that never named its newest block. */
const NOTHING_FINAL = -1;

/**
 * The ledger cache over a database.
 *
 * Whatever lies above a source's final height is provisional: it stays as long as the source names
 * the same newest block. When it names another, what lies above the last block that both chains
 * share is forgotten; where that block is not known, all that is provisional.
 * Edge: what was written before a source named any block is forgotten when it names its first.
 * Blind spot: when another process adopts a newer block of the same source, provisional facts go
 * together with their coverage, also those that this process wrote a moment ago. Read the coverage
 * after the facts, and count what it no longer holds as not seen.
 *
 * @throws {StoreError} from every call, when the database fails.
 */
export function createLedgerStore(db: DatabaseHandle): LedgerCache {
  const names = createNames(db);
  const transfers = createTransferRows(db, names);
  const utxoTxs = createUtxoTxRows(db, names);
  const wholeTxs = createWholeTxRows(db, { names, transfers });
  const spends = createSpendRows(db, names);
  const balances = createBalanceRows(db, names);
  const coverage = createCoverageRows(db);
  const busy = createBusyRows(db);
  const proofs = createChainProofRows(db);
  const tips = createTipRows(db);
  // What this process read was true at these tips, whatever another process adopts meanwhile.
  const adopted = new Map<number, AdoptedTip>();

  // Where another process went on to a newer block, what this one still writes is not final by it.
  const keepProvisional = (sourceId: number) => {
    const own = adopted.get(sourceId);
    if (own === undefined) return;
    const stored = tips.read(sourceId);
    if (stored.hash === own.hash || (stored.finalHeight ?? NOTHING_FINAL) <= own.finalHeight)
      return;
    tips.writeFinalHeight(sourceId, own.finalHeight);
  };

  const readFacts = ({ account, channel, source, interval }: FactQuery) => {
    const chain = chainOfAccount(account);
    const accountId = names.accounts.findId(account);
    const sourceId = names.findSourceId(chain, source);
    if (accountId === undefined || sourceId === undefined) return [];
    const query = { chain, accountId, sourceId, interval };
    const moved = transfers.read({ ...query, foundIn: channel });
    return channel === 'utxo' ? [...moved, ...utxoTxs.read(query)] : moved;
  };

  const readCoverage = (account: Account, channel: Channel, source: string) => {
    const accountId = names.accounts.findId(account);
    const sourceId = names.findSourceId(chainOfAccount(account), source);
    if (accountId === undefined || sourceId === undefined) return [];
    return coverage.read({ accountId, channel, sourceId });
  };

  const writePage = (page: Page) => {
    assertPageFits(page);
    const sourceId = names.internSourceId(chainOfAccount(page.account), page.source);
    keepProvisional(sourceId);
    for (const fact of page.facts) {
      if (fact.kind === 'utxo') utxoTxs.write(sourceId, fact);
      else transfers.write({ sourceId, foundIn: page.channel }, fact);
    }
    if (page.coverage === null) return;
    const accountId = names.accounts.internId(page.account);
    coverage.add({ accountId, channel: page.channel, sourceId }, page.coverage.interval);
  };

  const provisionalBlocks = (chain: ChainId, sourceId: number): readonly KnownBlock[] => {
    const { height, hash, finalHeight } = tips.read(sourceId);
    const above = finalHeight ?? NOTHING_FINAL;
    const met = new Map<string, KnownBlock>();
    for (const rows of [transfers, utxoTxs]) {
      for (const block of rows.readBlocksAbove(chain, sourceId, above)) {
        met.set(`${block.height} ${block.hash}`, block);
      }
    }
    if (met.size > 0 && height !== null && hash !== null) {
      met.set(`${height} ${hash}`, { height, hash });
    }
    return [...met.values()].sort((a, b) => a.height - b.height || (a.hash < b.hash ? -1 : 1));
  };

  const adoptTip = ({ chain, source }: TipPlace, { tip, finalHeight, shared }: NewTip) => {
    const sourceId = names.internSourceId(chain, source);
    const stored = tips.read(sourceId);
    const isShared = shared !== null && isSame(shared.among, provisionalBlocks(chain, sourceId));
    const final = stored.finalHeight ?? NOTHING_FINAL;
    const keptUpTo = isShared ? Math.max(final, shared.height) : final;
    const isSameTip = stored.hash === tip.hash && stored.height === tip.height;
    if (!isSameTip) {
      transfers.forgetAbove(sourceId, keptUpTo);
      wholeTxs.forgetAbove(sourceId, keptUpTo);
      utxoTxs.forgetAbove(sourceId, keptUpTo);
      coverage.cutAbove(sourceId, keptUpTo);
      spends.forgetOtherTips(chain, tip);
      balances.forgetOtherTips(sourceId, tip);
    }
    tips.write(sourceId, tip, isSameTip ? Math.min(final, finalHeight) : finalHeight);
    adopted.set(sourceId, { hash: tip.hash, finalHeight });
  };

  const readProvisionalBlocks = (chain: ChainId, source: string): readonly KnownBlock[] => {
    const sourceId = names.findSourceId(chain, source);
    return sourceId === undefined ? [] : provisionalBlocks(chain, sourceId);
  };

  const forgetHistory = (account: Account, source: string) => {
    const accountId = names.accounts.findId(account);
    const sourceId = names.findSourceId(chainOfAccount(account), source);
    if (accountId === undefined || sourceId === undefined) return;
    const parties = [
      accountId,
      ...transfers.forgetOf(sourceId, accountId),
      ...utxoTxs.forgetOf(sourceId, accountId),
    ];
    for (const party of new Set(parties)) coverage.forget(sourceId, party);
  };

  const readTip = (chain: ChainId, source: string): Tip | null => {
    const sourceId = names.findSourceId(chain, source);
    if (sourceId === undefined) return null;
    const { height, hash, timeSeconds } = tips.read(sourceId);
    if (height === null || hash === null || timeSeconds === null) return null;
    return { height, hash, timeSeconds };
  };

  const forgetSource = (chain: ChainId, source: string) => {
    const sourceId = names.findSourceId(chain, source);
    if (sourceId === undefined) return;
    proofs.forgetSource(sourceId);
    adopted.delete(sourceId);
  };

  const reading = <Given extends readonly unknown[], Result>(call: (...given: Given) => Result) =>
    guarded(db.name, (...given: Given) => db.transaction(() => call(...given))());
  const writing = <Given extends readonly unknown[]>(call: (...given: Given) => void) =>
    guarded(db.name, (...given: Given) => db.transaction(() => call(...given)).immediate());

  return {
    readFacts: reading(readFacts),
    readCoverage: reading(readCoverage),
    writePage: writing(writePage),
    forgetHistory: writing(forgetHistory),
    readTransaction: reading(utxoTxs.readOne),
    writeTransaction: writing((source, tx) => {
      const sourceId = names.internSourceId(tx.chain, source);
      keepProvisional(sourceId);
      utxoTxs.write(sourceId, tx);
    }),
    readTransfers: reading(wholeTxs.read),
    writeTransfers: writing((told) => {
      const sourceId = names.internSourceId(told.chain, told.source);
      keepProvisional(sourceId);
      wholeTxs.write(sourceId, told);
    }),
    readBalance: reading(balances.read),
    writeBalance: writing((told) => {
      balances.write(names.internSourceId(chainOfAccount(told.account), told.source), told);
    }),
    readSpends: reading(spends.read),
    writeSpends: writing((chain, txId, answers, tip, finalHeight) =>
      spends.write({ chain, txId, spends: answers, tip, finalHeight }),
    ),
    readProvisionalBlocks: reading(readProvisionalBlocks),
    adoptTip: writing(adoptTip),
    readTip: reading(readTip),
    readChainProof: reading(({ chain, source, place, checkpoint }) => {
      const sourceId = names.findSourceId(chain, source);
      return sourceId !== undefined && proofs.has(sourceId, place, checkpoint);
    }),
    writeChainProof: writing(({ chain, source, place, checkpoint }) => {
      proofs.write(names.internSourceId(chain, source), place, checkpoint);
    }),
    forgetSource: writing(forgetSource),
    writeBusy: writing((account, source, reason, height) => {
      const sourceId = names.internSourceId(chainOfAccount(account), source);
      busy.write(names.accounts.internId(account), sourceId, reason, height);
    }),
    readBusy: reading((account, source) => {
      const accountId = names.accounts.findId(account);
      const sourceId = names.findSourceId(chainOfAccount(account), source);
      if (accountId === undefined || sourceId === undefined) return null;
      return busy.read(accountId, sourceId);
    }),
  };
}

function isSame(some: readonly KnownBlock[], others: readonly KnownBlock[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ height, hash }, at) => others[at]?.height === height && others[at].hash === hash)
  );
}

function assertPageFits({ account, channel, source, facts, coverage }: Page): void {
  const chain = chainOfAccount(account);
  if (facts.some((fact) => fact.chain !== chain)) {
    throw new Bug('A page holds a fact of another chain than its account.', { account });
  }
  if (coverage === null) return;
  if (coverage.account !== account || coverage.channel !== channel || coverage.source !== source) {
    throw new Bug('A page proves the coverage of something else than it was asked for.', {
      account,
      channel,
      source,
    });
  }
}
