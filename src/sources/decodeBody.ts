import type { ZodType } from 'zod';
import { DecodeError } from '../core/errors.js';

/** Which host was asked for what; safe to print. */
export interface AskedRoute {
  /** Host name as configured, without path, query or key. */
  readonly host: string;
  /** Our own word for the request, for example `txlist`. */
  readonly route: string;
}

/**
 * A source's answer in the shape that the schema describes.
 *
 * @throws {DecodeError} with the path to the first bad field; the value itself is never repeated.
 */
export function decodeBody<Shape>(schema: ZodType<Shape>, body: unknown, asked: AskedRoute): Shape {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path ?? [];
  throw createDecodeError(asked, path.map(String).join('.') || '(whole answer)');
}

/** The error for an answer whose named field is not as documented. */
export function createDecodeError(asked: AskedRoute, field: string): DecodeError {
  return new DecodeError(
    `The answer of ${asked.host} to ${asked.route} is not as documented at ${field}; use another source.`,
    { host: asked.host, route: asked.route, field },
  );
}
