import { expect, it } from 'vitest';
import { chainsOf, closeAfterwards, explorerAt } from '../support/liveSources.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { useServices } from '../support/openTestService.js';
import { ANN, BEN, register, rosterTransfers } from '../support/rosterScene.js';

const services = useServices();
const opened = closeAfterwards();

/** A service over a database in which two payees were screened who share an account. */
async function open() {
  const server = await opened.server(startLoopbackExplorer({ facts: rosterTransfers() }));
  const chains = chainsOf({ ethereum: [explorerAt(server)] });
  const service = await services.open({ chains });
  const { app, screen } = opened.app(
    { labels: { builtIn: false }, chains },
    { folder: service.folder },
  );
  for (const [reference, address] of [
    ['A-1', ANN],
    ['B-2', BEN],
  ] as const) {
    await register(app.payees, reference, address);
    await screen(address);
  }
  const [compliance, finance] = await Promise.all([
    service.enter('compliance'),
    service.enter('finance'),
  ]);
  return { service, compliance, finance };
}

it('links are told by the API and the pages, and answered by who may release', async () => {
  const { service, compliance, finance } = await open();
  const headersOf = ({ cookie, csrfToken }: typeof finance) => ({
    cookie,
    'x-csrf-token': csrfToken,
  });
  const get = (url: string) => service.send({ method: 'GET', url, headers: headersOf(finance) });

  const { links, coverage } = JSON.parse((await get('/v1/roster')).body);
  expect(coverage).toEqual({ wallets: 2, seen: 2, unseen: [] });
  expect(links).toMatchObject([
    { kind: 'shared-consolidation', weighs: 'review', isNew: true, answer: null },
  ]);
  const [{ id }] = links;
  expect(JSON.parse((await get(`/v1/roster/${id}`)).body)).toEqual(links[0]);
  expect((await get('/v1/roster/none')).statusCode).toBe(404);

  const page = await get('/roster');
  expect(page.body).toContain('Name of A-1');
  const linkPage = await get(`/roster/${id}`);
  expect(linkPage.body).toContain('<svg class="picture"');
  expect(linkPage.body).toContain('https://etherscan.io/tx/');
  expect(linkPage.body).not.toContain('Keep the answer');

  const answerBy = (session: typeof finance, payload: object) =>
    service.send({
      method: 'POST',
      url: `/v1/roster/${id}/answer`,
      headers: headersOf(session),
      payload,
    });
  const explained = { meaning: 'explained', reason: 'One household, as the lease shows.' };
  expect((await answerBy(finance, explained)).statusCode).toBe(403);
  expect((await answerBy(compliance, { ...explained, reason: ' ' })).statusCode).toBe(422);
  const answered = await answerBy(compliance, explained);
  expect(JSON.parse(answered.body)).toMatchObject({ weighs: 'info', answer: { holds: true } });
  expect((await get(`/roster/${id}`)).body).toContain('as the lease shows');
  const refreshed = await service.send({
    ...{ method: 'POST', url: '/v1/roster/refresh', headers: headersOf(finance) },
  });
  expect(JSON.parse(refreshed.body).links).toMatchObject([{ weighs: 'info' }]);
  expect(service.log.join('\n')).not.toMatch(/lease|Name of/);
});
