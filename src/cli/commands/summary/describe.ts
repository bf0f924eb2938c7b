import type { SignedMonth } from '../../../app/summary/signOff.js';
import { formatMoment } from '../../../report/format.js';
import { type Line, line } from '../../../report/lines.js';
import { otherCurrencySentences } from '../../../report/month/rateWords.js';

/** What versions are told with: names of people by their ids, and the zone of times. */
interface Told {
  readonly names: ReadonlyMap<string, string>;
  readonly zone: string;
}

/** More differences than these are for `--json`. */
const MOST_DIFFERENCES = 40;

/** The signed versions of a month. Order: as given. */
export function describeVersions(
  month: string,
  versions: readonly SignedMonth[],
  told: Told,
): readonly Line[] {
  if (versions.length === 0) return [line(0, `Nobody signed ${month} yet.`)];
  return versions.flatMap((signed) => describeVersion(signed, told));
}

/** One signed version: who, when, over what, and what differs from the version before. */
export function describeVersion(signed: SignedMonth, { names, zone }: Told): readonly Line[] {
  const { month, version, signedAt, signedBy, modelDigest, auditRows, auditHash } = signed;
  const who = names.get(signedBy) ?? signedBy;
  return [
    line(0, {
      style: 'strong',
      text: `${month}, version ${version}: signed by ${who} on ${formatMoment(signedAt, zone)}`,
    }),
    line(2, `digest ${modelDigest}`),
    line(2, `audit log: ${auditRows} rows, head ${auditHash ?? 'none'}`),
    ...describeDifferences(signed),
  ];
}

function describeDifferences({ version, differences }: SignedMonth): readonly Line[] {
  if (version === 1) return [];
  if (differences === null) {
    return [line(2, 'What differs cannot be told: the model of either version was erased.')];
  }
  const left = differences.length - MOST_DIFFERENCES;
  return [
    line(2, `differs from version ${version - 1} in ${differences.length}:`),
    ...otherCurrencySentences(differences).map((sentence) => line(4, sentence)),
    ...differences
      .slice(0, MOST_DIFFERENCES)
      .map(({ what, before, now }) =>
        line(4, `${what}: ${before ?? 'nothing'} → ${now ?? 'nothing'}`),
      ),
    ...(left > 0 ? [line(4, `… and ${left} more; --json has them all.`)] : []),
  ];
}
