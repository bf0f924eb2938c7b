import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companyPayments, openCompanyWorld, type CompanyWorld } from '../support/company.js';
import { COMPANY } from '../support/companyPeople.js';
import { type TestService, type TestSession, useServices } from '../support/openTestService.js';
import { runCommand } from '../support/runCommand.js';

const services = useServices();
let world: CompanyWorld;
let service: TestService;
let ann: ReturnType<typeof asPerson>;
let ben: ReturnType<typeof asPerson>;

function asPerson({ send }: TestService, { cookie, csrfToken }: TestSession) {
  const headers = { cookie, 'x-csrf-token': csrfToken };
  const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const answer = await send({ method, url: `/v1${url}`, headers, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, ...JSON.parse(answer.body) };
  };
  return {
    get: (url: string) => ask('GET', url),
    post: (url: string, payload?: object) => ask('POST', url, payload),
    remove: (url: string) => ask('DELETE', url),
  };
}

beforeAll(async () => {
  world = await openCompanyWorld(Math.floor(Date.now() / 1000));
  service = await services.open(world.config, { nowMs: Date.now });
  writeFileSync(join(service.folder, 'labels.csv'), world.labels);
  const imported = await runCommand(
    process.execPath,
    [services.main, ...['labels', 'import', 'labels.csv', '--set', 'company'], '--config', 'hopsight.json'],
    { cwd: service.folder, env: { TEST_KEY: 'test-key-4f1c' } },
  );
  console.log(imported);
  const [first, second] = [await service.enter('finance'), await service.enter('finance')];
  ann = asPerson(service, first);
  ben = asPerson(service, second);
}, 120_000);

afterAll(async () => {
  await world.close();
});

describe('company', () => {
  it('x', async () => {
    const sync = await service.send({ method: 'POST', url: '/v1/labels/sync?wait=60', headers: service.token('labels'), payload: {} });
    console.log(sync.statusCode, sync.body);
    let t = performance.now();
    for (const one of COMPANY) {
      const payee = await ann.post('/payees', { reference: one.reference, name: one.name, told: 'told' });
      if (payee.status !== 201) console.log(one.name, payee);
      const wallet = await ann.post(`/payees/${payee.id}/wallets`, { text: one.text, custody: one.custody, chains: [one.chain] });
      if (wallet.status !== 201) console.log(one.mark, wallet);
      if (one.showing !== null) {
        let proof: object;
        if (one.showing.kind === 'signature') {
          const asked = await ann.post(`/wallets/${wallet.id}/proof-request`);
          proof = { kind: 'signature', signature: await one.showing.sign(asked.message) };
        } else proof = one.showing;
        const given = await ann.post(`/wallets/${wallet.id}/proofs`, proof);
        if (given.status !== 201) console.log(one.mark, given);
      }
      if (one.mark !== 'unconfirmed') {
        const c = await ben.post(`/wallets/${wallet.id}/confirm`);
        if (c.status !== 200) console.log(one.mark, c);
      }
    }
    console.log('registered', performance.now() - t);
    t = performance.now();
    world.moveName();
    const checked = await ann.post('/payments/check?wait=60', companyPayments());
    console.log('checked', performance.now() - t, checked.status, checked.detail);
    COMPANY.forEach((one, at) => {
      const c = checked.payments[at];
      const bad = c.decision !== one.expected.decision ? '!!' : '  ';
      console.log(bad, one.mark, c.state, c.decision, c.summary, JSON.stringify(c.signals.filter((s: any) => s.severity !== 'info').map((s: any) => s.kind)), c.failure);
    });
    const links = service.app.roster.list();
    console.log(links.map((l) => [l.link.kind, l.link.severity, l.link.members.length, l.link.sentence]));
  }, 240_000);
});
