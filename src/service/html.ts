import type { FastifyReply } from 'fastify';

/** Sends a page. It is about somebody's business, so nothing on the way keeps it. */
export function sendHtml(reply: FastifyReply, html: string): FastifyReply {
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(html);
}
