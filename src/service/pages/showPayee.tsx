import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import type { HistoryRow, Work } from '../../app/service/work.js';
import type { Payee, PayeeWallet } from '../../core/payee.js';
import { lookAlikesOf } from '../../core/walletLookAlikes.js';
import { actorOf } from '../identity.js';
import type { LinkView } from './payeeLinksPart.js';
import { PayeePage } from './payeePage.js';
import { knownPayee } from './payeePath.js';
import type { PayeeView, TypedPayeeForm, WalletView } from './payeeView.js';
import { namesOfPeople } from './personText.js';
import { listAnswered } from './redFlagRoutes.js';
import { sendPage, viewerOf } from './viewer.js';

/** What came of something that was done on the page of a payee. */
export interface ToldOfPayee {
  readonly problem?: string;
  readonly notice?: string | null;
  readonly typed?: TypedPayeeForm;
}

/** Sends the page of a payee as they are now. @throws {Refusal} where there is none of this id. */
export function sendPayee(
  app: ServiceApp,
  sent: {
    readonly request: FastifyRequest;
    readonly reply: FastifyReply;
    readonly payeeId: string;
    readonly told: ToldOfPayee;
  },
): FastifyReply {
  const { request, reply, payeeId, told } = sent;
  const { payees, redFlags, config } = app;
  const payee = knownPayee(payees, payeeId);
  if (told.problem !== undefined) reply.code(422);
  const view: PayeeView = {
    ...{ viewer: viewerOf(request), zone: config.timeZone, today: todayOf(app), payee },
    mergedInto: payee.mergedInto === null ? null : payees.read(payee.mergedInto),
    wallets: viewWallets(payee, { app, request }),
    changes: payees.listChanges(payee.id),
    screenings: newestScreenings(app.work, payee.wallets),
    links: viewLinks(payee, app),
    answeredFlags: listAnswered(redFlags, payee.id).filter(({ answers }) => answers.length > 0),
    cautions: redFlags.listCautions(),
    names: namesOfPeople(app.access),
    chains: Object.keys(config.chains),
    ...{ problem: told.problem ?? null, notice: told.notice ?? null, typed: told.typed ?? null },
  };
  return sendPage(reply, <PayeePage view={view} />);
}

/** The present day in UTC, by which wallets may be paid. */
export function todayOf({ nowMs }: Pick<ServiceApp, 'nowMs'>): string {
  return new Date(nowMs()).toISOString().slice(0, 10);
}

function viewWallets(
  { wallets }: Payee,
  { app: { payees }, request }: { readonly app: ServiceApp; readonly request: FastifyRequest },
): readonly WalletView[] {
  const inUse = payees.listWalletsInUse();
  const by = actorOf(request);
  return wallets.map((wallet) => ({
    wallet,
    whyNotConfirmable: payees.whyNotConfirmable(wallet.id, by),
    proofRequest: payees.readProofRequest(wallet.id),
    lookAlikes: (wallet.endedAt === null ? lookAlikesOf(wallet, inUse) : []).map((other) => ({
      wallet: other,
      payee: payees.read(other.payeeId),
    })),
  }));
}

function viewLinks(
  { id }: Payee,
  { payees, roster }: Pick<ServiceApp, 'payees' | 'roster'>,
): readonly LinkView[] {
  return roster.listOf(id).map((known) => {
    const ids = new Set(known.link.members.map(({ payeeId }) => payeeId));
    return {
      known,
      others: [...ids].filter((one) => one !== id).flatMap((one) => payees.read(one) ?? []),
    };
  });
}

/** Screenings of each wallet that are looked at, and shown of all together. */
const OF_EACH = 5;
const SHOWN = 10;

function newestScreenings(work: Work, wallets: readonly PayeeWallet[]): readonly HistoryRow[] {
  const addresses = [...new Set(wallets.map(({ address }) => address))];
  return addresses
    .flatMap((address) =>
      work
        .listHistory({
          ...{ text: address, decision: null, fromIso: null, toIso: null, cursor: null },
          limit: OF_EACH,
        })
        .rows.filter((row) => row.address === address),
    )
    .toSorted((a, b) => (a.screenedAt < b.screenedAt ? 1 : -1))
    .slice(0, SHOWN);
}
