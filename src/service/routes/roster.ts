import { z } from 'zod';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { AssetList } from '../../core/asset.js';
import { AUTHORITIES } from '../../core/attribution.js';
import { LINK_KINDS, LINK_SEVERITIES } from '../../core/rosterLink.js';
import { createLinkDocument, createRosterDocument } from '../../report/rosterDocument.js';
import { actorOf, requirePermission } from '../identity.js';
import { LIMITS } from '../limits.js';
import { Refusal } from '../problem.js';
import { answers, json } from '../schemas/answers.js';
import type { Server } from '../serverType.js';

const linkPath = z.strictObject({ linkId: z.string().min(1).max(64) });
const nullableText = z.union([z.string(), z.null()]);

const hopSchema = z.object({
  from: z.string(),
  to: z.string(),
  txId: nullableText,
  time: z.string(),
  asset: z.string(),
  amount: z.string().describe('Atomic units.'),
});

const linkSchema = z.object({
  id: z.string(),
  kind: z.enum(LINK_KINDS),
  account: z.string().describe('What is shared, as a CAIP-10 identifier.'),
  severity: z.enum(LINK_SEVERITIES).describe('By rule, whatever was answered.'),
  weighs: z.enum(LINK_SEVERITIES).describe('What it counts with now.'),
  sentence: z.string(),
  hasClaimNear: z.boolean(),
  claims: z.array(
    z.object({
      account: z.string(),
      hops: z.int().describe('0: about the shared account; 1: about one that it dealt with.'),
      entity: z.string(),
      authority: z.enum(AUTHORITIES),
      source: z.string(),
    }),
  ),
  firstSeenAt: z.string(),
  changedAt: z.string(),
  isNew: z.boolean().describe('Changed in the last 7 days, and nobody answered since.'),
  goneSince: nullableText,
  needsSecond: z.boolean(),
  answer: z.union([
    z.object({
      at: z.string(),
      by: z.string().describe('The id of the person who answers for it.'),
      meaning: z.enum(['explained', 'not-explained']),
      reason: nullableText.describe('Null after it was erased.'),
      holds: z.boolean(),
    }),
    z.null(),
  ]),
  members: z.array(
    z.object({
      payeeId: z.string(),
      walletId: z.string(),
      hops: z.array(hopSchema).describe('Empty where the shared account is the wallet itself.'),
    }),
  ),
  assets: z.array(z.object({ asset: z.string(), symbol: z.string(), decimals: z.int() })),
});

const rosterSchema = z.object({
  links: z.array(linkSchema),
  coverage: z.object({
    wallets: z.int().describe('In use.'),
    seen: z.int(),
    unseen: z.array(z.string()).describe('Wallets that were never screened.'),
  }),
});

const answerSchema = z.strictObject({
  meaning: z.enum(['explained', 'not-explained']),
  reason: z.string().max(LIMITS.textCharacters).describe('Kept, and told to nobody.'),
});

/** Adds the links between payees. `assets` names what hops move. */
export function addRosterRoutes(v1: Server, { roster }: ServiceApp, assets: AssetList): void {
  const tell = () => createRosterDocument(roster.list(), roster.coverage(), assets);

  v1.get(
    '/roster',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'Links between payees',
        description:
          'Payees who share an address, a deposit address, an account where money comes together, a first gas funder or an outside payer, as the recorded screenings show it. Most serious first. Nobody is asked.',
        tags: ['payees'],
        response: answers({ 200: json('The links.', rosterSchema) }),
      },
    },
    async () => tell(),
  );

  v1.post(
    '/roster/refresh',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'Find the links anew',
        description:
          'Reading them does so by itself whenever a screening, a label or a wallet changed.',
        tags: ['payees'],
        response: answers({ 200: json('The links.', rosterSchema) }),
      },
    },
    async () => createRosterDocument(roster.refresh(), roster.coverage(), assets),
  );

  v1.get(
    '/roster/:linkId',
    {
      preParsing: requirePermission('read'),
      schema: {
        summary: 'One link',
        description: 'With the transactions by which each payee reaches what is shared.',
        tags: ['payees'],
        params: linkPath,
        response: answers({ 200: json('The link.', linkSchema) }),
      },
    },
    async ({ params: { linkId } }) => createLinkDocument(known(linkId), assets),
  );

  v1.post(
    '/roster/:linkId/answer',
    {
      preParsing: requirePermission('release'),
      schema: {
        summary: 'Say what a link is',
        description:
          'An explained link weighs nothing until its payees change or it weighs more by rule; one that holds, once two persons explained it. Only a person can answer.',
        tags: ['payees'],
        params: linkPath,
        body: answerSchema,
        response: answers({ 200: json('The link as it counts now.', linkSchema) }),
      },
    },
    async (request) => {
      const { id } = known(request.params.linkId).link;
      return createLinkDocument(roster.answer(id, request.body, actorOf(request)), assets);
    },
  );

  function known(linkId: string) {
    const link = roster.read(linkId);
    if (link === null) throw new Refusal('not-found', 'There is no link of this id here.');
    return link;
  }
}
