import { InputError } from '../../core/errors.js';

/** What came of doing what somebody typed: it worked, or a sentence says why not. */
export type Attempt<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly problem: string };

/** Does what somebody typed. Only what they typed wrongly is told on the page; all else is thrown on. */
export async function attempt<Value>(work: () => Value | Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    if (error instanceof InputError) return { kind: 'refused', problem: error.message };
    throw error;
  }
}
