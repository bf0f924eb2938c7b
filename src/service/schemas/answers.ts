import { z } from 'zod';

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('One word of a closed list: what a program should look at.'),
    instance: z.string().describe('Names this one occurrence; the log of the server has it too.'),
    problems: z
      .array(
        z.object({
          at: z.string().describe('A JSON pointer into the body, or the parameter.'),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .describe('RFC 9457');

/** What is told of one kind of answer. */
interface Answer {
  readonly description: string;
  /** By media type. */
  readonly content: Readonly<Record<string, z.ZodType>>;
}

/**
 * The answers of a route, as its documentation has them: the given ones, and problems for the rest.
 *
 * Edge: they describe and check nothing, so that a record is sent as it was kept.
 */
export function answers(told: Readonly<Record<number, Answer>>): unknown {
  const problem = {
    description: 'A problem.',
    content: { 'application/problem+json': { schema: problemSchema } },
  };
  const good = Object.entries(told).map(([status, { description, content }]) => [
    status,
    {
      description,
      content: Object.fromEntries(
        Object.entries(content).map(([type, schema]) => [type, { schema }]),
      ),
    },
  ]);
  return { ...Object.fromEntries(good), '4xx': problem, '5xx': problem };
}

/** An answer of JSON. */
export function json(description: string, schema: z.ZodType): Answer {
  return { description, content: { 'application/json': schema } };
}
