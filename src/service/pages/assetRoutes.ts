import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from '../serverType.js';

const ASSETS = [
  { name: 'style.css', type: 'text/css; charset=utf-8' },
  { name: 'progress.js', type: 'text/javascript; charset=utf-8' },
  { name: 'icon.svg', type: 'image/svg+xml' },
] as const;

/** Adds what pages load. They hold nothing of anybody's, so that nobody need be signed in. */
export function addAssetRoutes(server: Server): void {
  for (const { name, type } of ASSETS) {
    const body = readFileSync(new URL(`../assets/${name}`, import.meta.url));
    const tag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
    server.get(`/assets/${name}`, async (request, reply) => {
      reply.header('etag', tag).header('cache-control', 'no-cache');
      if (request.headers['if-none-match'] === tag) return reply.code(304).send();
      return reply.type(type).send(body);
    });
  }
}
