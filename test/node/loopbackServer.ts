import { createServer } from 'node:http';
import type { Answer, LoopbackServer } from '../support/faultServer.js';

/** Starts a server on 127.0.0.1 that asks somebody else before it answers. */
export async function startLoopbackServer(
  answer: (url: URL) => Promise<Answer>,
): Promise<LoopbackServer> {
  const requests: string[] = [];
  const requestTimesMs: number[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    requests.push(`${url.pathname}${url.search}`);
    requestTimesMs.push(performance.now());
    answer(url).then(
      ({ status, contentType, body }) => {
        response.writeHead(status, { 'Content-Type': contentType }).end(body);
      },
      (error: unknown) => {
        // The test then fails on what the screening says of it, with the node's own words at hand.
        response.writeHead(500, { 'Content-Type': 'text/plain' }).end(String(error));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const host = `127.0.0.1:${address.port}`;
  return {
    url: `http://${host}`,
    host,
    requests,
    requestTimesMs,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A JSON answer. */
export function json(body: unknown): Answer {
  return { status: 200, contentType: 'application/json', body: JSON.stringify(body) };
}

/** A plain answer. */
export function text(status: number, body: string): Answer {
  return { status, contentType: 'text/plain', body };
}
