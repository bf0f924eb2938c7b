import { parse, YAMLError } from 'yaml';
import { z } from 'zod';
import { accountByFormat } from '../../../chains/labelAddress.js';
import type { Attribution, Category } from '../../../core/attribution.js';
import { DecodeError } from '../../../core/errors.js';
import type { LeftOut, PublishedLabels } from '../publishedLabels.js';
import { findSourceLinks, formatSources } from '../sourceLinks.js';
import { decideUse, parseActor } from '../words.js';
import { chainsOfCurrency } from './currencies.js';
import { dayOf, plainText } from './publishedText.js';

const word = z.string();
/** One word or several; `concepts` and `abuse` are written both ways. */
const words = z.union([word.transform((one) => [one]), z.array(word)]);

const tagSchema = z.object({
  address: word.optional(),
  label: word.optional(),
  source: word.optional(),
  currency: word.optional(),
  network: word.optional(),
  category: word.optional(),
  concepts: words.optional(),
  abuse: words.optional(),
  actor: word.optional(),
  confidence: word.optional(),
  lastmod: word.optional(),
});

const packSchema = tagSchema.extend({
  title: word.optional(),
  creator: word.optional(),
  tags: z.array(tagSchema),
});

type Tag = z.infer<typeof tagSchema>;

/**
 * How far a tag's own grade is believed. Units: 0 to 1. A tag without one is believed least.
 *
 * Source: https://github.com/graphsense/graphsense-tagpack-tool (the table of confidence ids)
 */
const CONFIDENCE_OF_GRADE: Readonly<Record<string, number>> = {
  override: 1,
  ownership: 1,
  ledger_immanent: 1,
  manual_transaction: 0.9,
  service_api: 0.7,
  forensic_investigation: 0.7,
  authority_data: 0.6,
  trusted_provider: 0.5,
  service_data: 0.5,
  forensic: 0.5,
  untrusted_transaction: 0.4,
  web_crawl: 0.2,
  heuristic: 0.1,
};
const UNGRADED = 0.05;

/** From this grade on a tag is a researcher's word; below it is no better than a name tag. */
const RESEARCHED = 0.5;

/** What the words of the taxonomies mean here; abuses first, since a sanctioned exchange is a risk. */
const CATEGORY_OF_WORD: ReadonlyMap<string, Category> = new Map<string, Category>([
  ['ransomware', 'ransom'],
  ['hack', 'stolen-funds'],
  ['theft', 'stolen-funds'],
  ['money_laundering', 'laundering'],
  ['sanction', 'sanctioned'],
  ['mixing_service', 'mixer'],
  ['mixer', 'mixer'],
  ['exchange', 'exchange'],
  ['hosted_wallet', 'exchange'],
  ['payment_processor', 'payment-processor'],
  ['market', 'merchant'],
  ['marketplace', 'merchant'],
  ['defi_dex', 'dex'],
  ['defi_bridge', 'bridge'],
  ['defi_lending', 'defi'],
  ['defi', 'defi'],
]);

/**
 * Reads a TagPack: a YAML file of tags about addresses, whose header stands for what a tag leaves out.
 *
 * A pack copies what others found, so no tag of it is a listing, whatever its grade: it is a
 * researcher's claim, or a vendor's where its grade is low.
 *
 * Edge: a tag that is about no risk and no service (a donation address, a miner) is left out.
 * Source: https://github.com/graphsense/graphsense-tagpacks/wiki/GraphSense-TagPacks
 *
 * @throws {DecodeError} for text that is no TagPack.
 */
export function parseTagPack(text: string, set: string): PublishedLabels {
  const pack = readPack(text);
  const { tags, ...header } = pack;
  const rows: Attribution[] = [];
  const leftOut: LeftOut[] = [];
  tags.forEach((tag, at) => {
    const claim = claimOf({ ...header, ...tag }, set);
    if (typeof claim === 'string') leftOut.push({ where: `tag ${at + 1}`, problem: claim });
    else rows.push(claim);
  });
  return { rows, asOf: dayOf(header.lastmod ?? ''), leftOut };
}

function readPack(text: string): z.infer<typeof packSchema> {
  let value: unknown;
  try {
    // Every cell is a text: an EVM address without quotes would else be read as one large number.
    value = parse(text, { maxAliasCount: 100, schema: 'failsafe' });
  } catch (cause) {
    if (!(cause instanceof YAMLError) && !(cause instanceof ReferenceError)) throw cause;
    throw new DecodeError('The TagPack is no YAML file; download it again.', {}, { cause });
  }
  const pack = packSchema.safeParse(value);
  if (pack.success) return pack.data;
  const field = pack.error.issues[0]?.path.join('.') ?? '';
  throw new DecodeError(
    `The TagPack has no readable "${field === '' ? 'tags' : field}"; a TagPack has a header and a list of tags.`,
    { field },
  );
}

function claimOf(tag: Tag, set: string): Attribution | string {
  if (tag.address === undefined) return 'It has no address.';
  if (tag.label === undefined) return 'It has no label, so it names nobody.';
  const hints = [...chainsOfCurrency(tag.network ?? ''), ...chainsOfCurrency(tag.currency ?? '')];
  const address = accountByFormat(tag.address.trim(), hints);
  if (!address.ok) return address.problem;
  const entity = plainText(tag.label);
  const actorWord = tag.actor ?? '';
  const actor = parseActor(actorWord) ?? parseActor(entity) ?? null;
  // Who names a DPRK-linked group accuses, whatever word for the deed is missing.
  const category = categoryOf(tag) ?? (actor === null ? null : 'laundering');
  if (category === null) return 'It is about no risk and no service.';
  const sources = findSourceLinks(tag.source ?? '');
  if (sources.length === 0) return 'Its source has no https link.';
  const grade = CONFIDENCE_OF_GRADE[tag.confidence ?? ''] ?? UNGRADED;
  const authority = grade >= RESEARCHED ? 'researcher' : 'vendor';
  return {
    ...decideUse({ entity, actorWord, category, actor, authority }),
    confidence: grade,
    account: address.account,
    entity,
    event: null,
    authority,
    set,
    source: formatSources(sources),
    sourceDate: dayOf(tag.lastmod ?? ''),
    entityListedOn: null,
    listedOn: null,
    delistedOn: null,
    note: null,
  };
}

function categoryOf({ abuse = [], concepts = [], category = '' }: Tag): Category | null {
  const said = [...abuse, ...concepts, category].map((one) =>
    one.trim().toLowerCase().replaceAll(/[ -]/g, '_'),
  );
  for (const [known, meaning] of CATEGORY_OF_WORD) if (said.includes(known)) return meaning;
  return null;
}
