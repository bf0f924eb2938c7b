import { createHash } from 'node:crypto';
import { hexToBytes } from '../../src/chains/hex.js';
import { createAccount } from '../../src/core/account.js';
import { erc20AssetId, nativeAssetId } from '../../src/core/asset.js';
import type { Transfer, UtxoTx } from '../../src/core/ledger.js';
import { openSigner } from './bitcoinSigner.js';
import { jsonBody, type LoopbackServer } from './faultServer.js';
import { accountAt, chainsOf, esploraAt, explorerAt } from './liveSources.js';
import { startLoopbackEsplora } from './loopbackEsplora.js';
import { startLoopbackExplorer } from './loopbackExplorer.js';
import { chainNamed, utxoTx } from './sourceBench.js';

/** An Ethereum-type chain of the company. */
export type EvmName = 'ethereum' | 'polygon';

/** A transfer on such a chain. Units: atomic units of USDC, or of the chain's coin; Unix seconds. */
export interface Move {
  readonly chain: EvmName;
  readonly from: string;
  readonly to: string;
  readonly asset: 'USDC' | 'coin';
  readonly amount: bigint;
  readonly at: number;
}

/** Somebody who gets bitcoin. Units: sats. */
export interface Coins {
  readonly to: string;
  readonly amount: bigint;
}

/** The chains of an invented year: they hold what was put there, and show what happened so far. */
export interface YearChains {
  /** The `chains` of a configuration. */
  readonly config: object;
  /** Gives the id of the one transaction that all of these are. */
  readonly move: (...moves: readonly Move[]) => string;
  /** Spends what an address got last, or coins of before the beginning; gives the id of the transaction. */
  readonly spend: (from: string, paid: readonly Coins[], at: number) => string;
  /** Units: Unix seconds. */
  readonly showUntil: (seconds: number) => void;
  /** While it is out of order, whoever explores both Ethereum-type chains answers every question with 500. */
  readonly outOfOrder: (isSo: boolean) => void;
  readonly close: () => Promise<void>;
}

/** When both chains began. Units: Unix seconds. */
const BEGINNING = Date.UTC(2025, 0, 1) / 1000;
const EVM_BLOCK_SECONDS = 12;
const BITCOIN_BLOCK_SECONDS = 600;
const FEE = 1_000n;
/** What every contract answers to whoever asks whether something is so, such as whether a wallet is frozen. */
const NO = `0x${'0'.repeat(64)}`;

const USDC: Readonly<Record<EvmName, string>> = {
  ethereum: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
  polygon: '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359',
};

/** The asset of a move. */
export function assetOf(chain: EvmName | 'bitcoin', asset: 'USDC' | 'coin') {
  const named = chainNamed(chain);
  return asset === 'coin' || chain === 'bitcoin'
    ? nativeAssetId(named)
    : erc20AssetId(named.id, USDC[chain]);
}

/** An invented address of Bitcoin. */
export function coinAddress(word: string): string {
  return openSigner('p2wpkh', hexToBytes(digest(word))).address;
}

/** Starts the servers; they show nothing before `showUntil`. */
export async function openYearChains(): Promise<YearChains> {
  const evm: Record<EvmName, Transfer[]> = { ethereum: [], polygon: [] };
  const coins: UtxoTx[] = [];
  let isOut = false;
  const script = () => (isOut ? jsonBody('{"error":"unwell"}', 500) : null);
  const ethereum = await startLoopbackExplorer({
    ...{ facts: [], tipHeight: 0, tipSeconds: BEGINNING },
    ...{ calls: () => NO, script },
  });
  const polygon = await startLoopbackExplorer({
    ...{ facts: [], tipHeight: 0, tipSeconds: BEGINNING, chainId: '137', calls: () => NO, script },
  });
  const bitcoin = await startLoopbackEsplora({
    ...{ facts: [], tipHeight: 0, tipSeconds: BEGINNING },
  });
  const servers: readonly LoopbackServer[] = [ethereum, polygon, bitcoin];
  return {
    config: chainsOf({
      ethereum: [explorerAt(ethereum)],
      polygon: [explorerAt(polygon)],
      bitcoin: [esploraAt(bitcoin)],
    }),
    move: (...moves) => {
      const txId = `0x${digest(`move ${evm.ethereum.length} ${evm.polygon.length}`)}`;
      for (const [index, move] of moves.entries())
        evm[move.chain].push(transferOf(move, index, txId));
      return txId;
    },
    spend: (from, paid, at) => {
      const tx = spendOf(coins, { from, paid, at });
      coins.push(tx);
      return tx.txId;
    },
    showUntil: (seconds) => {
      const timeSeconds = seconds - 60;
      const tipOf = (blockSeconds: number) => ({
        height: heightAt(timeSeconds, blockSeconds),
        timeSeconds,
      });
      ethereum.showUntil(evm.ethereum, tipOf(EVM_BLOCK_SECONDS));
      polygon.showUntil(evm.polygon, tipOf(EVM_BLOCK_SECONDS));
      bitcoin.showUntil(coins, tipOf(BITCOIN_BLOCK_SECONDS));
    },
    outOfOrder: (isSo) => {
      isOut = isSo;
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

function heightAt(seconds: number, blockSeconds: number): number {
  return 500_000 + Math.floor((seconds - BEGINNING) / blockSeconds);
}

function transferOf(
  { chain, from, to, asset, amount, at }: Move,
  index: number,
  txId: string,
): Transfer {
  return {
    ...{ kind: 'transfer', chain: chainNamed(chain).id, asset: assetOf(chain, asset), amount },
    channel: asset === 'coin' ? 'native' : 'token',
    ...{ height: heightAt(at, EVM_BLOCK_SECONDS), blockHash: null, txIndex: null },
    ...{ txId, index: `#${index}`, timeSeconds: at },
    ...{ from: accountAt(from, chain), to: accountAt(to, chain) },
  };
}

/** A transaction that spends what an address got last, and gives the rest back to it. */
function spendOf(
  before: readonly UtxoTx[],
  spent: { readonly from: string; readonly paid: readonly Coins[]; readonly at: number },
): UtxoTx {
  const { id } = chainNamed('bitcoin');
  const { from, paid, at } = spent;
  const account = createAccount(id, from);
  const held = before.findLast(({ outputs }) =>
    outputs.some((output) => output.account === account),
  );
  const index = held?.outputs.findIndex((output) => output.account === account) ?? 0;
  const previous = held === undefined ? null : { txId: held.txId, index };
  const amount = held?.outputs[index]?.amount ?? 1_000_000_000n;
  const sum = paid.reduce((all, one) => all + one.amount, 0n);
  const outputs = paid.map((one) => ({ account: createAccount(id, one.to), amount: one.amount }));
  return utxoTx(before.length, {
    ...{ txId: digest(`coins ${before.length}`), timeSeconds: at, fee: FEE },
    height: heightAt(at, BITCOIN_BLOCK_SECONDS),
    inputs: [{ previous, account, amount }],
    outputs: [...outputs, { account, amount: amount - sum - FEE }],
  });
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
