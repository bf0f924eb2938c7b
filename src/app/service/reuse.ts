import { readSubjectText } from '../../chains/subjectText.js';
import type { Config } from '../../config.js';
import { formatCanonicalJson } from '../../core/canonicalJson.js';
import { findChainByName } from '../../core/chain.js';
import { ConfigError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import type { Policy } from '../../core/policy.js';
import { tellLabelGaps } from '../../screening/labelGaps.js';
import { tellNarrowing } from '../../screening/narrowing.js';
import type { PresentRecord, PresentRecords } from '../../store/presentRecords.js';
import { readUpkeep, upkeepMeansOf } from '../labelUpkeep.js';
import { readPolicy } from '../records.js';
import { accountsToScreen, type ChainChoice, narrowingOf } from '../subjects.js';
import { createLabelStandings, type StandingMeans } from './labelStandings.js';
import type { WorkItem } from './work.js';

/** What recorded verdicts are looked through with. */
export interface ReuseMeans extends StandingMeans {
  readonly config: Config;
  readonly records: PresentRecords;
  readonly ruleSetDigest: string;
  readonly engineVersion: number;
  /** Digest of what else a verdict rests on. */
  readonly circumstancesDigest: string;
}

/** How long what is known of the age of labels is taken for what it is now. Units: milliseconds. */
const AGE_KNOWN_MS = 10_000;

/**
 * Finds the recorded verdict that answers for a wallet, or null where it has to be screened anew.
 *
 * A verdict answers when it is the newest about the same accounts and chains and the present, still
 * valid, by the rules, the policy, the engine and the sources of now, not `incomplete`, and no label or
 * vouch that speaks about its accounts came, changed or went since, nor was the halo added to. None
 * answers for a name, which may stand for another address by now, nor one that was given by a name. While
 * labels are too old to rely on, none that is complete answers, since a new one would not be.
 *
 * @throws {InputError} when the text is no address, or is confined to chains that do not fit it.
 */
export function createReuse(
  means: ReuseMeans,
): (item: Pick<WorkItem, 'text' | 'onlyOn'>, nowMs: number) => string | null {
  const { records, config } = means;
  const chains = chainsOf(config);
  const isPolicy = createPolicyMatch(config.policy);
  const readLabels = createLabelState(means);
  const stands = createLabelStandings(means);
  const dated = new Map<string, boolean>();

  /** A claim that begins or ends by its own date changes no row when that day comes. */
  const hasClaimsDated = (snapshotsJson: string, after: string, upTo: string): boolean => {
    if (after >= upTo) return false;
    const key = `${after} ${upTo} ${snapshotsJson}`;
    const known = dated.get(key) ?? records.hasClaimsDated({ snapshotsJson, after, upTo });
    if (dated.size > 100) dated.clear();
    dated.set(key, known);
    return known;
  };

  return ({ text, onlyOn }, nowMs) => {
    const read = readSubjectText(text);
    if (read.kind === 'name') return null;
    const { resolved } = read;
    const choice: ChainChoice = { chains, onlyOn: onlyOn === null ? null : new Set(onlyOn) };
    const subjects = accountsToScreen(resolved, choice);
    const record = records.findNewest(subjects);
    const nowSeconds = Math.floor(nowMs / 1000);
    const iso = formatMoment(nowSeconds);
    if (record === null || !isValid(record, nowSeconds)) return null;
    if (records.readName(record.sequence) !== null) return null;
    if (!isMadeBy(record, means) || !isPolicy(record.policyJson)) return null;
    const haloMs = records.haloChangedAtMs();
    if (haloMs !== null && record.screenedAt <= formatMoment(Math.floor(haloMs / 1000)))
      return null;
    const narrowing = narrowingOf(resolved, choice);
    const [subject] = subjects;
    const sentence =
      narrowing === null || subject === undefined
        ? null
        : tellNarrowing(narrowing, subject).sentence;
    if (records.readNarrowing(record.sequence) !== sentence) return null;
    const labels = readLabels(nowMs);
    if (record.complete === 1 && labels.isOld) return null;
    if (hasClaimsDated(record.snapshotsJson, record.screenedAt.slice(0, 10), iso.slice(0, 10))) {
      return null;
    }
    const isSame = labels.snapshotsJson === record.snapshotsJson;
    return isSame || stands(record, { version: labels.version, iso }) ? record.screeningId : null;
  };
}

/** How far two clocks of one machine may be apart. Units: seconds. */
const CLOCK_SECONDS = 60;

/** Edge: a verdict from further ahead was made before the clock was set back; nobody knows its age. */
function isValid({ decision, screenedAt, validUntil }: PresentRecord, nowSeconds: number): boolean {
  if (decision === 'incomplete' || validUntil <= formatMoment(nowSeconds)) return false;
  return screenedAt <= formatMoment(nowSeconds + CLOCK_SECONDS);
}

function isMadeBy(
  record: PresentRecord,
  { ruleSetDigest, engineVersion, circumstancesDigest }: ReuseMeans,
): boolean {
  return (
    record.ruleSetDigest === ruleSetDigest &&
    record.engineVersion === engineVersion &&
    record.circumstancesDigest === circumstancesDigest
  );
}

/** The configured chains by short name. @throws {ConfigError} for one that is not known. */
export function chainsOf(config: Config): ChainChoice['chains'] {
  return new Map(
    Object.keys(config.chains).map((name) => {
      const chain = findChainByName(name);
      if (chain === undefined) throw new ConfigError(`The chain "${name}" is not known.`);
      return [name, { chain }] as const;
    }),
  );
}

/** Whether a recorded policy is the one of now, whatever the order of its parts. */
function createPolicyMatch(policy: Policy): (policyJson: string) => boolean {
  const own = formatCanonicalJson({ ...policy });
  const known = new Map<string, boolean>();
  return (policyJson) => {
    const isSame =
      known.get(policyJson) ?? formatCanonicalJson({ ...readPolicy(policyJson) }) === own;
    known.set(policyJson, isSame);
    return isSame;
  };
}

interface LabelState {
  readonly version: string;
  readonly day: string;
  readonly readAtMs: number;
  /** Canonical JSON of the snapshots that answer now, the vouches in force among them. */
  readonly snapshotsJson: string;
  /** Whether the labels are too old, or too few, for a verdict to be complete. */
  readonly isOld: boolean;
}

/** The labels of now; read anew when a row about labels or vouches was written, or another day began. */
function createLabelState(means: ReuseMeans): (nowMs: number) => LabelState {
  const { records, labels, vouches, config, withBuiltIn } = means;
  let known: LabelState | null = null;
  return (nowMs) => {
    const iso = formatMoment(Math.floor(nowMs / 1000));
    const day = iso.slice(0, 10);
    const version = records.readLabelVersion();
    const isKnown =
      known?.version === version &&
      known.day === day &&
      Math.abs(nowMs - known.readAtMs) < AGE_KNOWN_MS;
    if (known !== null && isKnown) return known;
    const { snapshots } = vouches.answer(labels.openBook({ day, withBuiltIn }), { iso, day });
    const upkeep = readUpkeep(labels, upkeepMeansOf(config));
    const gaps = tellLabelGaps({ sets: snapshots.length, upkeep }, Math.floor(nowMs / 1000));
    known = {
      ...{ version, day, readAtMs: nowMs },
      snapshotsJson: formatCanonicalJson(snapshots.map((one) => ({ ...one }))),
      isOld: gaps.some(({ matters }) => matters),
    };
    return known;
  };
}
