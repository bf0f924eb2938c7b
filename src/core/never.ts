import { Bug } from './errors.js';

/**
 * Proves to the compiler that a union is handled completely.
 *
 * @throws {Bug} when a value outside the union reaches it at run time.
 */
export function assertNever(value: never, what: string): never {
  throw new Bug(`An unknown ${what} reached code that handles every known one.`, {
    value: JSON.stringify(value),
  });
}
