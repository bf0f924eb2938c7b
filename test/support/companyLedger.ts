import { createHash } from 'node:crypto';
import { hexToBytes } from '../../src/chains/hex.js';
import { type Account, createAccount } from '../../src/core/account.js';
import { type AssetId, erc20AssetId, nativeAssetId } from '../../src/core/asset.js';
import type { Transfer, UtxoTx } from '../../src/core/ledger.js';
import { createLuck } from '../validation/generate/luck.js';
import { openSigner } from './bitcoinSigner.js';
import { COMPANY, type CompanyPayee, IMITATION, MOVED_TO } from './companyPeople.js';
import { accountAt, inventedAddress } from './liveSources.js';
import { chainNamed, utxoTx } from './sourceBench.js';

/** An exchange that a label names, on every chain of the company. */
export const EXCHANGE = inventedAddress('an exchange of the company');
export const BITCOIN_EXCHANGE = '1HLoD9E4SDFFPDiYfNYnkBLQ85Y51J3Zb1';
/** Whom the sanctions list names. */
export const LISTED = inventedAddress('an account of the list');
/** From which the company paid until now. */
export const TREASURY = inventedAddress('the treasury of the company');
/** Where three of the payees bring their money together. */
export const POOL = inventedAddress('where money comes together');
/** The deposit address that two of the payees share. */
export const BOX = inventedAddress('a deposit address of two');
/** An unlabelled business that pays many people, five of the company's among them. */
export const MARKETPLACE = inventedAddress('a marketplace');

const HOUR = 1 / 24;
const DAY_SECONDS = 86_400;
const USDC: Readonly<Record<string, string>> = {
  ethereum: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
  polygon: '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359',
};

/** What the chains of the company hold. */
export interface CompanyLedger {
  readonly ethereum: readonly Transfer[];
  readonly polygon: readonly Transfer[];
  readonly bitcoin: readonly UtxoTx[];
}

/** A payment on an Ethereum-type chain. Units: dollars, or thousandths of a coin; days before now. */
interface Move {
  readonly from: string;
  readonly to: string;
  readonly dollars?: number;
  readonly finneys?: number;
  readonly daysAgo: number;
}

/**
 * What the chains hold of the company's payees and of those around them.
 *
 * Units: `nowSeconds` is Unix time; everything happened before it.
 */
export function companyLedger(nowSeconds: number): CompanyLedger {
  const luck = createLuck('company');
  const facts = { ethereum: [] as Transfer[], polygon: [] as Transfer[] };
  let made = 0;
  const move = (chain: 'ethereum' | 'polygon', { from, to, ...parts }: Move) => {
    made += 1;
    const { id } = chainNamed(chain);
    const { dollars, finneys = 0, daysAgo } = parts;
    const asset: AssetId =
      dollars === undefined
        ? nativeAssetId(chainNamed(chain))
        : erc20AssetId(id, USDC[chain] ?? '');
    facts[chain].push({
      ...{ kind: 'transfer', chain: id, height: null, blockHash: null, txIndex: null, asset },
      channel: dollars === undefined ? 'native' : 'token',
      txId: `0x${digest(`move ${made}`)}`,
      timeSeconds: Math.floor(nowSeconds - daysAgo * DAY_SECONDS) - made,
      ...{ from: accountAt(from, chain), to: accountAt(to, chain), index: `#${made}` },
      amount: dollars === undefined ? BigInt(finneys) * 10n ** 15n : BigInt(dollars) * 1_000_000n,
    });
  };

  /** Gas from the exchange, two clients of their own, pay from the company, and most of it sold again. */
  const honestLife = (
    address: string,
    { chain = 'ethereum' as 'ethereum' | 'polygon', sellTo = EXCHANGE } = {},
  ) => {
    const clients = [1, 2].map((nth) => inventedAddress(`client ${nth} of ${address}`));
    move(chain, { from: EXCHANGE, to: address, finneys: 200, daysAgo: 400 });
    for (const client of clients) {
      move(chain, { from: EXCHANGE, to: client, dollars: 60_000, daysAgo: 390 });
    }
    for (let month = 6; month > 0; month -= 1) {
      const wage = 2_000 + luck.below(2_000);
      const client = clients[month % 2] ?? '';
      move(chain, { from: client, to: address, dollars: wage, daysAgo: month * 30 });
      move(chain, { from: address, to: sellTo, dollars: wage - 400, daysAgo: month * 30 - 4 });
    }
    move(chain, { from: TREASURY, to: address, dollars: 1_500, daysAgo: 20 });
  };
  /** What an exchange does with an address that it keeps for a customer. */
  const sweep = (box: string) => {
    move('ethereum', { from: EXCHANGE, to: box, finneys: 4, daysAgo: 395 });
    for (const paid of facts.ethereum.filter(({ to }) => to === accountAt(box))) {
      if (paid.channel !== 'token') continue;
      const daysAgo = (nowSeconds - paid.timeSeconds) / DAY_SECONDS - 3 * HOUR;
      const dollars = Number(paid.amount / 1_000_000n);
      move('ethereum', { from: box, to: EXCHANGE, dollars, daysAgo });
    }
  };

  const lives: Readonly<Record<string, (one: CompanyPayee) => void>> = {
    depositor: ({ address }) => {
      const box = inventedAddress(`deposit address of ${address}`);
      honestLife(address, { sellTo: box });
      sweep(box);
    },
    polygon: ({ address }) => honestLife(address, { chain: 'polygon' }),
    box: ({ address }) => honestLife(address, { sellTo: BOX }),
    pool: ({ address }) => honestLife(address, { sellTo: POOL }),
    bitcoin: () => undefined,
    unseen: () => undefined,
    new: () => undefined,
    'deposit address': ({ address }) => {
      const client = inventedAddress(`client of ${address}`);
      move('ethereum', { from: EXCHANGE, to: client, dollars: 60_000, daysAgo: 390 });
      for (let month = 6; month > 0; month -= 1) {
        move('ethereum', { from: client, to: address, dollars: 2_000, daysAgo: month * 30 });
      }
      sweep(address);
    },
    'paid by the listed': ({ address }) => {
      honestLife(address);
      move('ethereum', { from: LISTED, to: address, dollars: 2_000, daysAgo: 45 });
    },
    'two hops away': ({ address }) => {
      const between = inventedAddress('between the list and a payee');
      honestLife(address);
      move('ethereum', { from: EXCHANGE, to: between, dollars: 94_000, daysAgo: 90 });
      move('ethereum', { from: LISTED, to: between, dollars: 6_000, daysAgo: 80 });
      move('ethereum', { from: between, to: address, dollars: 5_000, daysAgo: 50 });
    },
  };
  for (const payee of COMPANY) {
    const life = lives[payee.mark] ?? lives[payee.mark.replace(/ \d+$/, '')];
    if (life === undefined) honestLife(payee.address);
    else life(payee);
  }
  honestLife(IMITATION);
  honestLife(MOVED_TO);
  sweep(BOX);
  move('ethereum', { from: POOL, to: EXCHANGE, dollars: 9_000, daysAgo: 2 });
  move('ethereum', { from: EXCHANGE, to: LISTED, dollars: 20_000, daysAgo: 200 });
  move('ethereum', { from: EXCHANGE, to: MARKETPLACE, dollars: 200_000, daysAgo: 395 });
  const strangers = Array.from({ length: 30 }, (_, at) => inventedAddress(`stranger ${at}`));
  const ours = COMPANY.filter(({ mark }) => mark.startsWith('direct')).slice(0, 5);
  for (const to of [...strangers, ...ours.map(({ address }) => address)]) {
    move('ethereum', { from: MARKETPLACE, to, dollars: 900, daysAgo: 60 });
  }
  return { ...facts, bitcoin: bitcoinLedger(nowSeconds) };
}

/** Coins of the exchange that come to a payee by way of a client, and go back to it in part. */
function bitcoinLedger(nowSeconds: number): readonly UtxoTx[] {
  const { id } = chainNamed('bitcoin');
  const exchange = createAccount(id, BITCOIN_EXCHANGE);
  const txs: UtxoTx[] = [];
  const pay = (
    from: Account,
    previous: { readonly txId: string; readonly index: number } | null,
    parts: {
      readonly in: bigint;
      readonly to: Account;
      readonly out: bigint;
      readonly daysAgo: number;
    },
  ) => {
    const rest = parts.in - parts.out - 1_000n;
    const txId = digest(`bitcoin ${txs.length}`);
    const change = rest > 0n ? [{ account: from, amount: rest }] : [];
    txs.push(
      utxoTx(txs.length, {
        ...{ txId, timeSeconds: Math.floor(nowSeconds - parts.daysAgo * DAY_SECONDS) - txs.length },
        inputs: [{ previous, account: from, amount: parts.in }],
        outputs: [{ account: parts.to, amount: parts.out }, ...change],
        fee: parts.in - parts.out - (rest > 0n ? rest : 0n),
      }),
    );
    return { txId, index: 0 };
  };
  for (const { mark, address } of COMPANY.filter(({ chain }) => chain === 'bitcoin')) {
    const own = createAccount(id, address);
    for (const nth of [0, 1]) {
      const client = digest(`client ${nth} of ${address}`);
      const from = createAccount(id, openSigner('p2pkh', hexToBytes(client)).address);
      const daysAgo = 200 - nth * 60 - Number(/\d+$/.exec(mark) ?? 9);
      const bought = pay(exchange, null, { in: 90_000_000n, to: from, out: 20_000_000n, daysAgo });
      const wage = pay(from, bought, {
        ...{ in: 20_000_000n, to: own, out: 19_999_000n, daysAgo: daysAgo - 10 },
      });
      pay(own, wage, { in: 19_999_000n, to: exchange, out: 15_000_000n, daysAgo: daysAgo - 20 });
    }
  }
  return txs;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
