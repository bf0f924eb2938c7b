import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { addressOfScript } from '../../src/chains/bitcoin/script.js';

/** A text that bcoin signed by BIP-322, with code of its own from the hash of the text on. */
export interface BcoinSigned {
  readonly address: string;
  /** The whole transaction `to_sign`, in base64. */
  readonly full: string;
  /** Whether bcoin's own interpreter of scripts finds it spent rightly. */
  readonly isSpent: boolean;
}

/** Signs a text with the key that belongs to a word. */
export function signByBcoin(
  word: string,
  kind: 'p2pkh' | 'p2sh' | 'p2wpkh',
  message: string,
): BcoinSigned {
  const bcoin = loadBcoin();
  const ring = bcoin.KeyRing.fromPrivate(sha256(Buffer.from(word)), true);
  ring.witness = kind !== 'p2pkh';
  ring.nested = kind === 'p2sh';
  const tag = sha256(Buffer.from('BIP0322-signed-message'));
  const naming = new bcoin.Script();
  naming.pushInt(0);
  naming.pushData(sha256(Buffer.concat([tag, tag, Buffer.from(message, 'utf8')])));
  naming.compile();
  const script = bcoin.Script.fromAddress(ring.getAddress());

  const toSpend = new bcoin.MTX();
  toSpend.version = 0;
  const prevout = { hash: '00'.repeat(32), index: 0xffffffff };
  toSpend.addInput({ prevout, sequence: 0, script: naming });
  toSpend.addOutput({ script, value: 0 });

  const toSign = new bcoin.MTX();
  toSign.version = 0;
  toSign.addCoin(bcoin.Coin.fromTX(toSpend, 0, -1));
  for (const input of toSign.inputs) input.sequence = 0;
  toSign.addOutput({ script: bcoin.Script.fromRaw(Buffer.from('6a', 'hex')), value: 0 });
  toSign.sign(ring);

  const address = addressOfScript(script.toRaw().toString('hex'));
  if (address === null) throw new Error('A key has no address.');
  return { address, full: toSign.toRaw().toString('base64'), isSpent: toSign.verify() };
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** The part of the npm package `bcoin` that is used here; it comes without types. */
interface Bcoin {
  readonly MTX: new () => MutableTx;
  readonly Coin: { fromTX(tx: MutableTx, index: number, height: number): object };
  readonly KeyRing: { fromPrivate(key: Buffer, compressed: boolean): KeyRing };
  readonly Script: (new () => Script) & {
    fromAddress(address: object): Script;
    fromRaw(bytes: Buffer): Script;
  };
}

interface KeyRing {
  witness: boolean;
  nested: boolean;
  getAddress(): object;
}

interface Script {
  pushInt(number: number): void;
  pushData(data: Buffer): void;
  compile(): void;
  toRaw(): Buffer;
}

interface MutableTx {
  version: number;
  readonly inputs: readonly { sequence: number }[];
  addInput(input: object): void;
  addOutput(output: object): void;
  addCoin(coin: object): void;
  sign(ring: KeyRing): number;
  verify(): boolean;
  toRaw(): Buffer;
}

function loadBcoin(): Bcoin {
  const load = createRequire(import.meta.url);
  try {
    return load('bcoin');
  } catch (cause) {
    throw new Error('The Bitcoin node is not installed; run "npm run test:install".', { cause });
  }
}
