import type { FastifyError } from 'fastify';
import type { ServiceApp } from '../../app/service/serviceApp.js';
import { readAssets } from '../../packageFiles.js';
import { inOurWords } from '../failures.js';
import { Refusal, tellProblem } from '../problem.js';
import type { Server } from '../serverType.js';
import { addAccountRoutes } from './accountRoutes.js';
import { addAssetRoutes } from './assetRoutes.js';
import { addAuditRoutes } from './auditRoutes.js';
import { addCheckRoutes } from './checkRoutes.js';
import { addCompareRoutes } from './compareRoutes.js';
import { addHistoryRoutes } from './historyRoutes.js';
import { addLabelRoutes } from './labelRoutes.js';
import { addMonthRoutes } from './monthRoutes.js';
import { addPayeeRoutes } from './payeeRoutes.js';
import { addPayeeWalletRoutes } from './payeeWalletRoutes.js';
import { addPeopleRoutes } from './peopleRoutes.js';
import { addPracticeRoutes } from './practiceRoutes.js';
import { ProblemPage } from './problemPage.js';
import { addRedFlagRoutes } from './redFlagRoutes.js';
import { addRosterRoutes } from './rosterRoutes.js';
import { addScreeningRoutes } from './screeningRoutes.js';
import { addSignInRoutes } from './signInRoutes.js';
import { addTokenRoutes } from './tokenRoutes.js';
import { sendPage, viewerOf } from './viewer.js';

/** Adds the pages for people. */
export async function registerPages(server: Server, app: ServiceApp): Promise<void> {
  server.setNotFoundHandler(async () => {
    throw new Refusal('not-found', 'There is nothing at this place.');
  });
  server.setErrorHandler<FastifyError>((error, request, reply) => {
    const { problem, isOurs } = tellProblem(inOurWords(error), request.id);
    if (isOurs) request.log.error({ err: error, incident: request.id }, 'failed');
    const { title, detail, status } = problem;
    return sendPage(
      reply.code(status),
      <ProblemPage viewer={viewerOf(request)} title={title} sentence={detail} />,
    );
  });
  addAssetRoutes(server);
  addSignInRoutes(server, app);
  addAccountRoutes(server, app);
  addCheckRoutes(server, app);
  addPayeeRoutes(server, app);
  addPayeeWalletRoutes(server, app);
  addRedFlagRoutes(server, app);
  addRosterRoutes(server, app, readAssets());
  addScreeningRoutes(server, app);
  addHistoryRoutes(server, app);
  addCompareRoutes(server, app);
  addMonthRoutes(server, app);
  addPracticeRoutes(server, app);
  addLabelRoutes(server, app);
  addPeopleRoutes(server, app);
  addTokenRoutes(server, app);
  addAuditRoutes(server, app);
}
