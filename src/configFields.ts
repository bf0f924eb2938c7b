import { z } from 'zod';

/** A whole number from 1 to `most`. */
export const count = (most: number) => {
  const error = `must be a whole number from 1 to ${most}`;
  return z.int({ error }).min(1, { error }).max(most, { error });
};

/** Requests a second. */
export const rate = () => {
  const error = 'must be a number above 0 and at most 1000';
  return z.number({ error }).gt(0, { error }).max(1000, { error });
};
