import leven from 'leven';
import { z } from 'zod';
import { RuleSetError } from '../core/errors.js';

/** An object that refuses unknown keys and names the nearest known one for each. */
export function closedObject<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => describeUnknown('key', key, known)).join('; ')
        : describeType(issue, 'an object'),
  });
}

/** One word of a closed list; another word is refused with the nearest known one. */
export function closedWord<const Words extends readonly string[]>(words: Words) {
  return z.enum(words, {
    error: (issue) =>
      typeof issue.input === 'string'
        ? describeUnknown('word', issue.input, words)
        : describeType(issue, `one of ${words.join(', ')}`),
  });
}

/** A text that is not blank. */
export function filledText() {
  return z
    .string({ error: (issue) => describeType(issue, 'a text') })
    .regex(/\S/, { error: 'must not be blank' });
}

/** A link that a person can open. */
export function httpsLink() {
  return z
    .string({ error: (issue) => describeType(issue, 'an https link') })
    .regex(/^https:\/\/[^\s/]+\.\S+$/, { error: 'must be an https link' });
}

/** A name of lower-case words joined by hyphens. */
export function hyphenated() {
  return z
    .string({ error: 'must be a text' })
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'must be lower-case words joined by hyphens' });
}

/** A day such as `2026-11-30`. */
export function isoDay() {
  return z.iso.date({ error: 'must be a day such as 2026-11-30' });
}

/** Lets a check run beside other problems of its object, so that all are reported at once. */
export function isReadable(payload: { readonly value: unknown }): boolean {
  return typeof payload.value === 'object' && payload.value !== null;
}

/**
 * Reads a JSON text by a schema.
 *
 * @throws {RuleSetError} that names every bad field with its path.
 */
export function parseJsonFile<Value>(
  text: string,
  file: { readonly name: string; readonly what: string; readonly schema: z.ZodType<Value> },
): Value {
  const result = file.schema.safeParse(parseJson(text, file));
  if (result.success) return result.data;
  throw fileError(file, formatIssues(result.error.issues));
}

/** The error that says that a file cannot be used, with its problems. */
export function fileError(
  file: { readonly name: string; readonly what: string },
  problems: readonly string[],
): RuleSetError {
  const { length } = problems;
  const [count, them] = length === 1 ? ['1 problem', 'it'] : [`${length} problems`, 'them'];
  return new RuleSetError(
    `The ${file.what} ${file.name} has ${count}; correct ${them} and try again.`,
    problems,
  );
}

function parseJson(text: string, file: { readonly name: string; readonly what: string }): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : 'unreadable';
    throw fileError(file, [`the file is not JSON: ${detail}`]);
  }
}

function formatIssues(issues: readonly z.core.$ZodIssue[]): readonly string[] {
  return issues.flatMap((issue) => flattenIssue(issue, [])).sort();
}

function flattenIssue(issue: z.core.$ZodIssue, parents: readonly PropertyKey[]): readonly string[] {
  const path = [...parents, ...issue.path];
  if (issue.code !== 'invalid_union') return [`${formatPath(path)}: ${issue.message}`];
  // A field that takes a word or a list of words: a list is judged word by word.
  const inside = issue.errors.find((branch) => branch.every((inner) => inner.path.length > 0));
  return (inside ?? issue.errors[0] ?? []).flatMap((inner) => flattenIssue(inner, path));
}

function formatPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the file';
  return path
    .map((part, at) =>
      typeof part === 'number' ? `[${part}]` : at === 0 ? String(part) : `.${String(part)}`,
    )
    .join('');
}

function describeType(issue: { readonly input?: unknown }, wanted: string): string {
  return issue.input === undefined ? `is missing; ${wanted} is needed` : `must be ${wanted}`;
}

function describeUnknown(what: string, given: string, known: readonly string[]): string {
  const nearest = [...known].sort((a, b) => leven(a, given) - leven(b, given))[0];
  return `unknown ${what} "${given}"; the nearest known one is "${nearest}" (of ${known.join(', ')})`;
}
