import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import {
  formatProblem,
  PROBLEM_TYPE,
  type ProblemAt,
  Refusal,
  type RefusalCode,
  tellProblem,
} from './problem.js';

/** Answers a failure as a problem, and logs it where it is the server's own. */
export function answerFailure(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { problem, isOurs } = tellProblem(inOurWords(error), request.id);
  if (isOurs) request.log.error({ err: error, incident: request.id }, 'failed');
  reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type(PROBLEM_TYPE)
    .serializer((text: string) => text)
    .send(formatProblem(problem));
}

/** Answers what came too slowly, was too large, or is no HTTP, and ends the connection. */
export const refuseConnection: NonNullable<FastifyServerOptions['clientErrorHandler']> = (
  error,
  socket,
) => {
  const { problem } = tellProblem(
    new Refusal(
      CONNECTION_ERRORS[error.code] ?? 'malformed',
      'The request did not come as HTTP, in time and within the size that is taken.',
    ),
    randomUUID(),
  );
  const body = formatProblem(problem);
  if (socket.writable) {
    socket.write(
      [
        `HTTP/1.1 ${problem.status} ${problem.title}`,
        `Content-Type: ${PROBLEM_TYPE}`,
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  }
  socket.destroy(error);
};

const CONNECTION_ERRORS: Readonly<Record<string, RefusalCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'too-slow',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** What Fastify complains about, in our words: its own repeat what was sent. */
export function inOurWords(error: FastifyError): Error {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const { validation, validationContext } = error;
    return new Refusal(
      'malformed',
      'Some fields do not have the documented form.',
      validation.map(({ keyword, instancePath, message }): ProblemAt => {
        const at = instancePath === '' ? '/' : instancePath;
        return {
          at: validationContext === 'body' ? at : `?${at.slice(1)}`,
          detail: wordsFor(keyword, message),
        };
      }),
    );
  }
  const known = Object.hasOwn(FASTIFY_ERRORS, error.code ?? '')
    ? FASTIFY_ERRORS[error.code]
    : undefined;
  return known === undefined ? error : new Refusal(...known);
}

/** Edge: only messages that our own schemas word are repeated. */
function wordsFor(keyword: string, message: string | undefined): string {
  if (keyword === 'custom' && message !== undefined) return message;
  return ISSUES[keyword] ?? 'does not have the documented form';
}

const ISSUES: Readonly<Record<string, string>> = {
  invalid_type: 'is missing or of another type',
  unrecognized_keys: 'has a field that is not known',
  too_big: 'is more than is taken',
  too_small: 'is less than is needed',
  invalid_value: 'is none of the known words',
  invalid_format: 'is not written as it should be',
};

const NO_JSON = ['malformed', 'The body is no JSON that can be taken.'] as const;

const NO_FORM = ['malformed', 'The form cannot be read; load the page and send it again.'] as const;

const FASTIFY_ERRORS: Readonly<Record<string, readonly [RefusalCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 'The body is larger than what is taken at once.'],
  FST_REQ_FILE_TOO_LARGE: ['too-large', 'The file is larger than 10 MB.'],
  FST_PARTS_LIMIT: NO_FORM,
  FST_FILES_LIMIT: NO_FORM,
  FST_FIELDS_LIMIT: NO_FORM,
  FST_PROTO_VIOLATION: NO_FORM,
  FST_INVALID_MULTIPART_CONTENT_TYPE: NO_FORM,
  FST_MP_PREMATURE_CLOSE: NO_FORM,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['media-type', 'Send JSON, as application/json.'],
  FST_ERR_CTP_INVALID_JSON_BODY: NO_JSON,
  FST_ERR_CTP_EMPTY_JSON_BODY: NO_JSON,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'malformed',
    'The body is not as long as it was said to be.',
  ],
  FST_ERR_BAD_URL: ['malformed', 'The address of the request cannot be read.'],
  FST_ERR_MAX_PARAM_LENGTH: ['not-found', 'There is nothing at this place.'],
  FST_ERR_INVALID_URL: ['malformed', 'The address of the request cannot be read.'],
};
