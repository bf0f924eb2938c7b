import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { sendHtml } from '../html.js';
import type { Viewer } from './layout.js';
import { renderPage } from './renderPage.js';

/** Who looks at a page. */
export function viewerOf(request: FastifyRequest, mode: Viewer['mode'] = 'real'): Viewer {
  return { actor: request.actor, csrfToken: request.session?.csrfToken ?? null, mode };
}

/** Sends a page. */
export function sendPage(reply: FastifyReply, page: VNode): FastifyReply {
  return sendHtml(reply, renderPage(page));
}

/** Sends a form back to who sent it, since what it held could not be used. */
export function sendAgain(reply: FastifyReply, page: VNode): FastifyReply {
  return sendPage(reply.code(422), page);
}
