import { type Account, addressOfAccount } from '../../core/account.js';
import type { Attribution, Category } from '../../core/attribution.js';
import { findChainByName } from '../../core/chain.js';
import type { LabelFileRow } from './labelFile.js';
import { cleanDprkEntity, cleanServiceEntity, spellOut } from './researchEntities.js';
import { findSourceLinks, type LabelSource } from './sourceLinks.js';
import { decideUse, parseActor, parseAuthority, parseCategory } from './words.js';

/** A row of a research table, by column name. */
export type ResearchRow = Readonly<Record<string, string>>;

/** The research tables that the shipped label sets are made of. */
export interface ResearchTables {
  readonly dprk: readonly ResearchRow[];
  readonly services: readonly ResearchRow[];
  readonly ofac: readonly ResearchRow[];
}

/** Reads an address of a named chain; the converter keeps only what this accepts. */
export type CanonicalAddress = (
  chainName: string,
  address: string,
) =>
  | { readonly ok: true; readonly account: Account }
  | { readonly ok: false; readonly problem: string };

/** A row that was not taken over, and why. */
export interface LeftOutRow {
  readonly table: 'dprk' | 'services' | 'ofac';
  readonly chain: string;
  readonly address: string;
  readonly reason: string;
}

/** The shipped sets, made from the research tables. */
export interface ConvertedLabels {
  readonly dprk: readonly LabelFileRow[];
  readonly services: readonly LabelFileRow[];
  readonly sanctions: readonly LabelFileRow[];
  readonly leftOut: readonly LeftOutRow[];
}

/** Belief in a service's own or an explorer's public tag: service wallets are rarely mislabelled. */
const SERVICE_CONFIDENCE = 0.8;

/** Belief in a mixer's address that only an explorer or a tag collection names. */
const MIXER_TAG_CONFIDENCE = 0.6;

/** Belief in a listing that is known from a copy without names. */
const NAMELESS_LISTING_CONFIDENCE = 0.9;

/**
 * Makes the shipped label sets from research tables.
 *
 * Order: of each table. Every row has a source that a person can open, or is left out with a reason.
 */
export function convertResearch(
  tables: ResearchTables,
  canonical: CanonicalAddress,
): ConvertedLabels {
  const leftOut: LeftOutRow[] = [];
  const convert = (
    table: LeftOutRow['table'],
    rows: readonly ResearchRow[],
    describe: Describe,
  ): readonly LabelFileRow[] => {
    const kept = new Map<string, LabelFileRow>();
    for (const row of rows) {
      const chain = cell(row, 'chain');
      const address = cell(row, 'address');
      const leave = (reason: string) => leftOut.push({ table, chain, address, reason });
      const read = canonical(chain, address);
      if (findChainByName(chain) === undefined || !read.ok) {
        leave(read.ok ? 'chain not known' : read.problem);
        continue;
      }
      const described = describe(row, addressOfAccount(read.account));
      if ('reason' in described) {
        leave(described.reason);
        continue;
      }
      const converted = { chain, address: addressOfAccount(read.account), ...described };
      const key = `${chain} ${converted.address} ${converted.claim.entity}`;
      const twin = kept.get(key);
      if (twin === undefined) kept.set(key, converted);
      else leave('same claim as an earlier row, under another ticker');
    }
    return [...kept.values()];
  };
  const listing = indexListings(tables.ofac);
  const dprkAddresses = new Set(tables.dprk.map((row) => foldCase(cell(row, 'address'))));
  return {
    dprk: convert('dprk', tables.dprk, (row) => describeDprk(row, listing)),
    services: convert('services', tables.services, describeService),
    sanctions: convert('ofac', tables.ofac, (row) =>
      dprkAddresses.has(foldCase(cell(row, 'address')))
        ? { reason: 'stands in the DPRK set' }
        : describeListing(row),
    ),
    leftOut,
  };
}

type Described = Pick<LabelFileRow, 'claim' | 'sources'> | { readonly reason: string };
type Describe = (row: ResearchRow, address: string) => Described;

function describeDprk(row: ResearchRow, listing: ReadonlyMap<string, ResearchRow>): Described {
  const sourceText = cell(row, 'source');
  const sources = findSourceLinks(sourceText);
  const category = parseCategory(cell(row, 'category'));
  const actor = parseActor(cell(row, 'actor'));
  const authority = parseAuthority(cell(row, 'confidence'), sourceText);
  if (category === undefined || actor === undefined || authority === undefined) {
    return { reason: 'unknown category, actor or confidence' };
  }
  if (sources.length === 0) return { reason: NO_SOURCE };
  const { entity, note } = cleanDprkEntity(cell(row, 'entity'));
  const actorWord = cell(row, 'actor');
  const decided = decideUse({
    entity: cell(row, 'entity'),
    actorWord,
    category,
    actor,
    authority,
  });
  const event = cell(row, 'event');
  const dated = cell(row, 'source_date');
  // Research files give the day of the theft where the day of publication is not known.
  const isEventDay = authority !== 'list' && authority !== 'government' && event.includes(dated);
  const isListed = authority === 'list';
  return {
    sources,
    claim: {
      ...decided,
      entity,
      event: spellOut(event) || null,
      authority,
      sourceDate: dated === '' || isEventDay ? null : dated,
      entityListedOn: isListed
        ? cell(listing.get(foldCase(cell(row, 'address'))), 'entry_date') || null
        : null,
      listedOn: isListed ? dated || null : null,
      delistedOn: null,
      note,
    },
  };
}

function describeService(row: ResearchRow, address: string): Described {
  const sourceText = cell(row, 'source');
  if (sourceText.includes('ofac-all.csv')) return { reason: 'stands in an OFAC set' };
  if (cell(row, 'entity').startsWith('silkroad-fbifunds')) {
    return { reason: 'government-held funds, not an exchange' };
  }
  const category = serviceCategory(row);
  if (category === undefined) return { reason: 'unknown category' };
  const sources = serviceSources(row, address, sourceText);
  if (sources.length === 0) return { reason: NO_SOURCE };
  const { entity, note } = cleanServiceEntity(cell(row, 'entity'), category);
  const claim: LabelFileRow['claim'] = {
    entity,
    category,
    actor: null,
    event: null,
    use: category === 'mixer' ? 'exposure' : 'service',
    authority: 'vendor',
    confidence: category === 'mixer' ? MIXER_TAG_CONFIDENCE : SERVICE_CONFIDENCE,
    sourceDate: null,
    entityListedOn: null,
    listedOn: null,
    delistedOn: null,
    note,
  };
  return { sources, claim };
}

function serviceCategory(row: ResearchRow): Category | undefined {
  return cell(row, 'entity') === 'Permit2'
    ? 'infrastructure'
    : parseCategory(cell(row, 'category'));
}

/** Pages for service rows whose source names public code without saying where it lies. */
function serviceSources(
  row: ResearchRow,
  address: string,
  sourceText: string,
): readonly LabelSource[] {
  const found = findSourceLinks(sourceText);
  if (found.length > 0) return found;
  const burn = BURN_PAGES.get(address);
  if (burn !== undefined) return [burn];
  const explorer = EXPLORERS.get(cell(row, 'chain'));
  const isContract = cell(row, 'category') !== 'exchange';
  if (explorer === undefined || !isContract) return [];
  return [
    {
      key: `explorer-${cell(row, 'chain')}-${address.slice(2, 10)}`,
      url: `https://${explorer}/address/${address}`,
      title: `Explorer's page of the contract: ${explorer}`,
    },
  ];
}

function describeListing(row: ResearchRow): Described {
  const uid = cell(row, 'sdn_uid');
  const isTornado = cell(row, 'status') === 'delisted';
  const isNamed =
    !cell(row, 'sdn_name').startsWith('(') && !/third-party/.test(cell(row, 'sdn_name'));
  // The entity's page is gone once it is delisted; the pages of the two decisions remain.
  const cited = isTornado || uid === '' ? '' : `OFAC SDN uid ${uid}; `;
  const sources = findSourceLinks(`${cited}${cell(row, 'source')}`);
  if (sources.length === 0) return { reason: NO_SOURCE };
  const firstSeen = cell(row, 'address_first_seen');
  const listedOn = /^\d{4}-\d{2}-\d{2}$/.test(firstSeen) ? firstSeen : null;
  const claim: Omit<Attribution, 'account' | 'set' | 'source'> = {
    entity: isTornado
      ? 'Tornado Cash'
      : isNamed
        ? cell(row, 'sdn_name')
        : 'OFAC-listed party (name not in the copy read)',
    category: isTornado ? 'mixer' : 'sanctioned',
    actor: null,
    event: null,
    use: 'exposure',
    authority: 'list',
    confidence: isNamed ? 1 : NAMELESS_LISTING_CONFIDENCE,
    sourceDate: listedOn,
    // The file dates the second designation; the prohibition began with the first one.
    entityListedOn: isTornado ? TORNADO_FIRST_LISTED : cell(row, 'entry_date') || null,
    listedOn,
    delistedOn: cell(row, 'delisted_date') || null,
    note: listingNote(row, isTornado),
  };
  return { sources, claim };
}

function listingNote(row: ResearchRow, isTornado: boolean): string | null {
  if (isTornado) return 'Designated 2022-08-08 and again 2022-11-08, delisted 2025-03-21.';
  const name = cell(row, 'sdn_name');
  const remarks = [
    /third-party/.test(name) ? `A third party gives the name as ${name.replace(/ \(.*$/, '')}` : '',
    cell(row, 'note')
      .replace(/^first seen/, 'First seen')
      .replace(/^ticker/, 'Ticker')
      .replace(/^not/, 'Not'),
  ].filter((remark) => remark !== '');
  return remarks.length === 0 ? null : `${remarks.join('. ')}.`;
}

function indexListings(rows: readonly ResearchRow[]): ReadonlyMap<string, ResearchRow> {
  return new Map(rows.map((row) => [foldCase(cell(row, 'address')), row]));
}

/** EVM addresses compare without case; base58 must keep it. */
function foldCase(address: string): string {
  return address.startsWith('0x') ? address.toLowerCase() : address;
}

function cell(row: ResearchRow | undefined, column: string): string {
  return row?.[column] ?? '';
}

const NO_SOURCE = 'no source that a person can open';

const TORNADO_FIRST_LISTED = '2022-08-08';

const EXPLORERS: ReadonlyMap<string, string> = new Map([
  ['ethereum', 'etherscan.io'],
  ['bsc', 'bscscan.com'],
  ['avalanche', 'snowtrace.io'],
  ['base', 'basescan.org'],
]);

const BURN_PAGES: ReadonlyMap<string, LabelSource> = new Map([
  [
    '1CounterpartyXXXXXXXXXXXXXXXUWLpVr',
    {
      key: 'counterparty-burn',
      url: 'https://forums.counterparty.io/t/can-i-burn-counterparty-assets-by-the-underlying-bitcoin-proof-of-burn/1668',
      title: 'Counterparty forum: the burn address',
    },
  ],
  [
    '1BitcoinEaterAddressDontSendf59kuE',
    {
      key: 'bitcoin-eater-burn',
      url: 'https://burned.money/transaction/b2a470e5a9e053b7ff45e53658cd1f9870bfc524b54b1c75873f2bbc23a89b6e',
      title: 'burned.money: a payment to the burn address',
    },
  ],
]);
