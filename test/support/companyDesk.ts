import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LightMyRequestResponse } from 'fastify';
import { type CompanyWorld, openCompanyWorld } from './company.js';
import type { CompanyPayee } from './companyPeople.js';
import { TEST_KEY } from './liveSources.js';
import type { TestService, useServices } from './openTestService.js';
import { type Ended, runCommand } from './runCommand.js';

/** Somebody of the company, or a machine of it, before the API. */
export type Client = ReturnType<typeof clientOf>;

/** The service of the invented company, with its people. */
export interface CompanyDesk {
  readonly world: CompanyWorld;
  readonly service: TestService;
  /** Two of finance, one of compliance, and a machine that may do what a token can. */
  readonly ann: Client;
  readonly ben: Client;
  readonly cleo: Client;
  readonly machine: Client;
  /** Runs the command line over the same database, as a process of its own. */
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  /** Registers somebody with their wallet and what shows that it is theirs. */
  readonly register: (
    payee: CompanyPayee,
    by: Client,
  ) => Promise<{ readonly payeeId: string; readonly walletId: string }>;
}

/** Opens it, by the clock of the machine, since processes of their own go by that. */
export async function openCompanyDesk(
  services: ReturnType<typeof useServices>,
): Promise<CompanyDesk> {
  const world = await openCompanyWorld(Math.floor(Date.now() / 1000));
  const service = await services.open(world.config, { nowMs: Date.now });
  const person = async (role: 'finance' | 'compliance') => {
    const { cookie, csrfToken } = await service.enter(role);
    return clientOf(service, { cookie, 'x-csrf-token': csrfToken });
  };
  const run: CompanyDesk['run'] = (...args) =>
    runCommand(process.execPath, [services.main, ...args, '--config', 'hopsight.json'], {
      ...{ cwd: service.folder, env: { TEST_KEY } },
    });
  writeFileSync(join(service.folder, 'labels.csv'), world.labels);
  const imported = await run('labels', 'import', 'labels.csv', '--set', 'company');
  if (imported.code !== 0) throw new Error(imported.stderr);
  const machine = clientOf(service, service.token('read', 'payees', 'pay', 'release', 'labels'));
  const synced = await machine.post('/labels/sync?wait=60', {});
  if (synced.state !== 'done') throw new Error(`The list was not synced: ${synced.state}.`);
  return {
    ...{ world, service, run, machine },
    ...{ ann: await person('finance'), ben: await person('finance') },
    cleo: await person('compliance'),
    register: async ({ reference, name, text, custody, chain, showing }, by) => {
      const payee = await by.post('/payees', { reference, name, told: TOLD });
      const wallet = await by.post(`/payees/${payee.id}/wallets`, {
        ...{ text, custody, chains: [chain] },
      });
      const url = `/wallets/${wallet.id}`;
      if (showing !== null) {
        const given =
          showing.kind === 'signature'
            ? {
                kind: showing.kind,
                signature: await showing.sign((await by.post(`${url}/proof-request`)).message),
              }
            : showing;
        const kept = await by.post(`${url}/proofs`, given);
        if (kept.status !== 201) throw new Error(`${name}: ${kept.detail}`);
      }
      return { payeeId: payee.id, walletId: wallet.id };
    },
  };
}

/** What everybody is told. */
const TOLD = 'Zarquon was told by mail';

function clientOf({ send }: TestService, headers: Readonly<Record<string, string>>) {
  const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
    told(await send({ method, url: `/v1${url}`, headers, ...(payload ? { payload } : {}) }));
  return {
    get: (url: string) => ask('GET', url),
    post: (url: string, payload?: object) => ask('POST', url, payload),
    remove: (url: string) => ask('DELETE', url),
  };
}

function told({ statusCode, body }: LightMyRequestResponse) {
  return { status: statusCode, ...JSON.parse(body) };
}
