import { Agent, request } from 'node:http';
import type { ServedProcess } from './servedProcess.js';

/** An answer of the server. */
export interface ServerAnswer {
  readonly status: number;
  readonly text: string;
}

/** Asks the server with a token; a body makes it a POST. */
export type AskServer = (path: string, body?: unknown) => Promise<ServerAnswer>;

/** Connections that are held open, as a client of a busy service does. */
const SOCKETS = 64;

/** Longest wait for one answer. Units: milliseconds. */
const PATIENCE_MS = 60_000;

/** Asks over connections that stay open. */
export function askerOf({ url, token }: Pick<ServedProcess, 'url' | 'token'>): {
  readonly ask: AskServer;
  readonly close: () => void;
} {
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const ask: AskServer = (path, body) =>
    new Promise((resolve, reject) => {
      const sent = body === undefined ? '' : JSON.stringify(body);
      const asked = request(
        `${url}${path}`,
        {
          agent,
          method: body === undefined ? 'GET' : 'POST',
          timeout: PATIENCE_MS,
          headers: {
            authorization: `Bearer ${token}`,
            'content-length': Buffer.byteLength(sent),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
        },
        (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', reject);
          answer.on('end', () => {
            const text = Buffer.concat(parts).toString('utf8');
            resolve({ status: answer.statusCode ?? 0, text });
          });
        },
      );
      asked.on('timeout', () => asked.destroy(new Error('The server did not answer.')));
      asked.on('error', reject);
      asked.end(sent);
    });
  return { ask, close: () => agent.destroy() };
}
