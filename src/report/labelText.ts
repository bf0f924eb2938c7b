import type { Attribution, Authority } from '../core/attribution.js';
import { CHAINS, findChain } from '../core/chain.js';
import { describeConsequence } from './labelConsequenceText.js';
import type { GoneClaim, LookedUpAccount, ShownClaim, ShownLabels } from './labelDocument.js';
import { historySentences } from './labelHistoryWords.js';
import { BLANK, type Line, line, type Piece, table, wrap } from './lines.js';

/** What the label sets say about an address, for a person who decides on a payment. */
export function describeShownLabels(shown: ShownLabels, width: number): Line[] {
  const claims = foldChains(shown.claims);
  const sections = [
    headSection(shown, claims.length),
    describeConsequence(shown, width),
    besideSection(claims, width),
    ...claims.map((claim, at) => claimSection(claim, { at, width })),
    ...shown.gone.map((claim) => goneSection(claim, width)),
    askedSection(shown, width),
  ];
  return sections
    .filter((section) => section.length > 0)
    .flatMap((section, at) => (at === 0 ? section : [BLANK, ...section]));
}

/** A claim, with every account for which its set makes it. */
interface FoldedClaim extends ShownClaim {
  readonly filedFor: readonly string[];
}

/** A list names one address once for each ticker or chain; for a person that is one claim. */
function foldChains(claims: readonly ShownClaim[]): readonly FoldedClaim[] {
  const folded = new Map<string, FoldedClaim>();
  for (const claim of claims) {
    const { account, ...said } = claim;
    const key = JSON.stringify(said);
    const known = folded.get(key);
    const filedFor = [...(known?.filedFor ?? []), account];
    folded.set(key, { ...(known ?? claim), filedFor });
  }
  return [...folded.values()];
}

function headSection({ address, gone }: ShownLabels, claims: number): Line[] {
  const text =
    claims === 0
      ? `No label set here names ${address}${gone.length === 0 ? '' : ' any more'}; that says nothing about its history.`
      : `${countOf(claims, 'claim')} about ${address}`;
  return [line(0, heading(text))];
}

/** Who says what, side by side, where several speak. */
function besideSection(claims: readonly FoldedClaim[], width: number): Line[] {
  if (claims.length < 2) return [];
  const rows = claims.map((claim, at) => [
    `[${at + 1}]`,
    AUTHORITY_TITLES[claim.authority],
    claim.confidence.toFixed(2),
    claim.use,
    claim.sourceDate ?? claim.listedOn ?? 'undated',
    `${claim.entity} (${claim.category})`,
  ]);
  const header = ['', 'who says it', 'belief', 'use', 'published', 'what'];
  return [
    line(0, heading('Side by side')),
    ...table([header, ...rows], { indent: 2, width, right: [2] }),
    ...wrap(disagreementOf(claims), { indent: 2, width }),
  ];
}

function disagreementOf(claims: readonly ShownClaim[]): string {
  const uses = new Set(claims.map(({ use }) => use));
  const entities = new Set(claims.map(({ entity }) => entity));
  if (uses.size > 1) {
    return uses.has('exposure')
      ? 'They do not agree on what it is; the claim that counts as risk decides.'
      : 'They do not agree on what it is; the service decides, the note is only shown.';
  }
  return entities.size > 1
    ? 'They give it different names and agree on how it is used.'
    : 'They agree on who it is and on how it is used.';
}

function claimSection(claim: FoldedClaim, { at, width }: { at: number; width: number }): Line[] {
  const { set, history, isSynced } = claim;
  return [
    ...wrap(`[${at + 1}] ${titleOf(claim)}`, { indent: 0, width, hang: 4, style: 'strong' }),
    ...factLines(claim, width),
    ...fact('Filed', claim.filedFor.map(describeAccount).join(', '), width),
    ...fact('Chains', matchesOf(claim), width),
    ...(history === null
      ? []
      : historySentences(history, { claim, set, isSynced }).flatMap((sentence) =>
          fact('Seen', sentence, width),
        )),
  ];
}

function goneSection(claim: GoneClaim, width: number): Line[] {
  const { set, history, isSynced } = claim;
  return [
    ...wrap(`No longer claimed: ${titleOf(claim)}`, { indent: 0, width, hang: 4, style: 'strong' }),
    ...fact('Counts', 'no; it is kept so that what was decided by it can be understood', width),
    ...factLines(claim, width).slice(1),
    ...historySentences(history, { claim, set, isSynced }).flatMap((sentence) =>
      fact('Seen', sentence, width),
    ),
  ];
}

function titleOf({ entity, category, actor, event }: Attribution): string {
  const actorText = actor === null ? '' : `, DPRK-linked (${actor})`;
  const eventText = event === null ? '' : `, ${event}`;
  return `${entity} (${category})${actorText}${eventText}`;
}

function factLines(claim: Attribution, width: number): Line[] {
  const { authority, confidence, set, source, note } = claim;
  const who = `${AUTHORITY_TITLES[authority]} (authority ${authority}), belief ${confidence.toFixed(2)} of 1, in the set ${set}`;
  return [
    ...fact('Counts', useSentence(claim), width),
    ...fact('Who', who, width),
    ...fact('Dates', datesOf(claim), width),
    ...source.split('; ').flatMap((part) => fact('Source', part, width)),
    ...(note === null ? [] : fact('Note', note, width)),
  ];
}

function useSentence(claim: Attribution): string {
  const { use, category, entity, event, delistedOn } = claim;
  if (use === 'note') return noteSentence(claim);
  if (use === 'service') {
    return category === 'exchange' && event !== null
      ? `no, as a service: ${entity} owns this deposit box; what the source reports (${event}) used this deposit box as a customer, and that does not spread to others who did`
      : 'no, as a service: the trail ends here';
  }
  return delistedOn === null
    ? 'yes, as risk'
    : `no longer listed since ${delistedOn}, so it does not hold as a listing; it stays known as ${category}`;
}

function noteSentence({ category, delistedOn, vouch }: Attribution): string {
  if (vouch !== undefined) {
    return `no; vouch ${vouch.vouchId} lowers it until ${vouch.until}, so that it is only shown`;
  }
  if (category !== 'frozen') return 'no; it is a guess that is only shown, never an exposure';
  return delistedOn === null
    ? 'as a freeze of the address itself; it says nothing of where money is from, so it is never an exposure'
    : `no; the issuer released it on ${delistedOn}`;
}

function datesOf({
  sourceDate,
  entityListedOn,
  listedOn,
  delistedOn,
  authority,
}: Attribution): string {
  const listing =
    authority === 'list'
      ? [
          entityListedOn === null
            ? 'entity listed: day not known'
            : `entity listed ${entityListedOn}`,
          listedOn === null ? 'address listed: day not known' : `address listed ${listedOn}`,
        ]
      : [];
  const parts = [
    ...listing,
    ...(delistedOn === null ? [] : [`no longer listed since ${delistedOn}`]),
    ...(sourceDate === null ? [] : [`published ${sourceDate}`]),
  ];
  return parts.length === 0 ? 'none given' : parts.join(', ');
}

function matchesOf({ chains }: ShownClaim): string {
  const evm = CHAINS.filter(({ family }) => family === 'evm').map(({ name }) => name);
  const isEverywhere = evm.every((name) => chains.includes(name));
  const named = isEverywhere ? chains.filter((name) => !evm.includes(name)) : chains;
  const titles = named.map((name) => CHAINS.find((chain) => chain.name === name)?.title ?? name);
  const all = isEverywhere ? ['every EVM chain', ...titles] : titles;
  return all.length === 1 && !isEverywhere ? `${all[0]} only` : all.join(', ');
}

function askedSection({ lookedUp, snapshots }: ShownLabels, width: number): Line[] {
  const asked =
    snapshots.length === 0
      ? 'No label set was there to ask; import one, or turn labels.builtIn on.'
      : `Asked: ${snapshots.map(({ set, rows, asOf }) => `${set} (${countOf(rows, 'row')}, ${asOf === null ? 'day not known' : `as of ${asOf}`})`).join(', ')}`;
  return [
    ...wrap(`Looked up: ${lookedUp.map(describeLookedUp).join('; ')}`, {
      indent: 0,
      width,
      hang: 2,
    }),
    ...wrap(asked, { indent: 0, width, hang: 2 }),
  ];
}

function describeLookedUp({ address, chains }: LookedUpAccount, at: number): string {
  const [first = ''] = chains;
  const title = CHAINS.find((chain) => chain.name === first)?.title ?? first;
  const where = chains.length > 1 ? 'every EVM chain' : title;
  return at === 0 ? `${address} on ${where}` : `${address} on ${where} (the same key)`;
}

const AUTHORITY_TITLES: Readonly<Record<Authority, string>> = {
  list: 'a sanctions list',
  government: 'a government',
  researcher: 'a researcher',
  vendor: 'a public tag',
  own: 'your company',
};

function describeAccount(account: string): string {
  const [namespace, reference, address = account] = account.split(':');
  const chain = findChain(`${namespace}:${reference}`);
  return `${address} on ${chain?.title ?? namespace}`;
}

const NAME_WIDTH = 8;

function fact(name: string, text: string, width: number): Line[] {
  const room = width - 2 - NAME_WIDTH;
  return wrap(text, { indent: 0, width: room }).map((part, at) =>
    line(
      2 + (at === 0 ? 0 : NAME_WIDTH),
      at === 0 ? `${name}:`.padEnd(NAME_WIDTH) : '',
      ...part.pieces,
    ),
  );
}

function heading(text: string): Piece {
  return { style: 'strong', text };
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
