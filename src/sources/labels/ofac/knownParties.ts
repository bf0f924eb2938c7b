import type { Actor } from '../../../core/attribution.js';
import type { LabelSource } from '../sourceLinks.js';

/** What is publicly known about a listed party beyond its entry, which is its first source. */
export interface KnownParty {
  /** OFAC's own number of the party. */
  readonly uid: string;
  /** For the reader of this table. */
  readonly name: string;
  readonly actor: Actor;
  readonly isMixer?: true;
  /** A page that says more than the entry. */
  readonly page?: Page;
}

/** A page, with what stands on it. */
type Page = Pick<LabelSource, 'url' | 'title'>;

/**
 * Parties whose entry does not say enough: which group they are, that they belong to North Korea's
 * business although no programme says so, that they run a mixer.
 *
 * Blender.io is listed under a programme against cybercrime alone; the Treasury says whom it served.
 */
const KNOWN_PARTIES: readonly KnownParty[] = [
  { uid: '27307', name: 'Lazarus Group', actor: 'lazarus' },
  { uid: '27308', name: 'Bluenoroff', actor: 'lazarus' },
  { uid: '27309', name: 'Andariel', actor: 'lazarus' },
  { uid: '22985', name: 'Cheil Credit Bank', actor: 'dprk-facilitator' },
  { uid: '28263', name: 'Tian Yinyin', actor: 'dprk-facilitator' },
  { uid: '28264', name: 'Li Jiadong', actor: 'dprk-facilitator' },
  { uid: '42496', name: 'Wu Huihui', actor: 'dprk-facilitator' },
  { uid: '42498', name: 'Sim Hyon Sop', actor: 'dprk-facilitator' },
  { uid: '43377', name: 'Kim Sang Man', actor: 'dprk-it-worker' },
  { uid: '43379', name: 'Chinyong', actor: 'dprk-it-worker' },
  { uid: '44718', name: 'Semenov Roman', actor: 'dprk-facilitator' },
  { uid: '55065', name: 'Andreyev Vitaliy', actor: 'dprk-facilitator' },
  { uid: '57034', name: 'Yun Song Guk', actor: 'dprk-it-worker' },
  { uid: '57056', name: 'Amnokgang', actor: 'dprk-it-worker' },
  {
    uid: '37070',
    name: 'Blender.io',
    actor: 'dprk-facilitator',
    isMixer: true,
    page: {
      url: 'https://home.treasury.gov/news/press-releases/jy0768',
      title: 'US Treasury: Blender.io sanctioned, 2022-05-06',
    },
  },
  {
    uid: '44437',
    name: 'Sinbad',
    actor: 'dprk-facilitator',
    isMixer: true,
    page: {
      url: 'https://home.treasury.gov/news/press-releases/jy1933',
      title: 'US Treasury: Sinbad.io sanctioned, 2023-11-29',
    },
  },
];

const partyByUid = new Map(KNOWN_PARTIES.map((party) => [party.uid, party]));

/** What is known about a party, or undefined. */
export function findKnownParty(uid: string): KnownParty | undefined {
  return partyByUid.get(uid);
}

/** A listed address that public research ascribes to a service rather than to the listed party alone. */
export interface ServiceAddress {
  /** As its chain writes it. */
  readonly address: string;
  /** What the research says, as a sentence. */
  readonly sentence: string;
  readonly page: Page;
}

const SERVICE_ADDRESSES: readonly ServiceAddress[] = [
  {
    address: '1HmqvgSXUVES1jn4TQPzk9dxo1NE8wim2T',
    sentence:
      'Research calls it a deposit address at the exchange HTX: what leaves it is the exchange’s, not the listed party’s alone.',
    page: {
      url: 'https://github.com/tayvano/lazarus-bluenoroff-research/blob/main/dprk-it-workers/readme.md',
      title: 'tayvano/lazarus-bluenoroff-research: dprk-it-workers/readme.md',
    },
  },
];

const serviceByAddress = new Map(SERVICE_ADDRESSES.map((known) => [known.address, known]));

/** What is known about a listed address that a service holds, or undefined. */
export function findServiceAddress(address: string): ServiceAddress | undefined {
  return serviceByAddress.get(address);
}
