import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { accountByFormat } from '../../../chains/labelAddress.js';
import type { Actor, Attribution, Category } from '../../../core/attribution.js';
import { AbortedError, DecodeError } from '../../../core/errors.js';
import type { LeftOut, PublishedLabels } from '../publishedLabels.js';
import { CONFIDENCE_OF_AUTHORITY, decideUse, parseActor } from '../words.js';
import { chainsOfCurrency } from './currencies.js';
import { dayOf, plainText } from './publishedText.js';

const texts = z.array(z.string()).default([]);

const entitySchema = z.object({
  id: z.string(),
  schema: z.string(),
  caption: z.string().optional(),
  datasets: texts,
  last_change: z.string().nullish(),
  properties: z.object({
    publicKey: texts,
    currency: texts,
    holder: texts,
    topics: texts,
    sourceUrl: texts,
    name: texts,
    program: texts,
    programId: texts,
    entity: texts,
    startDate: texts,
    listingDate: texts,
    endDate: texts,
  }),
});

type Entity = z.infer<typeof entitySchema>;

/** Data sets that are a state's own list of sanctions, and may be called listed. */
const LIST = /^us_ofac_(?:sdn|cons)$|^eu_fsf$|_sanctions$/;

/** Data sets of other authorities: what they say is a government's word, not a listing. */
const GOVERNMENT = /^us_fbi_|^us_doj_|^il_mod_crypto$/;

/** The data set whose every wallet the FBI attributes to Lazarus. */
const LAZARUS = 'us_fbi_lazarus_crypto';

/** What a topic means here, gravest first. Source: https://www.opensanctions.org/docs/topics/ */
const CATEGORY_OF_TOPIC: readonly (readonly [string, Category])[] = [
  ['crime.theft', 'stolen-funds'],
  ['crime.cyber', 'stolen-funds'],
  ['crime.fin', 'laundering'],
  ['sanction', 'sanctioned'],
  ['sanction.linked', 'sanctioned'],
  ['crime.terror', 'sanctioned'],
];

/**
 * Reads the crypto wallets of an OpenSanctions export (`entities.ftm.json`, one JSON object a line).
 *
 * The file is read twice, since a wallet names its holder by id, before or after it; only wallets,
 * the holders they name and their sanctions are held.
 *
 * `open` gives the file from its beginning at each call. Order: the file's.
 * Edge: a wallet whose every sanction, and every one of its holders', has ended stays known, with the
 * day as `delistedOn`.
 * Blind spot: the data may be used for business only with a licence of its publisher, so it is the
 * user who fetches it.
 * Source: https://www.opensanctions.org/docs/bulk/json/, https://followthemoney.tech/explorer/schemata/CryptoWallet/
 *
 * @throws {DecodeError} for a line that is no entity, and for a file without any.
 * @throws {AbortedError} when the signal ends the reading. What a stream itself fails with is passed on.
 */
export async function readOpenSanctions(
  open: () => Readable,
  { set, signal }: { readonly set: string; readonly signal: AbortSignal },
): Promise<PublishedLabels> {
  const wallets: Entity[] = [];
  for await (const entity of entities(open(), signal)) {
    if (entity.schema === 'CryptoWallet') wallets.push(entity);
  }
  const named = new Set(wallets.flatMap(({ properties }) => properties.holder));
  const ids = new Set(wallets.map(({ id }) => id));
  const holders = new Map<string, Entity>();
  const sanctions = new Map<string, Entity[]>();
  for await (const entity of entities(open(), signal)) {
    if (named.has(entity.id)) holders.set(entity.id, entity);
    for (const sanctioned of entity.schema === 'Sanction' ? entity.properties.entity : []) {
      if (!ids.has(sanctioned) && !named.has(sanctioned)) continue;
      sanctions.set(sanctioned, [...(sanctions.get(sanctioned) ?? []), entity]);
    }
  }
  const rows: Attribution[] = [];
  const leftOut: LeftOut[] = [];
  for (const wallet of wallets) {
    const known = wallet.properties.holder.flatMap((id) => holders.get(id) ?? []);
    const own = sanctions.get(wallet.id) ?? [];
    const ofHolder = known.flatMap(({ id }) => sanctions.get(id) ?? []);
    const claims = claimsOf({ wallet, holders: known, own, ofHolder, set });
    if (claims.length === 0) leftOut.push({ where: wallet.id, problem: 'It has no address.' });
    for (const claim of claims) {
      if (typeof claim === 'string') leftOut.push({ where: wallet.id, problem: claim });
      else rows.push(claim);
    }
  }
  return { rows, asOf: null, leftOut };
}

async function* entities(file: Readable, signal: AbortSignal): AsyncGenerator<Entity> {
  let line = 0;
  let found = 0;
  for await (const text of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (signal.aborted) {
      file.destroy();
      throw new AbortedError('The reading of the file was ended before its end.');
    }
    line += 1;
    if (text.trim() === '') continue;
    found += 1;
    yield readEntity(text, line);
  }
  if (found === 0) {
    throw new DecodeError('The OpenSanctions file is empty; download it again.');
  }
}

function readEntity(text: string, line: number): Entity {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DecodeError(
      `Line ${line} of the OpenSanctions file is no JSON, as where a download broke off; download it again.`,
      { line },
      { cause },
    );
  }
  const entity = entitySchema.safeParse(value);
  if (entity.success) return entity.data;
  const field = entity.error.issues[0]?.path.join('.') ?? '';
  throw new DecodeError(
    `Line ${line} of the OpenSanctions file has no readable "${field}"; take the file entities.ftm.json.`,
    { line, field },
  );
}

interface Wallet {
  readonly wallet: Entity;
  /** Order: as the wallet names them. */
  readonly holders: readonly Entity[];
  readonly own: readonly Entity[];
  readonly ofHolder: readonly Entity[];
  readonly set: string;
}

function claimsOf({
  wallet,
  holders,
  own,
  ofHolder,
  set,
}: Wallet): readonly (Attribution | string)[] {
  const { properties, datasets } = wallet;
  const [holder] = holders;
  const topics = [wallet, ...holders].flatMap((one) => one.properties.topics);
  const hints = properties.currency.flatMap(chainsOfCurrency);
  const authority = datasets.some((one) => LIST.test(one))
    ? 'list'
    : datasets.some((one) => GOVERNMENT.test(one))
      ? 'government'
      : 'researcher';
  const entity = plainText(holder?.caption ?? holder?.properties.name[0] ?? wallet.caption ?? '');
  const actor = actorOf(entity, wallet, [...own, ...ofHolder]);
  const category =
    CATEGORY_OF_TOPIC.find(([topic]) => topics.includes(topic))?.[1] ??
    // A state lists nobody for no reason, whatever the topics leave unsaid.
    (authority === 'list' ? 'sanctioned' : actor === null ? undefined : 'laundering');
  const orders = own.length > 0 ? own : ofHolder;
  const ended = orders.length > 0 && [...own, ...ofHolder].every(hasEnded);
  return properties.publicKey.map((address) => {
    const read = accountByFormat(address.trim(), hints);
    if (!read.ok) return read.problem;
    if (category === undefined) return 'Its topics say no risk that is counted here.';
    return {
      ...decideUse({ entity, actorWord: '', category, actor, authority }),
      confidence: CONFIDENCE_OF_AUTHORITY[authority],
      account: read.account,
      entity: entity || 'Unnamed holder',
      event: properties.programId[0] ?? null,
      authority,
      set,
      source: sourceOf(wallet),
      sourceDate: null,
      entityListedOn: earliest(ofHolder.flatMap(datesOf)),
      listedOn: earliest(own.flatMap(datesOf)),
      delistedOn: ended ? latest(orders.flatMap((one) => one.properties.endDate)) : null,
      note: `Data sets: ${plainText(datasets.join(', '))}`,
    };
  });
}

/** Who the holder is, by name, by data set, or by the North Korea programme of a sanction. */
function actorOf(entity: string, wallet: Entity, sanctions: readonly Entity[]): Actor | null {
  const named = parseActor(entity) ?? null;
  if (named !== null) return named;
  if (wallet.datasets.includes(LAZARUS)) return 'lazarus';
  const programs = [wallet, ...sanctions].flatMap(({ properties }) => [
    ...properties.programId,
    ...properties.program,
  ]);
  return programs.some((program) => /DPRK/.test(program)) ? 'dprk-other' : null;
}

function sourceOf({ id, properties, datasets }: Entity): string {
  const page = `https://www.opensanctions.org/entities/${encodeURIComponent(id)}/ (OpenSanctions: ${plainText(datasets.join(', '))})`;
  const first = properties.sourceUrl.find((url) => /^https:\/\/\S+$/.test(url));
  return first === undefined ? page : `${page}; ${first}`;
}

function hasEnded({ properties }: Entity): boolean {
  return properties.endDate.some((text) => dayOf(text) !== null);
}

function datesOf({ properties }: Entity): readonly string[] {
  return properties.listingDate.length > 0 ? properties.listingDate : properties.startDate;
}

function earliest(dates: readonly string[]): string | null {
  return sortedDays(dates)[0] ?? null;
}

function latest(dates: readonly string[]): string | null {
  return sortedDays(dates).at(-1) ?? null;
}

function sortedDays(dates: readonly string[]): readonly string[] {
  return dates
    .map(dayOf)
    .filter((day) => day !== null)
    .sort();
}
