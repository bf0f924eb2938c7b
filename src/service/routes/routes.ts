import type { ServiceApp } from '../../app/service/serviceApp.js';
import { readAssets } from '../../packageFiles.js';
import type { Timeouts } from '../limits.js';
import type { Metrics } from '../metrics.js';
import type { Server } from '../serverType.js';
import { createWaits } from '../waits.js';
import { addAccountRoutes } from './accounts.js';
import { addAuditRoutes } from './audit.js';
import { addHealthRoutes } from './health.js';
import { addLabelRoutes } from './labels.js';
import { addMetricsRoutes } from './metrics.js';
import { addPaidRoutes } from './paid.js';
import { addPayeeRoutes } from './payees.js';
import { addPaymentRoutes } from './payments.js';
import { addPayrollRoutes } from './payrolls.js';
import { addRedFlagRoutes } from './redFlags.js';
import { addRosterRoutes } from './roster.js';
import { addScreeningRoutes } from './screenings.js';
import { addSubmitRoute } from './submit.js';
import { addSummaryRoutes } from './summaries.js';
import { addWalletRoutes } from './wallets.js';

/** Adds all of the API. */
export async function addRoutes(
  v1: Server,
  app: ServiceApp,
  by: { readonly timeouts: Timeouts; readonly metrics: Metrics },
): Promise<void> {
  const waits = createWaits();
  addSubmitRoute(v1, app, waits);
  addScreeningRoutes(v1, app, { waits, timeouts: by.timeouts });
  addPaymentRoutes(v1, app, waits);
  await addPayrollRoutes(v1, app, waits);
  await addPaidRoutes(v1, app, waits);
  addAccountRoutes(v1, app);
  addLabelRoutes(v1, app, waits);
  addSummaryRoutes(v1, app, waits);
  addRedFlagRoutes(v1, app);
  addHealthRoutes(v1, app);
  addMetricsRoutes(v1, by.metrics);
  addAuditRoutes(v1, app);
  addPayeeRoutes(v1, app);
  addRosterRoutes(v1, app, readAssets());
  addWalletRoutes(v1, app);
}
