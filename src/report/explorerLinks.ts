import { type Account, addressOfAccount, chainOfAccount } from '../core/account.js';

/** The public block explorer of a chain: where the pages of addresses and transactions begin. */
interface Explorer {
  readonly address: string;
  readonly transaction: string;
  readonly form: 'evm' | 'bitcoin';
}

function evm(host: string): Explorer {
  return { address: `https://${host}/address/`, transaction: `https://${host}/tx/`, form: 'evm' };
}

/** By CAIP-2 identifier. A chain that stands not here gets no link. */
const EXPLORERS: Readonly<Record<string, Explorer>> = {
  'eip155:1': evm('etherscan.io'),
  'bip122:000000000019d6689c085ae165831e93': {
    address: 'https://mempool.space/address/',
    transaction: 'https://mempool.space/tx/',
    form: 'bitcoin',
  },
  'eip155:137': evm('polygonscan.com'),
  'eip155:42161': evm('arbiscan.io'),
  'eip155:10': evm('optimistic.etherscan.io'),
  'eip155:8453': evm('basescan.org'),
  'eip155:56': evm('bscscan.com'),
  'eip155:43114': evm('snowscan.xyz'),
  'eip155:100': evm('gnosisscan.io'),
  'eip155:324': evm('era.zksync.network'),
  'eip155:61': evm('etc.blockscout.com'),
};

const FORMS = {
  evm: { address: /^0x[0-9a-f]{40}$/i, transaction: /^0x[0-9a-f]{64}$/i },
  bitcoin: {
    address: /^(?:bc1[02-9ac-hj-np-z]{8,87}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$/,
    transaction: /^[0-9a-f]{64}$/i,
  },
} as const;

/** The public page of an account; null where its chain has none here, or its address has no such form. */
export function linkToAccount(account: Account): string | null {
  const explorer = explorerOf(account);
  const address = addressOfAccount(account);
  return explorer === null || !FORMS[explorer.form].address.test(address)
    ? null
    : `${explorer.address}${address}`;
}

/** The public page of a transaction on the chain of `account`; null where there is none to name. */
export function linkToTransaction(account: Account, txId: string | null): string | null {
  const explorer = explorerOf(account);
  return explorer === null || txId === null || !FORMS[explorer.form].transaction.test(txId)
    ? null
    : `${explorer.transaction}${txId}`;
}

/**
 * The page behind a source as a label or a rule names it: a text that begins with an `https` link.
 *
 * Edge: null for any other scheme, for a link that carries a name or a password, and for no link.
 */
export function linkToSource(source: string): string | null {
  const [first = ''] = source.trim().split(/\s/);
  const link = first.replace(/[;,]$/, '');
  if (!/^https:\/\//i.test(link) || !URL.canParse(link)) return null;
  const { username, password, href } = new URL(link);
  return username === '' && password === '' ? href : null;
}

function explorerOf(account: Account): Explorer | null {
  const chain: string = chainOfAccount(account);
  return Object.hasOwn(EXPLORERS, chain) ? (EXPLORERS[chain] ?? null) : null;
}
