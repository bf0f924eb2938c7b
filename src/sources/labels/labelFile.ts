import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { createAccount } from '../../core/account.js';
import {
  ACTORS,
  type Attribution,
  type AttributionUse,
  AUTHORITIES,
  CATEGORIES,
} from '../../core/attribution.js';
import { findChainByName } from '../../core/chain.js';
import { ConfigError } from '../../core/errors.js';
import { formatSources, type LabelSource } from './sourceLinks.js';

/** The columns of a shipped label file, in their order. */
const LABEL_FILE_COLUMNS = [
  'chain',
  'address',
  'entity',
  'category',
  'actor',
  'event',
  'use',
  'authority',
  'confidence',
  'source',
  'source_date',
  'entity_listed_on',
  'listed_on',
  'delisted_on',
  'note',
] as const;

/** The columns of the file that says what the keys of the column `source` stand for. */
const SOURCE_FILE_COLUMNS = ['key', 'url', 'title'] as const;

/** One row of a shipped label file: a claim with its sources apart. */
export interface LabelFileRow {
  /** Short name of the chain. */
  readonly chain: string;
  /** The canonical address. */
  readonly address: string;
  readonly claim: Omit<Attribution, 'account' | 'set' | 'source'>;
  readonly sources: readonly LabelSource[];
}

/** A shipped label file as text. Order: as given. */
export function formatLabelFile(rows: readonly LabelFileRow[]): string {
  const records = rows.map(({ chain, address, claim, sources }) => [
    chain,
    address,
    claim.entity,
    claim.category,
    claim.actor ?? '',
    claim.event ?? '',
    claim.use,
    claim.authority,
    claim.confidence.toFixed(2),
    sources.map((source) => source.key).join(' '),
    claim.sourceDate ?? '',
    claim.entityListedOn ?? '',
    claim.listedOn ?? '',
    claim.delistedOn ?? '',
    claim.note ?? '',
  ]);
  return stringify([[...LABEL_FILE_COLUMNS], ...records]);
}

/** The file of source keys as text. Order: by key. */
export function formatSourceFile(sources: readonly LabelSource[]): string {
  const records = [...sources]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ key, url, title }) => [key, url, title]);
  return stringify([[...SOURCE_FILE_COLUMNS], ...records]);
}

/**
 * The text that a set of source keys stands for, by the keys as a label row writes them.
 *
 * @throws {ConfigError} when a source has no https link or the header is not the documented one.
 */
export function parseSourceFile(text: string): (keys: string) => string {
  const sources = new Map<string, LabelSource>();
  for (const [key = '', url = '', title = ''] of readTable(text, SOURCE_FILE_COLUMNS)) {
    if (!url.startsWith('https://')) {
      throw new ConfigError(
        `The label source "${key}" has no https link; restore the file sources.csv.`,
      );
    }
    sources.set(key, { key, url, title });
  }
  const known = new Map<string, string>();
  return (keys) => {
    const before = known.get(keys);
    if (before !== undefined) return before;
    const named = keys.split(' ').map((key) => {
      const source = sources.get(key);
      if (source === undefined) {
        throw new ConfigError(
          `The label source "${key}" is not in sources.csv; restore the label files.`,
        );
      }
      return source;
    });
    const formatted = formatSources(named);
    known.set(keys, formatted);
    return formatted;
  };
}

/**
 * The claims of a shipped label file. Order: the file's.
 *
 * Addresses are taken as they stand: the files hold canonical ones, and a test parses every one.
 *
 * @throws {ConfigError} naming set and line when a row is not of the documented form.
 */
export function parseLabelFile(
  text: string,
  set: string,
  sourceOf: (keys: string) => string,
): readonly Attribution[] {
  return readTable(text, LABEL_FILE_COLUMNS).map((cells, at) => {
    const [chainName = '', address = '', entity = '', categoryWord, actorWord = ''] = cells;
    const chain = findChainByName(chainName);
    const category = CATEGORIES.find((word) => word === categoryWord);
    const actor = actorWord === '' ? null : ACTORS.find((word) => word === actorWord);
    const use = USES.find((word) => word === cells[6]);
    const authority = AUTHORITIES.find((word) => word === cells[7]);
    const confidence = Number.parseFloat(cells[8] ?? '');
    if (
      chain === undefined ||
      category === undefined ||
      actor === undefined ||
      use === undefined ||
      authority === undefined ||
      !(confidence >= 0 && confidence <= 1)
    ) {
      throw new ConfigError(
        `Row ${at + 1} of the built-in label set ${set} cannot be read; restore the label files.`,
      );
    }
    return {
      account: createAccount(chain.id, address),
      entity,
      category,
      actor,
      event: cells[5] || null,
      authority,
      confidence,
      use,
      set,
      source: sourceOf(cells[9] ?? ''),
      sourceDate: cells[10] || null,
      entityListedOn: cells[11] || null,
      listedOn: cells[12] || null,
      delistedOn: cells[13] || null,
      note: cells[14] || null,
    };
  });
}

const USES: readonly AttributionUse[] = ['exposure', 'service', 'note'];

/**
 * The rows of a table file below its header.
 *
 * Only lines with quotes go through the full reader: shipped cells hold no line breaks, and most
 * lines hold no quotes, which makes reading several times faster.
 *
 * @throws {ConfigError} when the header is not the documented one.
 */
export function readTable(text: string, columns: readonly string[]): readonly string[][] {
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '');
  if (header !== columns.join(',')) {
    throw new ConfigError(
      `A label file starts with "${header.slice(0, 200)}" where "${columns.join(',')}" is due; restore the label files.`,
    );
  }
  const quoted = parse(lines.filter((line) => line.includes('"')).join('\n'));
  let nextQuoted = 0;
  return lines.map((line) => {
    if (!line.includes('"')) return line.split(',');
    const cells = quoted[nextQuoted] ?? [];
    nextQuoted += 1;
    return cells;
  });
}

/** `sha256:` of texts, one after the other. */
export function digestTexts(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return `sha256:${hash.digest('hex')}`;
}
