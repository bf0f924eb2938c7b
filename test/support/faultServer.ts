import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** An answer as a server puts it on the wire. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one request. `headers` have lower-case names. */
export type AnswerRequest = (
  url: URL,
  headers: Readonly<Record<string, string | string[] | undefined>>,
) => Answer;

/** One way in which a server fails its caller. */
export type Fault =
  /** Closes the connection without a word. */
  | { readonly kind: 'refuse' }
  /** Never answers. */
  | { readonly kind: 'stall' }
  /** Sends headers and half of the body, then nothing. */
  | { readonly kind: 'stall-in-body' }
  /** Sends half of the body, then resets the connection. */
  | { readonly kind: 'reset-in-body' }
  /** Ends half-way through the body as if that were all. */
  | { readonly kind: 'truncate' }
  /** Sends more than a caller should take, forever. */
  | { readonly kind: 'flood' }
  /** Answers with the answer to an earlier request, counted from 0. */
  | { readonly kind: 'repeat'; readonly request: number }
  /** Answers with what is given. */
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Changes the right answer's body. */
  | { readonly kind: 'edit'; readonly edit: (body: string) => string };

/** Which fault, if any, meets a request; `index` counts requests from 0. */
export type FaultScript = (request: { readonly index: number; readonly url: URL }) => Fault | null;

/** A server on 127.0.0.1. */
export interface LoopbackServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Host and port. */
  readonly host: string;
  /** Paths with queries, in the order in which they were asked. */
  readonly requests: readonly string[];
  /** When each request came. Units: milliseconds of a clock that never goes back. */
  readonly requestTimesMs: readonly number[];
  close(): Promise<void>;
}

/** Too many requests, as explorers say it with status 429. */
export function limited(retryAfter: string | null, body = '{"message":"slow down"}'): Fault {
  const headers = retryAfter === null ? {} : { 'Retry-After': retryAfter };
  return {
    kind: 'answer',
    answer: { status: 429, contentType: 'application/json', body, headers },
  };
}

/** A web page in place of an answer. */
export function webPage(status: number): Fault {
  const body =
    '<!DOCTYPE html><html><head><title>429 Too Many Requests</title></head><body>hello</body></html>';
  return { kind: 'answer', answer: { status, contentType: 'text/html', body } };
}

/** Any JSON text in place of an answer. */
export function jsonBody(body: string, status = 200): Fault {
  return { kind: 'answer', answer: { status, contentType: 'application/json', body } };
}

/** An explorer's refusal, which comes with status 200. */
export function refusal(result: string, message = 'NOTOK'): Fault {
  return jsonBody(JSON.stringify({ status: '0', message, result }));
}

/** Every request meets the same fault. */
export function always(fault: Fault): FaultScript {
  return () => fault;
}

/** The first requests meet these faults in turn; null is no fault. */
export function inTurn(...faults: readonly (Fault | null)[]): FaultScript {
  return ({ index }) => faults[index] ?? null;
}

/** How a server behaves apart from what it answers. */
export interface ServerManners {
  readonly script?: FaultScript;
  /** How long an answer takes; at once when not given. Units: milliseconds. */
  readonly delayMs?: () => number;
  /** Called when an answer has left, with the number of answers so far. */
  readonly onAnswered?: (count: number) => void;
  /** Makes it an https server, with this key and certificate. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Starts a server that answers rightly but for what the script says. */
export async function startFaultServer(
  options: ServerManners & { readonly answer: AnswerRequest },
): Promise<LoopbackServer> {
  const requests: string[] = [];
  const requestTimesMs: number[] = [];
  let answered = 0;
  const sockets = new Set<Socket>();
  const listen = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    const index = requests.length;
    requests.push(`${url.pathname}${url.search}`);
    requestTimesMs.push(performance.now());
    response.on('finish', () => {
      answered += 1;
      options.onAnswered?.(answered);
    });
    const fault = options.script?.({ index, url }) ?? null;
    const asked = fault?.kind === 'repeat' ? (requests[fault.request] ?? '/') : url.href;
    const right = options.answer(new URL(asked, 'http://loopback'), request.headers);
    const answer = () => {
      if (fault === null || fault.kind === 'repeat') send(response, right);
      else fail(response, fault, right);
    };
    if (options.delayMs === undefined) answer();
    else setTimeout(answer, options.delayMs());
  };
  const { tls } = options;
  const server = tls === undefined ? createServer(listen) : createTlsServer(tls, listen);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${portOf(server.address())}`;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host}`,
    host,
    requests,
    requestTimesMs,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { 'Content-Type': answer.contentType, ...answer.headers });
  response.end(answer.body);
}

function fail(
  response: ServerResponse,
  fault: Exclude<Fault, { kind: 'repeat' }>,
  right: Answer,
): void {
  const half = right.body.slice(0, Math.floor(right.body.length / 2));
  const promised = { 'Content-Type': right.contentType, 'Content-Length': right.body.length + 10 };
  switch (fault.kind) {
    case 'refuse':
      response.socket?.destroy();
      return;
    case 'stall':
      return;
    case 'stall-in-body':
      response.writeHead(200, promised);
      response.write(half);
      return;
    case 'reset-in-body':
      response.writeHead(200, promised);
      response.write(half, () => response.socket?.destroy());
      return;
    case 'truncate':
      send(response, { ...right, body: half });
      return;
    case 'flood':
      response.writeHead(200, { 'Content-Type': 'application/json' });
      flood(response);
      return;
    case 'answer':
      send(response, fault.answer);
      return;
    case 'edit':
      send(response, { ...right, body: fault.edit(right.body) });
  }
}

function flood(response: ServerResponse): void {
  response.write('['.repeat(65_536), (error) => {
    if (!error && !response.destroyed) flood(response);
  });
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
