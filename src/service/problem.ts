import type { ErrorCode } from '../core/errors.js';
import { ScreenError } from '../core/errors.js';
import { escapeJson } from '../report/format.js';

/** Every refusal that the server itself makes. A closed list. */
export type RefusalCode =
  | 'malformed'
  | 'not-signed-in'
  | 'not-allowed'
  | 'foreign-form'
  | 'not-found'
  | 'withheld'
  | 'method'
  | 'not-acceptable'
  | 'too-slow'
  | 'too-large'
  | 'headers-too-large'
  | 'media-type'
  | 'wrong-host'
  | 'too-many-requests'
  | 'busy';

/** One thing that is wrong, and where. */
export interface ProblemAt {
  /** A JSON pointer into the body, or the place in the query such as `?limit`. */
  readonly at: string;
  readonly detail: string;
}

/** What is told of a failure. Source: https://www.rfc-editor.org/rfc/rfc9457 */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: RefusalCode | ErrorCode;
  /** Names this one occurrence, as the log does. */
  readonly instance: string;
  readonly problems?: readonly ProblemAt[];
}

/** The media type of a problem. */
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** A request that the server refuses. The message is told to the client: it repeats nothing typed. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly problems: readonly ProblemAt[];

  constructor(code: RefusalCode, message: string, problems: readonly ProblemAt[] = []) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.problems = problems;
  }
}

/** Several texts of one submission that cannot be used. */
export class RefusedItems extends Error {
  readonly problems: readonly ProblemAt[];

  constructor(
    problems: readonly ProblemAt[],
    message = 'Some of the wallets cannot be screened, so none was taken; put them right and send all again.',
  ) {
    super(message);
    this.name = 'RefusedItems';
    this.problems = problems;
  }
}

const REFUSALS: Readonly<Record<RefusalCode, { readonly status: number; readonly title: string }>> =
  {
    malformed: { status: 400, title: 'The request cannot be read' },
    'not-signed-in': { status: 401, title: 'Not signed in' },
    'not-allowed': { status: 403, title: 'Not allowed' },
    'foreign-form': { status: 403, title: 'Not sent from a page of this server' },
    'not-found': { status: 404, title: 'Not found' },
    withheld: { status: 409, title: 'Not handed out as things stand' },
    method: { status: 405, title: 'Not offered there' },
    'not-acceptable': { status: 406, title: 'Not offered in that form' },
    'too-slow': { status: 408, title: 'The request came too slowly' },
    'too-large': { status: 413, title: 'The request is too large' },
    'headers-too-large': { status: 431, title: 'The headers are too large' },
    'media-type': { status: 415, title: 'That kind of content is not taken' },
    'wrong-host': { status: 421, title: 'Not the name of this server' },
    'too-many-requests': { status: 429, title: 'Too many requests' },
    busy: { status: 503, title: 'Too busy' },
  };

/** `tells`: whether the client learns the sentence, or only the id under which the log has it. */
const ERRORS: Readonly<
  Record<
    ErrorCode,
    { readonly status: number; readonly title: string; readonly tells: 'sentence' | 'id' }
  >
> = {
  input: { status: 422, title: 'What was typed cannot be used', tells: 'sentence' },
  transport: { status: 502, title: 'A source did not answer', tells: 'sentence' },
  'rate-limit': { status: 503, title: 'A source refuses for now', tells: 'sentence' },
  capability: { status: 502, title: 'A source does not offer that', tells: 'sentence' },
  decode: { status: 502, title: 'A source gave an answer that cannot be read', tells: 'sentence' },
  integrity: { status: 502, title: 'A source gave a false answer', tells: 'sentence' },
  aborted: { status: 503, title: 'Ended early', tells: 'sentence' },
  // These name files and settings of the server, which are no business of a client.
  config: { status: 500, title: 'The server is not set up rightly', tells: 'id' },
  store: { status: 500, title: 'The database cannot be used', tells: 'id' },
  'rule-set': { status: 500, title: 'The rules cannot be used', tells: 'id' },
  bug: { status: 500, title: 'Something went wrong here', tells: 'id' },
};

/** What is told of an error, and whether it belongs in the log as a failure of the server's own. */
export interface ToldProblem {
  readonly problem: Problem;
  readonly isOurs: boolean;
}

/**
 * The problem that an error is told as. Edge: an error that Hopsight does not know is a bug.
 *
 * @param requestId - names the occurrence
 */
export function tellProblem(error: unknown, requestId: string): ToldProblem {
  const instance = `urn:hopsight:request:${requestId}`;
  if (error instanceof RefusedItems) {
    const { problems, message: detail } = error;
    return told({ ...ERRORS.input, code: 'input', detail, instance, problems });
  }
  if (error instanceof Refusal) {
    const { code, problems, message: detail } = error;
    const more = problems.length === 0 ? {} : { problems };
    return told({ ...REFUSALS[code], code, detail, instance, ...more });
  }
  const code = error instanceof ScreenError ? error.code : 'bug';
  const item = error instanceof ScreenError ? error.details.item : undefined;
  const { status, title, tells } = ERRORS[code];
  const detail =
    error instanceof ScreenError && tells === 'sentence'
      ? error.message
      : `The server could not do it. Its log says why under the id ${requestId}; give that id to whoever runs it.`;
  // A wallet of a submission, counted from 1.
  const problems = typeof item === 'number' ? { problems: [{ at: `/${item - 1}`, detail }] } : {};
  return told({ status, title, code, detail, instance, ...problems });
}

function told(parts: Omit<Problem, 'type'>): ToldProblem {
  const { status, title, detail, code, instance, problems } = parts;
  const type = `urn:hopsight:problem:${code}`;
  const problem = { type, title, status, detail, code, instance };
  return {
    problem: problems === undefined ? problem : { ...problem, problems },
    isOurs: status === 500,
  };
}

/** A problem as the text of an answer. */
export function formatProblem(problem: Problem): string {
  return escapeJson(JSON.stringify(problem));
}
