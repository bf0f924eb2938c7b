import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { formatMoment } from '../../core/moment.js';
import type { PaymentCheck } from '../../core/payment.js';
import { createPaymentDocument } from '../../report/paymentDocument.js';
import { actorOf } from '../identity.js';
import { PaymentPage } from './paymentPage.js';
import { knownCheck } from './paymentPath.js';
import { type PaymentProgress, PaymentProgressPage } from './paymentProgressPage.js';
import { isOverridable, standingOf } from './paymentStanding.js';
import type { PaymentView } from './paymentView.js';
import { namesOfPeople } from './personText.js';
import { sendPage, viewerOf } from './viewer.js';

/** What came of something that was done on the page of a check. */
export interface ToldOfPayment {
  readonly problem?: string;
  readonly notice?: string | null;
  readonly typedReason?: string;
  readonly typedUntil?: string;
}

/** Sends the page of a check as it stands now. @throws {Refusal} where there is none of this id. */
export function sendPayment(
  app: ServiceApp,
  sent: {
    readonly request: FastifyRequest;
    readonly reply: FastifyReply;
    readonly checkId: string;
    readonly told: ToldOfPayment;
  },
): FastifyReply {
  const { request, reply, checkId, told } = sent;
  const { payments, payees, roster, config, access } = app;
  const check = knownCheck(payments, checkId);
  if (told.problem !== undefined) reply.code(422);
  const nowIso = nowIsoOf(app);
  const asset = payments.assetOf(check.order.asset);
  const { payeeId } = check.order;
  const view: PaymentView = {
    ...{ viewer: viewerOf(request), zone: config.timeZone, nowIso, check, asset },
    payee: payees.read(payeeId),
    links: roster.listOf(payeeId).filter(({ goneSince }) => goneSince === null),
    names: namesOfPeople(access),
    isVerdictGood: isVerdictGood(check, { app, nowIso }),
    withheld: standingOf(check, nowIso) === 'approved' ? payments.whyNoApproval(check.id) : null,
    warning: createPaymentDocument(check, { asset, nowIso }).warning,
    ...{ problem: told.problem ?? null, notice: told.notice ?? null },
    ...{ typedReason: told.typedReason ?? '', typedUntil: told.typedUntil ?? '' },
    personId: actorOf(request).personId,
  };
  return sendPage(
    reply,
    check.state === 'screening' && check.withdrawnAt === null ? (
      <PaymentProgressPage view={view} progress={progressOf(check, app)} />
    ) : (
      <PaymentPage view={view} />
    ),
  );
}

/** The present time, as texts of it are compared: ISO 8601 in UTC. */
export function nowIsoOf({ nowMs }: Pick<ServiceApp, 'nowMs'>): string {
  return formatMoment(Math.floor(nowMs() / 1000));
}

/** Looked up only where somebody may still let it be paid. */
function isVerdictGood(
  check: PaymentCheck,
  { app, nowIso }: { readonly app: ServiceApp; readonly nowIso: string },
): boolean {
  const standing = standingOf(check, nowIso);
  const isOpen = standing === 'not-released' || isOverridable(check, nowIso);
  if (!isOpen) return false;
  return app.records.tellStanding(check.screeningId) === 'stands';
}

function progressOf(
  { id, screeningId }: PaymentCheck,
  { work, payments }: Pick<ServiceApp, 'work' | 'payments'>,
): PaymentProgress {
  const state = work.readState(screeningId);
  if (state?.kind === 'queued' || state?.kind === 'running') return { kind: 'screening', state };
  const isStranded = payments.isAbandoned(id) && work.readDocument(screeningId) === null;
  return { kind: isStranded ? 'stranded' : 'deciding' };
}
