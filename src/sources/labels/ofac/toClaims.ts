import { accountsByFormat } from '../../../chains/labelAddress.js';
import { type Account, addressOfAccount } from '../../../core/account.js';
import type { Actor, Attribution } from '../../../core/attribution.js';
import type { LeftOut, PublishedLabels } from '../publishedLabels.js';
import { formatSources } from '../sourceLinks.js';
import { findKnownParty, findServiceAddress } from './knownParties.js';
import type { DprkLink, ListedAddress, ListedParty, OfacFile, OfacList } from './ofacFile.js';

/** Chains that a ticker may mean, likeliest first. A stablecoin's names none. */
const CHAINS_OF_TICKER: ReadonlyMap<string, readonly string[]> = new Map([
  ['XBT', ['bitcoin']],
  ['BTC', ['bitcoin']],
  ['ETH', ['ethereum']],
  ['XMR', ['monero']],
  ['LTC', ['litecoin']],
  ['ZEC', ['zcash']],
  ['DASH', ['dash']],
  ['BTG', ['bitcoin-gold']],
  ['ETC', ['etc']],
  ['BSV', ['bitcoin-sv']],
  ['BCH', ['bitcoin-cash']],
  ['XVG', ['verge']],
  ['XRP', ['xrp']],
  ['BNB', ['bnb-beacon', 'bsc']],
  ['BSC', ['bsc']],
  ['TRX', ['tron']],
  ['ARB', ['arbitrum']],
  ['SOL', ['solana']],
  ['DOGE', ['dogecoin']],
  ['ADA', ['cardano']],
  ['XLM', ['stellar']],
  ['ATOM', ['cosmos']],
  ['MATIC', ['polygon']],
  ['POL', ['polygon']],
  ['AVAX', ['avalanche']],
  ['FTM', ['fantom']],
  ['XDC', ['xdc']],
]);

const EVM_SHAPE = /^0x[0-9a-f]{40}$/i;

/**
 * The claims that a file of OFAC's makes, as rows of a set. Every address of the file becomes a row or
 * stands under `leftOut`, a repetition within one party included.
 *
 * `sourceDate` and `listedOn` are null: the file dates the party, not the address, and the day of the
 * file is only the last on which the address can have been published. A claim whose day is unknown
 * counts on every day, so that a question about the past misses no address that was listed then.
 *
 * Order: the file's.
 */
export function toClaims(
  { asOf, parties, dprk }: OfacFile,
  { set, list }: { readonly set: string; readonly list: OfacList },
): PublishedLabels {
  const rows: Attribution[] = [];
  const leftOut: LeftOut[] = [];
  for (const party of parties) {
    const accounts = new Map<Account, ListedAccount>();
    for (const listed of party.addresses) {
      const problem = takeAddress(listed, accounts);
      if (problem === null) continue;
      const where = `party ${party.uid}, ${listed.ticker} ${listed.address.slice(0, LONGEST_QUOTED)}`;
      leftOut.push({ where, problem });
    }
    const claim = claimOf(party, { link: dprk.get(party.uid), list });
    for (const account of accounts.values()) rows.push({ ...claim(account), set });
  }
  return { rows, asOf, leftOut };
}

/** What is quoted of a text that is no address. Units: UTF-16 code units. */
const LONGEST_QUOTED = 120;

interface ListedAccount {
  readonly account: Account;
  readonly tickers: string[];
  readonly remark: string | null;
}

/** Adds the accounts of an address to those of its party; says why it adds none, or null. */
function takeAddress(listed: ListedAddress, accounts: Map<Account, ListedAccount>): string | null {
  const { ticker, problem } = listed;
  if (problem !== null) return problem;
  const read = readAccounts(listed);
  if (!read.ok) return read.problem;
  let isNew = false;
  for (const account of read.accounts) {
    const known = accounts.get(account);
    if (known === undefined) {
      isNew = true;
      accounts.set(account, { account, tickers: [ticker], remark: read.remark });
    } else if (!known.tickers.includes(ticker)) {
      known.tickers.push(ticker);
    }
  }
  return isNew ? null : 'An earlier row of the same party says the same.';
}

type ReadAccounts =
  | { readonly ok: true; readonly accounts: readonly Account[]; readonly remark: string | null }
  | { readonly ok: false; readonly problem: string };

function readAccounts({ ticker, address }: ListedAddress): ReadAccounts {
  const supposed = CHAINS_OF_TICKER.get(ticker) ?? [];
  const read = accountsByFormat(address, supposed);
  if (read.ok) return { ...read, remark: null };
  if (!EVM_SHAPE.test(address)) return read;
  // The digits are what is listed; to miss them over the case of a letter would help the listed party.
  const lower = accountsByFormat(address.toLowerCase(), supposed);
  return lower.ok
    ? { ...lower, remark: 'The case of its letters does not fit its checksum.' }
    : lower;
}

function claimOf(
  { uid, name, programmes, enteredOn }: ListedParty,
  { link, list }: { readonly link: DprkLink | undefined; readonly list: OfacList },
): (listed: ListedAccount) => Omit<Attribution, 'set'> {
  const known = findKnownParty(uid);
  const entry = {
    url: `https://sanctionssearch.ofac.treas.gov/Details.aspx?id=${uid}`,
    title: `OFAC: list entry ${uid}`,
  };
  return ({ account, tickers, remark }) => {
    const service = findServiceAddress(addressOfAccount(account));
    const pages = [entry, known?.page, service?.page].filter((page) => page !== undefined);
    const remarks = [
      `Listed under ${tickers.join(', ')}.`,
      list === 'sdn'
        ? null
        : 'The list is the consolidated one, which forbids less than that of SDNs.',
      remark,
      service?.sentence ?? null,
    ];
    return {
      account,
      entity: name === '' ? `Party ${uid} of OFAC’s list` : name,
      category: known?.isMixer === true ? 'mixer' : 'sanctioned',
      actor: known?.actor ?? actorOfLink(link),
      event: programmes.length === 0 ? null : `OFAC ${programmes.join(', ')}`,
      authority: 'list',
      confidence: 1,
      use: 'exposure',
      source: formatSources(pages),
      sourceDate: null,
      entityListedOn: enteredOn,
      listedOn: null,
      delistedOn: null,
      note: remarks.filter((text) => text !== null).join(' '),
    };
  };
}

function actorOfLink(link: DprkLink | undefined): Actor | null {
  if (link === undefined) return null;
  return link === 'named' ? 'dprk-other' : 'dprk-facilitator';
}
