import { describe, expect, it } from 'vitest';
import { InputError, StoreError } from '../../../src/core/errors.js';
import { loggerOptions } from '../../../src/service/logging.js';

const { err } = loggerOptions({ write: () => undefined }).serializers;

describe('an error in the log', () => {
  it('has its places, and nothing of a message that may repeat what was typed', () => {
    const typed = 'no JSON: "\n    at Grace, invoice 7"';
    for (const error of [new TypeError(typed), new InputError(typed)]) {
      const told = JSON.stringify(err(error));
      expect(told).not.toContain('Grace');
      expect(told).toContain('logging.test');
    }
  });

  it('has the sentence of a failure that is our own', () => {
    expect(err(new StoreError('The disk is full.'))).toMatchObject({
      ...{ type: 'StoreError', code: 'store', message: 'The disk is full.' },
    });
  });
});
