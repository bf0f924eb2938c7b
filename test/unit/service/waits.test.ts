import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../../src/service/limits.js';
import { Refusal } from '../../../src/service/problem.js';
import { createWaits } from '../../../src/service/waits.js';

const person = (id: string) => ({ kind: 'person', id }) as const;

describe('answers that are waited for', () => {
  it('are bounded for one, who takes no place of others', () => {
    const waits = createWaits();
    const leave = Array.from({ length: LIMITS.openWaitsOfOne }, () => waits.enter(person('a')));
    expect(() => waits.enter(person('a'))).toThrow(Refusal);
    // A token of the same id is somebody else.
    waits.enter({ kind: 'token', id: 'a' });
    leave[0]?.();
    leave[0]?.();
    waits.enter(person('a'));
    expect(() => waits.enter(person('a'))).toThrow(Refusal);
  });

  it('are bounded in all, and a place that is left is free', () => {
    const waits = createWaits();
    const leave = Array.from({ length: LIMITS.openWaits }, (_, at) => waits.enter(person(`${at}`)));
    expect(() => waits.enter(person('late'))).toThrow(Refusal);
    leave.at(-1)?.();
    waits.enter(person('late'));
    expect(() => waits.enter(person('later'))).toThrow(Refusal);
  });
});
