import type { Readable } from 'node:stream';
import { DecodeError } from '../../../core/errors.js';
import type { PublishedLabels } from '../publishedLabels.js';
import { ADVANCED_NAMESPACES, createAdvancedReader } from './advancedReader.js';
import { CLASSIC_NAMESPACES, createClassicReader } from './classicReader.js';
import type { OfacList, OfacReader } from './ofacFile.js';
import { toClaims } from './toClaims.js';
import { walkXml, type XmlRoot } from './xmlStream.js';

/** What a file of OFAC's is read for. */
export interface OfacReading {
  /** The set that the claims go into. */
  readonly set: string;
  /** Which of OFAC's lists the file must be. */
  readonly list: OfacList;
  readonly signal: AbortSignal;
}

/**
 * The claims of a file of OFAC's, read as its bytes arrive and never held whole: the advanced format
 * (`SDN_ADVANCED.XML`, `CONS_ADVANCED.XML`) or the classic one (`SDN.XML`, `CONSOLIDATED.XML`),
 * told apart by their first element.
 *
 * Edge: the consolidated list may hold no address; then there are no rows.
 * Blind spot: a whole file of an older day looks like any other; the caller compares `asOf` and the
 * number of rows with what it had before.
 * Source: https://sanctionslist.ofac.treas.gov/Home/SdnList
 *
 * @throws {DecodeError} for anything but one whole file of the list asked for; then nothing of it counts.
 * @throws {AbortedError} when the signal ends the reading. What the stream itself fails with is passed on.
 */
export async function readOfacLabels(
  stream: Readable,
  { set, list, signal }: OfacReading,
): Promise<PublishedLabels> {
  const reader = await walkXml(stream, (root) => chooseReader(root, list), signal);
  return toClaims(reader.finish(), { set, list });
}

function chooseReader({ name, attributes }: XmlRoot, list: OfacList): OfacReader {
  const namespace = attributes.xmlns ?? '';
  if (name === 'Sanctions' && ADVANCED_NAMESPACES.includes(namespace)) {
    return createAdvancedReader(list);
  }
  if (name === 'sdnList' && CLASSIC_NAMESPACES.includes(namespace)) {
    return createClassicReader(list);
  }
  throw new DecodeError(
    name.toLowerCase() === 'html'
      ? 'The file is a web page, not a list; its address has moved or the site refuses. Fetch it again.'
      : 'The file is XML, but neither in the advanced nor in the classic format of OFAC.',
    { field: '(first element)' },
  );
}
