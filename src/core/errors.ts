/**
 * Every failure that Hopsight can name, in one closed list.
 *
 * `retry` tells the caller what can help: `never` (the same call fails again), `later` (the same
 * call may succeed), `elsewhere` (another source may answer).
 */
export type ErrorCode =
  | 'input'
  | 'config'
  | 'transport'
  | 'rate-limit'
  | 'capability'
  | 'decode'
  | 'integrity'
  | 'aborted'
  | 'store'
  | 'rule-set'
  | 'bug';

/** What a caller should do about a failure. */
export type Retry = 'never' | 'later' | 'elsewhere';

/** Facts that go with an error; JSON-safe, without secrets, URLs or personal data. */
export type ErrorDetails = Readonly<
  Record<string, string | number | boolean | null | readonly string[]>
>;

/** The root of all failures that Hopsight reports in words for a person. */
export abstract class ScreenError extends Error {
  abstract readonly code: ErrorCode;
  abstract readonly retry: Retry;
  readonly details: ErrorDetails;

  constructor(message: string, details: ErrorDetails = {}, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
    this.details = details;
  }
}

/** What the user typed cannot be used; the message says what it looks like and what to do. */
export class InputError extends ScreenError {
  readonly code = 'input';
  readonly retry = 'never';
}

/** The configuration, the environment or a file it names cannot be used. */
export class ConfigError extends ScreenError {
  readonly code = 'config';
  readonly retry = 'never';
}

/** A source could not answer. */
export abstract class SourceError extends ScreenError {}

/** Connection refused, timed out, reset, or a 5xx answer. */
export class TransportError extends SourceError {
  readonly code = 'transport';
  readonly retry = 'later';
}

/**
 * The source refuses for now.
 *
 * `window` tells a per-second limit (wait a moment) from a spent daily quota (wait until tomorrow).
 */
export class RateLimitError extends SourceError {
  readonly code = 'rate-limit';
  readonly retry = 'later';
  readonly retryAfterMs: number;
  readonly window: 'second' | 'day';

  constructor(
    message: string,
    limit: { readonly retryAfterMs: number; readonly window: 'second' | 'day' },
    details: ErrorDetails = {},
  ) {
    super(message, details);
    this.retryAfterMs = limit.retryAfterMs;
    this.window = limit.window;
  }
}

/** A method, range or depth that this source does not offer; another source may. */
export class CapabilityError extends SourceError {
  readonly code = 'capability';
  readonly retry = 'elsewhere';
}

/** The answer does not have the documented shape; `details.field` has the path to the first bad field. */
export class DecodeError extends SourceError {
  readonly code = 'decode';
  readonly retry = 'elsewhere';
}

/** The answer is well-formed but false: a repeated cursor, a wrong chain, rows of another account. */
export class IntegrityError extends SourceError {
  readonly code = 'integrity';
  readonly retry = 'elsewhere';
}

/** The deadline or the user ended the call before an answer came. */
export class AbortedError extends SourceError {
  readonly code = 'aborted';
  readonly retry = 'later';
}

/** The database cannot be used: a changed migration, a broken chain of records, a full disk. */
export class StoreError extends ScreenError {
  readonly code = 'store';
  readonly retry = 'never';
}

/** A rule file is invalid; `problems` names every bad field, not only the first. */
export class RuleSetError extends ScreenError {
  readonly code = 'rule-set';
  readonly retry = 'never';
  readonly problems: readonly string[];

  constructor(message: string, problems: readonly string[]) {
    super(`${message}\n${problems.map((problem) => `  - ${problem}`).join('\n')}`, { problems });
    this.problems = problems;
  }
}

/** A broken invariant of Hopsight itself; the user is asked to report it. */
export class Bug extends ScreenError {
  readonly code = 'bug';
  readonly retry = 'never';
}
