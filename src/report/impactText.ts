import type { Decision } from '../core/verdict.js';
import { formatMoment } from './format.js';
import type { ImpactClaim, ImpactItem, LabelImpact, Rescreened } from './impactDocument.js';
import { describeFields } from './labelHistoryWords.js';
import { BLANK, type Line, line, type TextLayout, type TextStyle, wrap } from './lines.js';
import { describePath } from './textPaths.js';

/** How a look back is laid out. */
export type ImpactLayout = Pick<TextLayout, 'width' | 'zone'>;

/** Past screenings that would read differently, most serious first, and what to do about each. */
export function describeImpact(impact: LabelImpact, layout: ImpactLayout): Line[] {
  const { items, labelSnapshots, labelGaps, unreadable } = impact;
  const { width } = layout;
  return [
    ...wrap(headline(impact), { indent: 0, width, hang: 2, style: 'strong' }),
    ...labelSnapshots
      .filter(({ set }) => impact.set === null || impact.set === set)
      .map(({ id, asOf, rows }) =>
        line(
          2,
          `labels now: ${id} (${asOf === null ? '' : `as of ${asOf}, `}${count(rows, 'row')})`,
        ),
      ),
    ...labelGaps.flatMap((gap) => wrap(gap, { indent: 2, width, hang: 2, style: 'warning' })),
    ...items.flatMap((item, at) => [BLANK, ...describeItem(item, at + 1, layout)]),
    ...describeUnreadable(unreadable, width),
  ];
}

function headline({ counts, since }: LabelImpact): string {
  const { screenings, touched, differ, notJudged, screenedSince } = counts;
  const changed =
    since === null
      ? 'labels that changed since they were made'
      : `labels that changed since ${since}`;
  if (touched === 0) {
    return `None of ${count(screenings, 'recorded screening')} is touched by ${changed}.`;
  }
  const parts = [
    `${touched} of ${count(screenings, 'recorded screening')} ${touched === 1 ? 'is' : 'are'} touched by ${changed}: ${differ} ${differ === 1 ? 'reads' : 'read'} differently`,
    ...(notJudged === 0 ? [] : [`${notJudged} cannot be judged again`]),
  ];
  const again =
    screenedSince === 0
      ? ''
      : ` ${screenedSince} of these ${screenedSince === 1 ? 'was' : 'were'} screened again since.`;
  return `${parts.join(', ')}.${again}`;
}

function describeItem(item: ImpactItem, number: number, layout: ImpactLayout): Line[] {
  const { record, subjects, claims, nextStep } = item;
  const { width, zone } = layout;
  const about = (text: string) => wrap(text, { indent: 3, width, hang: 2 });
  const chains = [...new Set(subjects.map(({ chain }) => chain))].join(', ');
  const asOf = record.asOf === null ? '' : `, as of ${record.asOf.slice(0, 10)}`;
  return [
    line(0, `${number}. `, ...decisions(item)),
    line(3, `${subjects[0]?.address ?? ''} (${chains})`),
    line(3, `screened ${formatMoment(record.screenedAt, zone)}${asOf}, ${record.screeningId}`),
    ...(item.now === null ? [] : about(item.now.summary)),
    ...(item.notJudged === null ? [] : about(item.notJudged)),
    ...claimsFirst(claims).flatMap((claim) => describeClaim(claim, item, layout)),
    ...leftOut(claims),
    ...item.notLookedUp.flatMap((gap) => about(`Not seen: ${gap}`)),
    ...item.remarks.flatMap(about),
    ...(item.screenedSince === null
      ? []
      : about(
          `Screened again ${formatMoment(item.screenedSince.screenedAt, zone)}: ${item.screenedSince.decision}, ${item.screenedSince.screeningId}.`,
        )),
    ...about(`Next (${nextStep.who}): ${nextStep.text}`),
  ];
}

const STYLES: Readonly<Record<Decision, TextStyle>> = {
  hold: 'alarm',
  incomplete: 'warning',
  review: 'warning',
  proceed: 'good',
};

function decisions({ before, now }: ImpactItem) {
  const then = before.decision.toUpperCase();
  if (now === null)
    return [{ style: 'warning' as const, text: 'CANNOT BE JUDGED AGAIN' }, `, was ${then}`];
  const style = STYLES[now.decision];
  if (now.decision === before.decision) {
    return [{ style, text: then }, ' as before, for other reasons'];
  }
  return [{ style, text: now.decision.toUpperCase() }, `, was ${then}`];
}

/** Claims of one screening that are printed whole; the JSON has all. */
const MOST_CLAIMS = 5;

/** What shows in the verdict before what does not. Order: else as given. */
function claimsFirst(claims: readonly ImpactClaim[]): readonly ImpactClaim[] {
  const shows = ({ exposures }: ImpactClaim) => (exposures.length > 0 ? 0 : 1);
  return [...claims].sort((a, b) => shows(a) - shows(b)).slice(0, MOST_CLAIMS);
}

function leftOut(claims: readonly ImpactClaim[]): Line[] {
  const more = claims.length - MOST_CLAIMS;
  if (more <= 0) return [];
  return [line(3, `and ${count(more, 'claim')} more; --json prints all`)];
}

function describeClaim(claim: ImpactClaim, item: ImpactItem, layout: ImpactLayout): Line[] {
  const { width } = layout;
  const { change, entity, category, authority, use, set, source, sourceDate } = claim;
  const within = (text: string) => wrap(text, { indent: 5, width, hang: 2 });
  const [exposure] = claim.exposures;
  const [path] = exposure?.paths ?? [];
  const where = exposure === undefined ? [] : [describePlace(exposure)];
  return [
    ...wrap(`${change}: ${entity} (${category}, ${authority}, ${use}), ${set}`, {
      indent: 3,
      width,
      hang: 2,
      style: 'strong',
    }),
    ...within(addressesOf(claim)),
    ...within(datesOf(claim)),
    ...within(`${source}${sourceDate === null ? '' : ` of ${sourceDate}`}`),
    ...(claim.fields.length === 0 ? [] : within(describeFields(claim.fields))),
    ...(claim.vouch === undefined
      ? []
      : within(`lowered by vouch ${claim.vouch.vouchId}, until ${claim.vouch.until}`)),
    ...where.flatMap(within),
    ...(exposure === undefined || path === undefined
      ? []
      : describePath(item, layout, { exposure, path }).map(({ indent, pieces }) => ({
          indent: indent + 3,
          pieces,
        }))),
  ];
}

/** Whom of the screening a claim speaks about, and whom it names where that is another account of the key. */
function addressesOf({ account, accounts, addresses }: ImpactClaim): string {
  const met = addresses.join(', ');
  return accounts.includes(account) ? met : `${met}, by the key of ${account}`;
}

function describePlace({ kind, direction, minHops }: ImpactClaim['exposures'][number]): string {
  if (kind === 'ownership') return 'the screened address itself';
  const hops = minHops === 1 ? 'dealt with directly' : `${minHops} hops away`;
  return `${direction}, ${hops}`;
}

/** When a claim was published, beside the screening. */
function datesOf({ change, listedOn, sourceDate, delistedOn, published }: ImpactClaim): string {
  const day = listedOn ?? sourceDate;
  const what = listedOn === null ? 'published' : 'listed';
  const delisted = delistedOn === null ? '' : `; delisted ${delistedOn}`;
  if (day === null) return `not known when ${what}${delisted}`;
  const late = change === 'added' && published === 'before' ? ', and not known here then' : '';
  return `${what} ${day}, ${PUBLISHED[published]}${late}${delisted}`;
}

const PUBLISHED: Readonly<Record<ImpactClaim['published'], string>> = {
  before: 'before the screening',
  'same-day': 'on the day of the screening',
  after: 'after the screening',
  unknown: '',
};

function describeUnreadable(unreadable: readonly string[], width: number): Line[] {
  if (unreadable.length === 0) return [];
  return [
    BLANK,
    ...wrap(
      `The facts of ${count(unreadable.length, 'screening')} cannot be read, so nobody knows whom they name; restore the database from a copy, or screen again: ${unreadable.join(', ')}.`,
      { indent: 0, width, hang: 2, style: 'warning' },
    ),
  ];
}

/** What became of screening listed wallets again. */
export function describeRescreened({ done, failed, left }: Rescreened, width: number): Line[] {
  return [
    BLANK,
    line(0, { style: 'strong', text: `Screened again: ${count(done.length, 'wallet')}` }),
    ...done.flatMap(({ address, decision, summary, screeningId }) => [
      line(
        2,
        { style: STYLES[decision], text: decision.toUpperCase() },
        ` ${address}, ${screeningId}`,
      ),
      ...wrap(summary, { indent: 4, width, hang: 2 }),
    ]),
    ...failed.flatMap(({ address, problem }) =>
      wrap(`${address} could not be screened: ${problem}`, {
        indent: 2,
        width,
        hang: 2,
        style: 'warning',
      }),
    ),
    ...(left === 0
      ? []
      : [line(2, `${count(left, 'wallet')} left: run it again, or raise --limit.`)]),
  ];
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-GB')} ${noun}${number === 1 ? '' : 's'}`;
}
