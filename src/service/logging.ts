import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { KeepFailure } from '../app/service/monthKeeper.js';
import { ScreenError } from '../core/errors.js';

/** Where log lines go. */
export interface LogOutlet {
  readonly write: (line: string) => void;
}

/**
 * What the log is written with: JSON lines of closed fields, so that nothing that came with a request
 * (its query, its body, cookies, tokens, names of payees) can stand in one or begin another.
 */
export function loggerOptions(outlet: LogOutlet) {
  return {
    level: 'info',
    stream: outlet,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { req: tellRequest, res: tellReply, err: tellError },
    // The serializers name what is told; this holds should a plugin bring another object.
    redact: {
      paths: [
        '*.headers',
        '*.body',
        '*.query',
        '*.cookies',
        '*.url',
        'headers',
        'body',
        'query',
        'cookies',
        'url',
      ],
      remove: true,
    },
  };
}

function tellRequest({ method, routeOptions }: Pick<FastifyRequest, 'method' | 'routeOptions'>) {
  return { method, route: routeOptions?.url ?? 'none' };
}

function tellReply({ statusCode }: { readonly statusCode?: number }) {
  return { status: statusCode ?? 0 };
}

/** An error without its message, which may repeat what somebody typed. */
function tellError(error: Error | FastifyError) {
  // A message may have lines that look like places.
  const places = (error.stack ?? '').replace(error.message, '');
  const frames = places.split('\n').filter((line) => /^\s+at /.test(line));
  const own = error instanceof ScreenError ? { message: error.message } : {};
  return {
    ...{ type: error.name, code: 'code' in error ? error.code : null },
    ...own,
    message: error instanceof ScreenError && error.code !== 'input' ? error.message : '',
    stack: frames.slice(0, 20).join('\n'),
  };
}

/** Writes one line about a request that was answered. */
export function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
  request.log.info(
    {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      by: request.actor === null ? null : `${request.actor.kind}:${request.actor.id}`,
    },
    'answered',
  );
}

/** What writes one line about each month that was to be kept and was not. */
export function logKeepFailure(
  log: Pick<FastifyBaseLogger, 'error'>,
): (failure: KeepFailure) => void {
  return ({ month, code }) => log.error({ month, code }, 'a month was not kept; tried again later');
}
