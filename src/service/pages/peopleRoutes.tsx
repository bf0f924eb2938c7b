import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { OneTimeLink } from '../../app/service/access.js';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { ROLES } from '../../core/role.js';
import { actorOf, requirePermission } from '../identity.js';
import type { Server } from '../serverType.js';
import { attempt } from './attempt.js';
import { PeoplePage, type ShownLink } from './peoplePage.js';
import { sendPage, viewerOf } from './viewer.js';

const role = z.enum(ROLES);
const addSchema = z.object({ name: z.string().max(200), role });
const userPath = z.object({ userId: z.string().max(64) });

/** Adds the page on which people are added, changed and disabled. */
export function addPeopleRoutes(server: Server, { access, config }: ServiceApp): void {
  const send = (
    request: FastifyRequest,
    reply: FastifyReply,
    told: { readonly link?: ShownLink; readonly problem?: string; readonly notice?: string },
  ) => {
    const { link = null, problem = null, notice = null } = told;
    if (problem !== null) reply.code(422);
    return sendPage(
      reply,
      <PeoplePage
        viewer={viewerOf(request)}
        zone={config.timeZone}
        users={access.listUsers()}
        link={link}
        problem={problem}
        notice={notice}
      />,
    );
  };
  const nameOf = (userId: string) =>
    access.listUsers().find(({ id }) => id === userId)?.name ?? userId;
  const { publicUrl } = config.service;
  const preParsing = requirePermission('manage');

  server.get('/people', { preParsing }, async (request, reply) => send(request, reply, {}));

  server.post('/people', { preParsing, schema: { body: addSchema } }, async (request, reply) => {
    const added = await attempt(() => access.addUser(request.body, actorOf(request)));
    if (added.kind === 'refused') return send(request, reply, { problem: added.problem });
    const { user, link } = added.value;
    return send(request, reply, { link: showLink(request, { name: user.name, link, publicUrl }) });
  });

  server.post(
    '/people/:userId/role',
    { preParsing, schema: { params: userPath, body: z.object({ role }) } },
    async (request, reply) => {
      const { userId } = request.params;
      const changed = await attempt(() =>
        access.changeRole(userId, request.body.role, actorOf(request)),
      );
      return changed.kind === 'refused'
        ? send(request, reply, { problem: changed.problem })
        : send(request, reply, { notice: `${nameOf(userId)} is ${request.body.role} now.` });
    },
  );

  const changes = {
    disable: { change: access.disableUser, words: 'may not sign in any more' },
    enable: { change: access.enableUser, words: 'may sign in again' },
  } as const;
  for (const [path, { change, words }] of Object.entries(changes)) {
    server.post(
      `/people/:userId/${path}`,
      { preParsing, schema: { params: userPath } },
      async (request, reply) => {
        const { userId } = request.params;
        const changed = await attempt(() => change(userId, actorOf(request)));
        return changed.kind === 'refused'
          ? send(request, reply, { problem: changed.problem })
          : send(request, reply, { notice: `${nameOf(userId)} ${words}.` });
      },
    );
  }

  server.post(
    '/people/:userId/link',
    { preParsing, schema: { params: userPath } },
    async (request, reply) => {
      const { userId } = request.params;
      const given = await attempt(() => access.resetPassword(userId, actorOf(request)));
      return given.kind === 'refused'
        ? send(request, reply, { problem: given.problem })
        : send(request, reply, {
            link: showLink(request, { name: nameOf(userId), link: given.value, publicUrl }),
          });
    },
  );
}

/**
 * A link to where browsers reach this server, else as the one who asked for it does: by the one header
 * that was compared with the names of the server.
 */
function showLink(
  request: FastifyRequest,
  {
    name,
    link,
    publicUrl,
  }: { readonly name: string; readonly link: OneTimeLink; readonly publicUrl: string | null },
): ShownLink {
  const place = publicUrl ?? `${request.protocol}://${request.headers.host}`;
  const { secret, expiresAt } = link;
  return { name, expiresAt, href: `${place}/welcome/${encodeURIComponent(secret)}` };
}
