import { ulid } from 'ulid';
import { chainsOfText } from '../../chains/chainsOfText.js';
import type { Config } from '../../config.js';
import type { AssetList } from '../../core/asset.js';
import { CHAINS } from '../../core/chain.js';
import { createPayrollStore } from '../../store/payrollStore.js';
import { createUserStore } from '../../store/userStore.js';
import { toActor } from '../access/accessMeans.js';
import { createOwner, isOfThisProcess, isOwnerGone } from '../service/owner.js';
import { createPayrolls } from './createPayrolls.js';
import type { Payrolls } from './payroll.js';
import type { PayrollMeans } from './payrollMeans.js';

/** Payrolls, as an application opens them over checks that it opened. */
export interface PayrollsApp {
  /** `pace`: one by one where the wallets are screened in this process. */
  readonly openPayrolls: (
    payments: PayrollMeans['payments'],
    pace: PayrollMeans['pace']['kind'],
  ) => Payrolls;
}

/** Payrolls over the parts of an application. */
export function createPayrollsApp(
  parts: Pick<PayrollMeans, 'db' | 'audit' | 'payees' | 'nowMs'> & {
    readonly config: Config;
    readonly assets: AssetList;
    readonly random: (size: number) => Uint8Array;
  },
): PayrollsApp {
  const { db, config, assets, nowMs, random } = parts;
  // Without the address that browsers use, the place on the page's own server is the best that is known.
  const users = createUserStore(db);
  const place = config.service.publicUrl ?? '';
  return {
    openPayrolls: (payments, pace) =>
      createPayrolls({
        ...parts,
        payments,
        store: createPayrollStore(db),
        personOf: (personId) => {
          const user = users.readUser(personId);
          return user === null || user.disabledAt !== null ? null : toActor(user);
        },
        known: { chains: CHAINS, assets: [...assets.values()], readAddress: chainsOfText },
        pace:
          pace === 'queue'
            ? { kind: 'queue', owner: queueOwner(random), isGone: isQueueGone }
            : { kind: 'one-by-one', owner: createOwner(random), isGone: isOwnerGone },
        linkOf: (checkId) => `${place}/payments/${encodeURIComponent(checkId)}`,
        newId: () => ulid(nowMs(), () => (random(1)[0] ?? 0) / 256),
      }),
  };
}

/** Tells a service from a command line, whose payrolls its user goes on with. */
const QUEUE = '/queue';

function queueOwner(random: (size: number) => Uint8Array): string {
  return `${createOwner(random)}${QUEUE}`;
}

/** Edge: a container often gives the same number to each process that it starts; of this one none is left. */
function isQueueGone(owner: string): boolean {
  if (!owner.endsWith(QUEUE)) return false;
  return isOwnerGone(owner) || isOfThisProcess(owner);
}
