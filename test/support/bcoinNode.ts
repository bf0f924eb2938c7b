import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { addressOfScript } from '../../src/chains/bitcoin/script.js';

/** A transaction in the words of the node's own HTTP interface. Units: satoshi. */
export interface NodeTx {
  readonly hash: string;
  readonly fee: number;
  /** -1 while no block holds it. */
  readonly height: number;
  readonly block: string | null;
  readonly time: number;
  /** Place in its block; -1 while no block holds it. */
  readonly index: number;
  readonly version: number;
  readonly locktime: number;
  readonly inputs: readonly NodeInput[];
  readonly outputs: readonly NodeOutput[];
}

/** An input; `coin` is the output that it spends and is missing for newly mined money. */
export interface NodeInput {
  readonly prevout: Outpoint;
  readonly sequence: number;
  readonly coin?: { readonly value: number; readonly script: string; readonly coinbase: boolean };
}

/** An output. Units: satoshi. */
export interface NodeOutput {
  readonly value: number;
  readonly script: string;
}

/** Names an output: the id of its transaction as people write it, and its place. */
export interface Outpoint {
  readonly hash: string;
  readonly index: number;
}

/** An output that the node counts as unspent. */
export interface NodeCoin extends Outpoint {
  readonly value: number;
}

/** A block by its header. */
export interface NodeBlock {
  readonly hash: string;
  readonly height: number;
  readonly time: number;
}

/** Somebody's key, by the address that its script has on the main network. */
export interface NodeKey {
  readonly address: string;
  readonly ring: KeyRing;
}

/** A payment that the node is asked to relay; what it spends is whole, so change is an output. */
export interface NodePayment {
  readonly spends: readonly { readonly key: NodeKey; readonly coin: Outpoint }[];
  readonly outputs: readonly { readonly to: NodeKey; readonly value: number }[];
}

/** A Bitcoin node on a chain of its own that lives in memory and talks to nobody. */
export interface BitcoinNode {
  /** Mines blocks ten minutes apart, with whatever the node holds in its memory pool. */
  mine(reward: NodeKey, blocks: number): Promise<void>;
  /** Signs a payment and hands it to the memory pool. Gives the transaction's id. */
  pay(payment: NodePayment): Promise<string>;
  /** Mines a longer branch without the newest block; its payments are in no block then. */
  replaceNewestBlock(reward: NodeKey): Promise<void>;
  /** A transaction of the chain or the memory pool, or null. */
  findTx(txId: string): Promise<NodeTx | null>;
  /** Transactions that touch an address of the main network. Order: none. */
  listTxs(address: string): Promise<readonly NodeTx[]>;
  /** Outputs of an address that nothing spends, in a block or the memory pool. Order: by height. */
  listCoins(address: string): Promise<readonly NodeCoin[]>;
  /** Whether the node still counts an output as unspent. */
  isUnspent(outpoint: Outpoint): Promise<boolean>;
  /** The block of the best chain at a height, or null above its end. */
  blockAt(height: number): Promise<NodeBlock | null>;
  tip(): NodeBlock;
  stop(): Promise<void>;
}

/** The key that belongs to a word; a key of the `segwit` kind has an address that begins with bc1. */
export function nodeKey(word: string, kind: 'legacy' | 'segwit' = 'legacy'): NodeKey {
  const bcoin = loadBcoin();
  const ring = bcoin.KeyRing.fromPrivate(createHash('sha256').update(word).digest(), true);
  ring.witness = kind === 'segwit';
  const script = bcoin.Script.fromAddress(ring.getAddress()).toRaw().toString('hex');
  const address = addressOfScript(script);
  if (address === null) throw new Error('A key has no address.');
  return { address, ring };
}

const SECONDS_PER_BLOCK = 600;

/** Starts a node whose first block is mined at the given time. Units: Unix seconds. */
export async function startBitcoinNode(startSeconds: number): Promise<BitcoinNode> {
  const bcoin = loadBcoin();
  const node = new bcoin.FullNode({
    network: 'regtest',
    memory: true,
    workers: false,
    listen: false,
    indexTX: true,
    indexAddress: true,
    httpHost: '127.0.0.1',
    httpPort: 0,
    env: false,
    argv: false,
    config: false,
  });
  const complaints: Error[] = [];
  node.on('error', (error) => complaints.push(error));
  await node.open();
  const { chain } = node;

  const jsonOf = async (meta: TxMeta): Promise<NodeTx> =>
    meta.getJSON('regtest', await node.getMetaView(meta));
  const metaOf = (txId: string) => node.getMeta(reversed(txId));
  const indexKey = (address: string) => bcoin.Address.fromString(address, 'main');
  const blockOf = (entry: ChainEntry): NodeBlock => ({
    hash: entry.rhash(),
    height: entry.height,
    time: entry.time,
  });
  const coinAt = async ({ hash, index }: Outpoint) => node.getCoin(reversed(hash), index);

  const mineOn = async (before: ChainEntry, reward: NodeKey): Promise<ChainEntry> => {
    const job = await node.miner.createJob(before, reward.ring.getAddress());
    job.attempt.time = startSeconds + SECONDS_PER_BLOCK * before.height;
    const entry = await chain.add(await job.mineAsync());
    if (entry === null) throw new Error('The node refused the block that it mined.');
    return entry;
  };

  return {
    mine: async (reward, blocks) => {
      for (let mined = 0; mined < blocks; mined += 1) await mineOn(chain.tip, reward);
    },

    replaceNewestBlock: async (reward) => {
      const before = await chain.getEntry(chain.tip.prevBlock);
      if (before === null) throw new Error('The chain has one block only.');
      const last = await mineOn(await mineOn(before, reward), reward);
      if (chain.tip.hash !== last.hash) throw new Error('The node did not take the longer branch.');
    },

    pay: async ({ spends, outputs }) => {
      const tx = new bcoin.MTX();
      for (const { coin } of spends) {
        const found = await coinAt(coin);
        if (found === null) throw new Error('A payment spends what is not there.');
        tx.addCoin(found);
      }
      for (const { to, value } of outputs) tx.addOutput(to.ring.getAddress(), value);
      for (const ring of new Set(spends.map(({ key }) => key.ring))) tx.sign(ring);
      const before = complaints.length;
      await node.sendTX(tx.toTX());
      const [complaint] = complaints.slice(before);
      if (complaint !== undefined) throw complaint;
      return tx.txid();
    },

    findTx: async (txId) => {
      const meta = await metaOf(txId);
      return meta ? jsonOf(meta) : null;
    },

    listTxs: async (address) => {
      const metas = await node.getMetaByAddress(indexKey(address));
      return Promise.all(metas.map(jsonOf));
    },

    listCoins: async (address) => {
      const coins = await node.getCoinsByAddress(indexKey(address));
      return coins
        .map((coin) => ({ ...coin.toJSON(), order: coin.height < 0 ? Infinity : coin.height }))
        .sort((a, b) => a.order - b.order)
        .map(({ hash, index, value }) => ({ hash, index, value }));
    },

    isUnspent: async (outpoint) => (await coinAt(outpoint)) !== null,

    blockAt: async (height) => {
      const entry = await chain.getEntry(height);
      return entry === null ? null : blockOf(entry);
    },

    tip: () => blockOf(chain.tip),
    stop: () => node.close(),
  };
}

/** The node keeps hashes in the order of their bytes; people write them backwards. */
function reversed(hash: string): string {
  return Buffer.from(hash, 'hex').reverse().toString('hex');
}

/** The part of the npm package `bcoin` that is used here; it comes without types. */
interface Bcoin {
  readonly FullNode: new (options: object) => FullNode;
  readonly MTX: new () => MutableTx;
  readonly KeyRing: { fromPrivate(key: Buffer, compressed: boolean): KeyRing };
  readonly Address: { fromString(text: string, network: string): object };
  readonly Script: { fromAddress(address: object): { toRaw(): Buffer } };
}

interface KeyRing {
  witness: boolean;
  getAddress(): object;
}

interface MutableTx {
  addCoin(coin: Coin): void;
  addOutput(address: object, value: number): void;
  sign(ring: KeyRing): number;
  toTX(): object;
  txid(): string;
}

interface Coin {
  readonly height: number;
  toJSON(): NodeCoin;
}

interface TxMeta {
  getJSON(network: string, view: object): NodeTx;
}

interface ChainEntry {
  readonly hash: string;
  readonly prevBlock: string;
  readonly height: number;
  readonly time: number;
  rhash(): string;
}

interface FullNode {
  readonly chain: {
    readonly height: number;
    readonly tip: ChainEntry;
    add(block: object): Promise<ChainEntry | null>;
    getEntry(block: string | number): Promise<ChainEntry | null>;
  };
  readonly miner: {
    createJob(
      tip: ChainEntry,
      address: object,
    ): Promise<{ readonly attempt: { time: number }; mineAsync(): Promise<object> }>;
  };
  on(event: 'error', listener: (error: Error) => void): void;
  open(): Promise<void>;
  close(): Promise<void>;
  sendTX(tx: object): Promise<void>;
  getMeta(hash: string): Promise<TxMeta | null | undefined>;
  getMetaView(meta: TxMeta): Promise<object>;
  getMetaByAddress(address: object): Promise<readonly TxMeta[]>;
  getCoinsByAddress(address: object): Promise<readonly Coin[]>;
  getCoin(hash: string, index: number): Promise<Coin | null>;
}

function loadBcoin(): Bcoin {
  const load = createRequire(import.meta.url);
  try {
    return load('bcoin');
  } catch (cause) {
    throw new Error('The Bitcoin node is not installed; run "npm run test:install".', { cause });
  }
}
