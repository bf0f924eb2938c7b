import { z } from 'zod';
import { OFAC_SET } from './core/labels/listNow.js';
import { closedObject, closedWord, filledText } from './rules/problems.js';
import { LABEL_FORMATS, type LabelFormat } from './sources/labels/importers/labelFormats.js';

/** Where the newest state of a label set is fetched from. */
export interface FeedConfig {
  readonly set: string;
  readonly format: LabelFormat;
  readonly url: string;
  /** Asked in turn where `url` gives no whole file. */
  readonly fallbackUrls?: readonly string[] | undefined;
  /** `freeze-logs` only: the chain whose events they are; Ethereum when not given. */
  readonly chain?: string | undefined;
}

/** How a set of the user's may be called: nothing that could be taken for one of ours. */
export const SET_NAME = /^(?!hopsight-)[a-z0-9][a-z0-9-]{0,39}$/;

/** What is said of another name. */
export const SET_NAME_WORDS =
  'has 1 to 40 small letters, digits and hyphens, and does not begin with "hopsight-"';

/**
 * OFAC's list as it publishes it, and the addresses under which it stood before; the last is the
 * classic format, which has the same addresses.
 *
 * Source: https://sanctionslist.ofac.treas.gov/Home/SdnList
 */
export const OFAC_FEED: FeedConfig = {
  set: OFAC_SET,
  format: 'ofac-sdn',
  url: 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN_ADVANCED.XML',
  fallbackUrls: [
    'https://www.treasury.gov/ofac/downloads/sanctions/1.0/sdn_advanced.xml',
    'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/SDN.XML',
  ],
};

const feedUrl = () =>
  filledText().regex(/^https?:\/\/\S+$/, { error: 'must be an http or https address' });

/** The feeds that a configuration file names. */
export const feedsSchema = z
  .array(
    closedObject({
      set: filledText().regex(SET_NAME, { error: SET_NAME_WORDS }),
      format: closedWord(LABEL_FORMATS),
      url: feedUrl(),
      fallbackUrls: z.array(feedUrl(), { error: 'must be a list of addresses' }).optional(),
      chain: filledText().optional(),
    }),
    { error: 'must be a list of feeds' },
  )
  .check(({ value, issues }) => {
    const sets = value.map(({ set }) => set);
    const twice = sets.find((set, at) => sets.indexOf(set) !== at);
    if (twice === undefined) return;
    issues.push({
      code: 'custom',
      input: value,
      message: `the set "${twice}" has two feeds; name the second address in fallbackUrls`,
    });
  });
