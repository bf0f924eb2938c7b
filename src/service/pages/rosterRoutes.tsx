import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { AssetList } from '../../core/asset.js';
import { createLinkDocument, createRosterDocument } from '../../report/rosterDocument.js';
import { createRosterPicture } from '../../report/rosterPicture.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import { Refusal } from '../problem.js';
import type { Server } from '../serverType.js';
import { attempt } from './attempt.js';
import { namesOfPeople } from './personText.js';
import { RosterLinkPage } from './rosterLinkPage.js';
import { RosterPage } from './rosterPage.js';
import { type OwnerOf, ownerText } from './rosterParts.js';
import { sendPage, viewerOf } from './viewer.js';

const linkPath = z.object({ linkId: z.string().max(64) });

const answerSchema = z.object({
  meaning: z.enum(['explained', 'not-explained']),
  reason: z.string().max(LIMITS.textCharacters),
});

/** Adds the pages of the links between payees. `assets` names what hops move. */
export function addRosterRoutes(server: Server, app: ServiceApp, assets: AssetList): void {
  const { roster, config, access } = app;
  const ownerOf = ownersIn(app);
  const zone = config.timeZone;

  server.get('/roster', { preParsing: requirePermission('read') }, async (request, reply) =>
    sendPage(
      reply,
      <RosterPage
        viewer={viewerOf(request)}
        roster={createRosterDocument(roster.list(), roster.coverage(), assets)}
        ownerOf={ownerOf}
        zone={zone}
      />,
    ),
  );

  const send = (
    request: FastifyRequest<{ Params: { linkId: string } }>,
    reply: FastifyReply,
    told: { readonly typed?: string; readonly problem?: string; readonly notice?: string },
  ) => {
    const known = roster.read(request.params.linkId);
    if (known === null) throw new Refusal('not-found', 'There is no link of this id here.');
    const { typed = '', problem = null, notice = null } = told;
    if (problem !== null) reply.code(422);
    const link = createLinkDocument(known, assets);
    const nameOf = (walletId: string) => ownerText(ownerOf, walletId);
    return sendPage(
      reply,
      <RosterLinkPage
        view={{
          ...{ viewer: viewerOf(request), zone, link, ownerOf, names: namesOfPeople(access) },
          picture: createRosterPicture(link, { nameOf, zone }),
          ...{ typed, problem, notice },
        }}
      />,
    );
  };

  server.get(
    '/roster/:linkId',
    { preParsing: requirePermission('read'), schema: { params: linkPath } },
    async (request, reply) => send(request, reply, {}),
  );

  server.post(
    '/roster/:linkId/answer',
    {
      preParsing: requirePermission('release'),
      schema: { params: linkPath, body: answerSchema },
    },
    async (request, reply) => {
      const { meaning, reason } = request.body;
      const kept = await attempt(() =>
        roster.answer(request.params.linkId, { meaning, reason }, actorOf(request)),
      );
      return kept.kind === 'refused'
        ? send(request, reply, { typed: reason, problem: kept.problem })
        : send(request, reply, { notice: 'The answer is kept.' });
    },
  );
}

function ownersIn({ payees }: Pick<ServiceApp, 'payees'>): OwnerOf {
  return (walletId) => {
    const wallet = payees.readWallet(walletId);
    const payee = wallet === null ? null : payees.read(wallet.payeeId);
    if (payee === null) return null;
    const { id: payeeId, reference, name } = payee;
    return { payeeId, reference, name };
  };
}
