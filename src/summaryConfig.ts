import { z } from 'zod';
import { closedObject } from './rules/problems.js';

/** The moment after the end of a month at which its summary is made, in the company's zone. */
export interface SummarySchedule {
  /** Of the next month, from 1 to 28. */
  readonly day: number;
  /** From 0 to 23. */
  readonly hour: number;
}

/** What the service does about months. */
export interface SummaryConfig {
  /** Null for never. */
  readonly schedule: SummarySchedule | null;
}

/** Two working days or so for what the accounting system has to tell of the month. */
export const DEFAULT_SUMMARY: SummaryConfig = { schedule: { day: 3, hour: 6 } };

const within = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
};

/** What a configuration file says of monthly summaries. */
export const summarySchema = closedObject({
  schedule: z.union(
    [closedObject({ day: within(1, 28), hour: within(0, 23) }), z.literal('never')],
    {
      error: 'must be a day and an hour, or "never"',
    },
  ),
}).transform(
  ({ schedule }): SummaryConfig => ({ schedule: schedule === 'never' ? null : schedule }),
);
