import { describe, expect, it } from 'vitest';
import {
  AbortedError,
  Bug,
  CapabilityError,
  ConfigError,
  DecodeError,
  InputError,
  IntegrityError,
  RateLimitError,
  RuleSetError,
  type ScreenError,
  StoreError,
  TransportError,
} from '../../src/core/errors.js';
import { Refusal, RefusedItems, tellProblem } from '../../src/service/problem.js';

const SAID = 'The file /home/someone/hopsight.json says so.';

const ERRORS: readonly (readonly [ScreenError, number, 'told' | 'hidden'])[] = [
  [new InputError(SAID), 422, 'told'],
  [new TransportError(SAID), 502, 'told'],
  [new RateLimitError(SAID, { retryAfterMs: 1, window: 'day' }), 503, 'told'],
  [new CapabilityError(SAID), 502, 'told'],
  [new DecodeError(SAID), 502, 'told'],
  [new IntegrityError(SAID), 502, 'told'],
  [new AbortedError(SAID), 503, 'told'],
  [new ConfigError(SAID), 500, 'hidden'],
  [new StoreError(SAID), 500, 'hidden'],
  [new RuleSetError(SAID, ['a field']), 500, 'hidden'],
  [new Bug(SAID), 500, 'hidden'],
];

describe('a failure', () => {
  it.each(ERRORS)('of %s is told as a problem of its code', (error, status, telling) => {
    const { problem, isOurs } = tellProblem(error, 'one');
    expect(problem).toMatchObject({
      type: `urn:hopsight:problem:${error.code}`,
      status,
      code: error.code,
      instance: 'urn:hopsight:request:one',
    });
    expect(problem.title).not.toBe('');
    expect(problem.detail.includes(SAID)).toBe(telling === 'told');
    expect(isOurs).toBe(telling === 'hidden');
    expect(JSON.stringify(problem)).not.toContain('    at ');
  });

  it('that nobody knows is a bug, named by the id under which the log has it', () => {
    const { problem, isOurs } = tellProblem(new TypeError('0xsecret is no function'), 'one');
    expect(problem).toMatchObject({ status: 500, code: 'bug' });
    expect(problem.detail).toContain('one');
    expect(JSON.stringify(problem)).not.toContain('0xsecret');
    expect(isOurs).toBe(true);
  });

  it('of the server itself carries what is wrong where', () => {
    const problems = [{ at: '/0/text', detail: 'is missing' }];
    const refused = tellProblem(
      new Refusal('malformed', 'Some fields are wrong.', problems),
      'one',
    );
    expect(refused).toMatchObject({ isOurs: false, problem: { status: 400, problems } });
    const items = tellProblem(new RefusedItems(problems), 'one').problem;
    expect(items).toMatchObject({ status: 422, code: 'input', problems });
  });
});
