import { createHash } from 'node:crypto';
import { Wallet } from 'ethers';
import type { PaymentSignalKind } from '../../src/core/payment.js';
import type { Decision } from '../../src/core/verdict.js';
import { type KeyKind, openSigner, toBase64 } from './bitcoinSigner.js';
import { inventedAddress } from './liveSources.js';

/** How somebody of the company shows that a wallet is theirs. */
export type Showing =
  | { readonly kind: 'signature'; readonly sign: (message: string) => Promise<string> }
  | { readonly kind: 'statement' | 'test-payment'; readonly note: string }
  | null;

/** Somebody whom the invented company pays, and what has to come of it. */
export interface CompanyPayee {
  /** By which tests name them. */
  readonly mark: string;
  readonly reference: string;
  readonly name: string;
  /** What they give for a wallet: an address, or a name in ENS. */
  readonly text: string;
  /** The address that it stands for when it is given; EVM ones in lower case. */
  readonly address: string;
  readonly chain: 'ethereum' | 'polygon' | 'bitcoin';
  readonly custody: 'own' | 'custodial';
  readonly showing: Showing;
  readonly asset: 'USDC' | 'BTC';
  /** As the payroll writes it, with a point. */
  readonly amount: string;
  readonly invoice: string;
  /** Written down by hand, and never worked out from the rules. */
  readonly expected: {
    readonly decision: Decision;
    /** What weighs more than `info`, beside what the screening itself found. */
    readonly signals: readonly PaymentSignalKind[];
  };
}

const PROCEED: CompanyPayee['expected'] = { decision: 'proceed', signals: [] };

/** Names in several scripts, and such as try to be more than a name. */
const NAMES: readonly string[] = [
  ...['Zoë Öztürk', 'Владимир Щукин', '李小龍', 'محمد الفاسي', 'Nguyễn Thị Hạnh', 'Seán Ó Briain'],
  ...['𠮷野家 花子', 'Ελένη Παπαδοπούλου', 'שרה כהן', 'अनन्या शर्मा', 'กมลชนก ใจดี', '김서연'],
  ...['=HYPERLINK("http://evil.example","Zarquon")', '<script>alert("Zarquon")</script>'],
  ...["Robert'); DROP TABLE payee;--", '+1+1 Zarquon', '@SUM(A1:A9) Zarquon', '-2+3 Zarquon'],
  ...[
    '{{7*7}} Zarquon',
    '%s%n Zarquon',
    '"Quoted, Comma"; Semicolon',
    'Null Zarquon',
    '🙂 Zarquon',
  ],
  ...['ẞtraße İstanbul', 'Ana María Ñandú', 'Wilhelmina Featherstonehaugh', 'Chukwuemeka Ọkafọr'],
  ...['Łukasz Żółć', 'Þórdís Ævarsdóttir', 'Ahmet Şükrü', 'Jean-Luc d’Épinay', 'Māori Te Aroha'],
  ...['Gheorghe Ștefănescu', 'Dvořák Jiří', 'Hà Văn Sơn', 'Siobhán Ní Dhomhnaill'],
  ...['Tamar გელაშვილი', 'Արամ Խաչատրյան', 'Björk Guðmundsdóttir', 'Mxyzptlk Zarquon'],
];

/** The key of an invented Ethereum-type wallet. */
function evmKey(mark: string): Wallet {
  return new Wallet(`0x${createHash('sha256').update(`company ${mark}`).digest('hex')}`);
}

function bitcoinKey(mark: string, kind: KeyKind) {
  return openSigner(kind, createHash('sha256').update(`company ${mark}`).digest());
}

type Parts = Partial<Omit<CompanyPayee, 'mark' | 'reference' | 'name'>>;

/** Somebody with a key of their own, who is paid in dollars on Ethereum. */
function withKey(parts: Parts = {}): (mark: string) => Parts {
  return (mark) => {
    const key = evmKey(mark);
    const sign = (message: string) => key.signMessage(message);
    const showing = { kind: 'signature', sign } as const;
    return { address: key.address.toLowerCase(), showing, ...parts };
  };
}

/** Somebody with a Bitcoin key, who signs by BIP-322, or BIP-137 where the address is an old one. */
function onBitcoin(kind: KeyKind, parts: Parts = {}): (mark: string) => Parts {
  return (mark) => {
    const key = bitcoinKey(mark, kind);
    const sign = async (message: string) =>
      toBase64(kind === 'p2pkh' ? key.signLegacy(message) : key.signSimple(message));
    const showing = { kind: 'signature', sign } as const;
    return { address: key.address, chain: 'bitcoin', asset: 'BTC', showing, ...parts };
  };
}

/** Whose address is no key's that anybody of the tests has. */
function withoutKey(address: string, parts: Parts = {}): (mark: string) => Parts {
  return () => ({ address, ...parts });
}

const expecting = (decision: Decision, ...signals: readonly PaymentSignalKind[]) => ({
  expected: { decision, signals },
});
const named = (word: string, count: number, of: (mark: string) => Parts) =>
  Array.from({ length: count }, (_, at) => [`${word} ${at + 1}`, of] as const);

/** The wallet of the payee whose address somebody imitates. */
const IMITATED = evmKey('imitated').address.toLowerCase();
/** Begins and ends as that one does. */
export const IMITATION = `${IMITATED.slice(0, 6)}${'0badc0de'.repeat(4)}${IMITATED.slice(-4)}`;
/** The name in ENS under which one of them gave their wallet. */
export const ENS_NAME = 'moved.eth';
/** The address to which that name goes later. */
export const MOVED_TO = inventedAddress('where the name went');

const STATEMENT = { kind: 'statement', note: 'Zarquon statement of October' } as const;

const ROWS: readonly (readonly [mark: string, of: (mark: string) => Parts])[] = [
  ...named('direct', 10, withKey()),
  ...named('depositor', 6, withKey()),
  ...named('polygon', 2, withKey({ chain: 'polygon' })),
  ...named('bitcoin', 2, onBitcoin('p2wpkh')),
  ['bitcoin 3', onBitcoin('p2tr')],
  ['bitcoin 4', onBitcoin('p2pkh')],
  ['statement', withKey({ custody: 'custodial', showing: STATEMENT })],
  [
    'safe',
    withoutKey(inventedAddress('a contract wallet'), {
      showing: { kind: 'signature', sign: async () => SAFE_SIGNATURE },
    }),
  ],
  ...named('box', 2, withKey(expecting('review', 'roster-link'))),
  ...named('pool', 3, withKey(expecting('hold', 'roster-link'))),
  ['paid by the listed', withKey(expecting('hold'))],
  ['two hops away', withKey(expecting('review'))],
  ['imitated', withKey(expecting('review', 'lookalike'))],
  ['changed', withKey(expecting('review', 'lookalike'))],
  [
    'contract',
    withoutKey(inventedAddress('a contract'), {
      ...expecting('review', 'contract-address'),
      showing: { kind: 'test-payment', note: 'Zarquon paid 1.23' },
    }),
  ],
  ['frozen', withKey(expecting('hold', 'frozen-by-issuer'))],
  [
    'deposit address',
    withoutKey(inventedAddress('a deposit address of a payee'), {
      ...{ custody: 'custodial', showing: STATEMENT, ...expecting('review') },
    }),
  ],
  ['ens', withKey({ text: ENS_NAME, ...expecting('review', 'ens-elsewhere') })],
  ['unseen', onBitcoin('p2wpkh', expecting('incomplete'))],
  ['new', withKey(expecting('review', 'no-history'))],
  ['unconfirmed', withKey(expecting('incomplete', 'unconfirmed-wallet'))],
];

/** What the contract wallet takes for the signature of its owners. */
export const SAFE_SIGNATURE = `0x${'5afe'.repeat(32)}1b`;

/** The forty of the invented company. Order: of registration. */
export const COMPANY: readonly CompanyPayee[] = ROWS.map(([mark, of], at) => {
  const number = `${at + 1}`.padStart(3, '0');
  const parts = of(mark);
  const { chain = 'ethereum', asset = 'USDC', custody = 'own', showing = null } = parts;
  const address = parts.address ?? '';
  return {
    ...{ mark, chain, asset, custody, showing, address },
    reference: `KQ7-${number}`,
    name: NAMES[at] ?? '',
    text: parts.text ?? address,
    amount: asset === 'BTC' ? `0.0${100 + at}` : `${1500 + at}.50`,
    invoice: `ZQ-2026/${number}`,
    expected: parts.expected ?? PROCEED,
  };
});

/** One of the forty. */
export function payeeNamed(mark: string): CompanyPayee {
  const found = COMPANY.find((one) => one.mark === mark);
  if (found === undefined) throw new Error(`The company pays nobody called ${mark}.`);
  return found;
}

/** Texts that no log, audit row and metric may hold. */
export const PERSONAL: readonly string[] = [
  ...COMPANY.flatMap(({ reference, name, invoice }) => [reference, name, invoice]),
  'Zarquon',
];
