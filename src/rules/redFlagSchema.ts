import { z } from 'zod';
import { Bug } from '../core/errors.js';
import type { RedFlag, RedFlagList } from '../core/redFlag.js';
import {
  closedObject,
  closedWord,
  fileError,
  filledText,
  httpsLink,
  hyphenated,
  isoDay,
  parseJsonFile,
} from './problems.js';

const sourceSchema = closedObject({ title: filledText(), url: httpsLink(), date: isoDay() });

const flagSchema = closedObject({
  id: hyphenated(),
  group: filledText(),
  sentence: filledText(),
  standing: closedWord(['published', 'reported']),
  source: hyphenated(),
});

const listSchema = closedObject({
  title: filledText(),
  description: filledText(),
  caution: z.array(filledText(), { error: 'must be a list of sentences' }).min(1, {
    error: 'must hold at least one sentence; nobody should read the signs without it',
  }),
  sources: z.record(hyphenated(), sourceSchema, { error: 'must be the sources by their names' }),
  flags: z.array(flagSchema, { error: 'must be a list of signs' }).min(1, {
    error: 'must hold at least one sign',
  }),
});

type FileFlag = z.output<typeof flagSchema>;

/** What a sign begins with that was not checked in its source. */
const REPORTED = 'Reported: ';

/**
 * Reads the list of signs apart from the chain.
 *
 * @throws {RuleSetError} that names every bad field with its path, every sign that stands twice or
 * apart from its group, and every sentence that does not say whether it is only reported.
 */
export function parseRedFlagList(text: string, name: string): RedFlagList {
  const file = { name, what: 'list of red flags' };
  const { caution, sources, flags } = parseJsonFile(text, { ...file, schema: listSchema });
  const problems = flags.flatMap((flag, at) =>
    problemsOf(flag, { before: flags.slice(0, at), sources }).map(
      (problem) => `flags[${at}]${problem}`,
    ),
  );
  if (problems.length > 0) throw fileError(file, problems);
  return { caution, flags: flags.map((flag) => ({ ...flag, source: sourceOf(flag, sources) })) };
}

function problemsOf(
  { id, group, sentence, standing, source }: FileFlag,
  by: { readonly before: readonly FileFlag[]; readonly sources: Readonly<Record<string, unknown>> },
): readonly string[] {
  const isReported = standing === 'reported';
  const groups = by.before.map((flag) => flag.group);
  return [
    ...(by.before.some((flag) => flag.id === id) ? [`.id: "${id}" stands twice`] : []),
    ...(Object.hasOwn(by.sources, source) ? [] : [`.source: there is no source "${source}"`]),
    ...(groups.includes(group) && groups.at(-1) !== group
      ? ['.group: stands apart from the others of its group']
      : []),
    ...(sentence.startsWith(REPORTED) === isReported
      ? []
      : [`.sentence: must ${isReported ? '' : 'not '}begin with "${REPORTED}"`]),
  ];
}

function sourceOf(
  { source }: FileFlag,
  sources: Readonly<Record<string, RedFlag['source']>>,
): RedFlag['source'] {
  const found = sources[source];
  if (found === undefined) throw new Bug('A source passed the check that nobody knows.');
  return found;
}
