import type { App } from '../../app.js';
import { Bug, InputError } from '../../core/errors.js';
import { assertNever } from '../../core/never.js';
import type { Actor } from '../../core/role.js';
import { type Difference, findDifferences } from '../../desk/summary/differences.js';
import type { MonthProgress, MonthReading } from '../summary/monthDesk.js';
import { formatEdition, type MonthEdition } from '../summary/monthEdition.js';
import type { MonthFile, MonthFormat } from '../summary/monthFiles.js';
import { type FigureRows, findFigure, type MonthView, viewOf } from '../summary/monthView.js';
import type { SignedMonth } from '../summary/signOff.js';

/** A month in one of its editions. */
interface OfMonth {
  readonly month: string;
  readonly edition: MonthEdition;
  /** The moment to which what somebody looks at is told; null for what is known now. */
  readonly asOf: string | null;
}

/** What is asked about months: all of it takes long where a month is large. */
export type MonthAsk =
  | ({ readonly kind: 'view' } & OfMonth)
  | ({ readonly kind: 'file'; readonly format: MonthFormat } & OfMonth)
  | ({
      readonly kind: 'rows';
      readonly figure: number;
      readonly after: number;
      readonly limit: number;
    } & OfMonth)
  | { readonly kind: 'versions'; readonly month: string }
  | {
      readonly kind: 'sign';
      readonly month: string;
      readonly by: Actor;
      /** Of the figures that the person looked at; null where nothing says. */
      readonly seen: string | null;
    }
  | { readonly kind: 'keep'; readonly month: string };

/** What comes of it. */
export type MonthAnswer =
  | {
      readonly kind: 'view';
      readonly view: MonthView;
      readonly versions: readonly SignedMonth[];
      /** What is not as in the newest version; null where nobody signed it, or that is erased. */
      readonly sinceSigned: readonly Difference[] | null;
    }
  | { readonly kind: 'file'; readonly file: MonthFile }
  | { readonly kind: 'rows'; readonly rows: FigureRows }
  | { readonly kind: 'versions'; readonly versions: readonly SignedMonth[] }
  | { readonly kind: 'sign'; readonly signed: SignedMonth }
  | { readonly kind: 'keep'; readonly didKeep: boolean };

/** What is asked, and answered, in one way. */
export type MonthKind = MonthAsk['kind'];

/** What is asked in one way. */
export type AskOf<Kind extends MonthKind> = Extract<MonthAsk, { readonly kind: Kind }>;

/** What comes of it. */
export type AnswerTo<Kind extends MonthKind> = Extract<MonthAnswer, { readonly kind: Kind }>;

/** The answer, where it is one to what was asked. @throws {Bug} where it is not. */
export function answerTo<Kind extends MonthKind>(kind: Kind, answer: MonthAnswer): AnswerTo<Kind> {
  if (isAnswerTo(kind, answer)) return answer;
  throw new Bug('A month was answered with something else.');
}

function isAnswerTo<Kind extends MonthKind>(
  kind: Kind,
  answer: MonthAnswer,
): answer is AnswerTo<Kind> {
  return answer.kind === kind;
}

/** Months that were looked at last stay at hand, so that links and downloads tell the same figures. */
const MOST_AT_HAND = 3;

/** Answers what is asked about months. */
export type AnswerMonth = (ask: MonthAsk, progress: MonthProgress) => Promise<MonthAnswer>;

/** A month that was read, and where the record stood before. */
interface AtHand {
  readonly reading: MonthReading;
  readonly auditRows: number;
  /** Of the record, before it was read. */
  readonly revision: string;
}

/** Answers over an application. */
export function createMonthAnswers({
  months,
  signOffs,
  audit,
  monthStillness: { revision, isStill },
}: Pick<App, 'months' | 'signOffs' | 'audit' | 'monthStillness'>): AnswerMonth {
  const tellSinceSigned = (
    { text, figuresDigest }: MonthReading,
    newest: SignedMonth | undefined,
  ): readonly Difference[] | null => {
    if (newest === undefined) return null;
    if (newest.figuresDigest === figuresDigest) return [];
    const signed = signOffs.readModel(newest.month, newest.version);
    return signed === null ? null : findDifferences(JSON.parse(signed), JSON.parse(text));
  };
  const atHand = new Map<string, AtHand>();
  // Whoever was deleted since is not told any more.
  const forgetDeleted = () => {
    for (const [key, { auditRows: after }] of atHand) {
      if (audit.has({ after, action: 'payee-deleted', subjectId: null })) atHand.delete(key);
    }
  };
  const isAsTold = ({ reading, ...stood }: AtHand, asOf: string | null): boolean => {
    const { edition, summary } = reading;
    if (edition.kind !== 'now' || summary.asOf === asOf) return true;
    return asOf === null && isStill(summary, stood.revision);
  };
  const read = async ({ month, edition, asOf }: OfMonth, progress: MonthProgress) => {
    const key = `${month} ${formatEdition(edition)}`;
    forgetDeleted();
    const known = atHand.get(key);
    if (known !== undefined && isAsTold(known, asOf)) return known.reading;
    const stood = { auditRows: audit.readHead()?.sequence ?? 0, revision: revision() };
    const reading = await months.read(month, edition, progress);
    atHand.delete(key);
    atHand.set(key, { reading, ...stood });
    for (const oldest of [...atHand.keys()].slice(0, -MOST_AT_HAND)) atHand.delete(oldest);
    return reading;
  };
  return async (ask, progress) => {
    switch (ask.kind) {
      case 'view': {
        const reading = await read(ask, progress);
        const versions = signOffs.list(ask.month);
        const sinceSigned = tellSinceSigned(reading, versions[0]);
        return { kind: 'view', view: viewOf(reading), versions, sinceSigned };
      }
      case 'file': {
        const reading = await read(ask, progress);
        return { kind: 'file', file: await months.makeFile(reading, ask.format) };
      }
      case 'rows': {
        const rows = findFigure(await read(ask, progress), ask);
        if (rows !== null) return { kind: 'rows', rows };
        throw new InputError('The month has no figure of this number now; look at it again.');
      }
      case 'versions':
        return { kind: 'versions', versions: signOffs.list(ask.month) };
      case 'sign': {
        const { month, by, seen } = ask;
        return { kind: 'sign', signed: await months.sign(month, by, { ...progress, seen }) };
      }
      case 'keep':
        return { kind: 'keep', didKeep: await months.keep(ask.month, progress) };
      default:
        return assertNever(ask, 'ask');
    }
  };
}
