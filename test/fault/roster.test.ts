import { describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../src/app/access/localActor.js';
import { type Actor, permissionsOf } from '../../src/core/role.js';
import { accountAt, chainsOf, closeAfterwards, explorerAt } from '../support/liveSources.js';
import { claim, importClaims } from '../support/lookbackWorld.js';
import { startLoopbackExplorer } from '../support/loopbackExplorer.js';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import {
  ANN,
  BEN,
  CAT,
  HOT,
  pay,
  register,
  rosterTransfers,
  SHARED,
} from '../support/rosterScene.js';

const opened = closeAfterwards();

const DAY_MS = 86_400_000;

function person(name: string, parts: Partial<Actor> = {}): Actor {
  const id = `01JPERSON${name.toUpperCase()}`;
  const role = 'compliance';
  return {
    ...{ kind: 'person', id, personId: id, name, role, permissions: permissionsOf(role) },
    ...parts,
  };
}

const [EVE, FRED] = [person('Eve'), person('Fred')];

/** An application over a chain that grows, and what it was asked. */
async function open() {
  const facts = [...rosterTransfers()];
  const server = await opened.server(startLoopbackExplorer({ facts }));
  const clock = { ms: TEST_NOW_MS };
  const test = opened.app(
    { labels: { builtIn: false }, chains: chainsOf({ ethereum: [explorerAt(server)] }) },
    { nowMs: () => clock.ms },
  );
  importClaims(test, [claim(HOT, { actor: null })], { at: '2026-11-20T09:00:00Z' });
  const { app, screen } = test;
  const events = () =>
    app.audit
      .list({ before: null, limit: 200 })
      .filter(({ action }) => action.startsWith('roster'))
      .map(({ action, subjectId }) => `${action} ${subjectId}`);
  const hire = async (reference: string, address: string) => {
    const wallet = await register(app.payees, reference, address);
    await screen(address);
    return wallet;
  };
  const later = () => {
    clock.ms += DAY_MS;
  };
  return { ...{ test, app, screen, server, clock, events, hire, later } };
}

describe('links between payees', () => {
  it('are there as soon as the second wallet was screened, without a request', async () => {
    const { app, server, events, hire } = await open();
    await hire('A-1', ANN);
    expect(app.roster.list()).toEqual([]);
    await hire('B-2', BEN);
    const requests = server.requests.length;
    const [known, ...rest] = app.roster.list();
    expect(rest).toEqual([]);
    expect(known).toMatchObject({
      link: { kind: 'shared-consolidation', account: accountAt(SHARED), severity: 'review' },
      ...{ weighs: 'review', isNew: true, answer: null, goneSince: null },
      firstSeenAt: '2026-11-22T10:00:00Z',
    });
    expect(known?.link.members.map(({ hops }) => hops.length)).toEqual([2, 2]);
    expect(events()).toEqual([`roster-link-found ${known?.link.id}`]);
    expect(server.requests.length).toBe(requests);
  });

  it('are told once, however often they are read', async () => {
    const { app, events, hire, later } = await open();
    await hire('A-1', ANN);
    await hire('B-2', BEN);
    const first = app.roster.refresh();
    later();
    expect(app.roster.refresh()).toEqual(first);
    expect(app.roster.list()).toEqual(first);
    expect(events()).toHaveLength(1);
  });

  it('are found for a wallet that was screened before it was registered', async () => {
    const { app, screen } = await open();
    await screen(ANN);
    await screen(BEN);
    await register(app.payees, 'A-1', ANN);
    const wallet = await register(app.payees, 'B-2', BEN);
    expect(app.roster.listOf(wallet.payeeId)).toHaveLength(1);
  });

  it('name the wallets that were never screened', async () => {
    const { app, hire } = await open();
    await hire('A-1', ANN);
    const wallet = await register(app.payees, 'B-2', BEN);
    expect(app.roster.coverage()).toEqual({ wallets: 2, seen: 1, unseen: [wallet.id] });
  });

  it('rest on no past moment that somebody asked about', async () => {
    const { app, screen } = await open();
    await register(app.payees, 'A-1', ANN);
    await screen(ANN, { asOf: '2026-06-01' });
    expect(app.roster.coverage()).toMatchObject({ seen: 0 });
  });

  it('weigh more when a third payee comes, and are news again', async () => {
    const { app, events, hire, later } = await open();
    await hire('A-1', ANN);
    await hire('B-2', BEN);
    app.roster.list();
    later();
    await hire('C-3', CAT);
    const [known] = app.roster.list();
    expect(known).toMatchObject({
      ...{ weighs: 'hold', firstSeenAt: '2026-11-22T10:00:00Z' },
      changedAt: '2026-11-23T10:00:00Z',
    });
    expect(events()).toHaveLength(2);
  });

  it('weigh by the labels of now: a claim holds, a service links nobody', async () => {
    const { test, app, hire, later, server } = await open();
    await hire('A-1', ANN);
    await hire('B-2', BEN);
    const requests = server.requests.length;
    later();
    importClaims(test, [claim(SHARED)]);
    expect(app.roster.list()[0]).toMatchObject({
      weighs: 'hold',
      link: { hasClaimNear: true, claims: [{ hops: 0, entity: 'Lazarus Group' }] },
    });
    importClaims(test, [claim(SHARED, { category: 'exchange', actor: null, use: 'service' })]);
    expect(app.roster.list()[0]).toMatchObject({
      ...{ weighs: 'info', goneSince: '2026-11-23T10:00:00Z' },
    });
    expect(server.requests.length).toBe(requests);
  });

  it('stay when a payee ends the wallet or leaves, and go when two payees are one', async () => {
    const { app, hire } = await open();
    const ann = await hire('A-1', ANN);
    const ben = await hire('B-2', BEN);
    app.payees.endWallet(ann.id, LOCAL_ACTOR);
    app.payees.deactivate(ben.payeeId, LOCAL_ACTOR);
    expect(app.roster.list()).toMatchObject([{ goneSince: null, weighs: 'review' }]);
    expect(app.roster.coverage()).toEqual({ wallets: 0, seen: 0, unseen: [] });
    app.payees.reactivate(ben.payeeId, LOCAL_ACTOR);
    app.payees.merge({ duplicateId: ben.payeeId, intoId: ann.payeeId }, LOCAL_ACTOR);
    expect(app.roster.list()).toMatchObject([{ goneSince: '2026-11-22T10:00:00Z' }]);
  });

  it('are not lost because a later screening sees less', async () => {
    const { app, screen, server, hire, later } = await open();
    await hire('A-1', ANN);
    await hire('B-2', BEN);
    const first = app.roster.list();
    later();
    await server.close();
    const document = await screen(ANN);
    expect(document.decision).toBe('incomplete');
    expect(app.roster.list()).toEqual(first);
  });

  it('are the same for whoever opens the database anew', async () => {
    const { app, test, hire } = await open();
    await hire('A-1', ANN);
    await hire('B-2', BEN);
    const first = app.roster.list();
    const again = opened.app({ labels: { builtIn: false }, chains: {} }, { folder: test.folder });
    expect(again.app.roster.list()).toEqual(first);
  });
});

describe('an answer', () => {
  const reason = 'Both live in one household, see the lease.';
  const explained = { meaning: 'explained', reason } as const;

  it('explains a link, until somebody else shares the account', async () => {
    const { app, events, hire, later } = await open();
    await hire('A-1', ANN);
    await hire('B-2', BEN);
    const [known] = app.roster.list();
    const id = known?.link.id ?? '';
    expect(app.roster.answer(id, explained, EVE)).toMatchObject({
      ...{ weighs: 'info', isNew: false },
      answer: { by: EVE.id, reason, holds: true },
    });
    expect(events()[0]).toBe(`roster-link-answered ${id}`);
    later();
    await hire('C-3', CAT);
    expect(app.roster.read(id)).toMatchObject({
      ...{ weighs: 'hold', isNew: true, answer: { holds: false } },
    });
  });

  it('of one person does not let go what holds; a second named one does', async () => {
    const { app, hire } = await open();
    await hire('A-1', ANN);
    await hire('B-2', BEN);
    await hire('C-3', CAT);
    const id = app.roster.list()[0]?.link.id ?? '';
    const waiting = { weighs: 'hold', needsSecond: true };
    expect(app.roster.answer(id, explained, EVE)).toMatchObject(waiting);
    expect(app.roster.answer(id, explained, EVE)).toMatchObject(waiting);
    expect(app.roster.answer(id, explained, LOCAL_ACTOR)).toMatchObject(waiting);
    expect(app.roster.answer(id, explained, FRED)).toMatchObject({
      ...{ weighs: 'info', needsSecond: false },
    });
    const doubted = { meaning: 'not-explained', reason: 'The lease is another one.' } as const;
    expect(app.roster.answer(id, doubted, EVE)).toMatchObject({ weighs: 'hold' });
    expect(app.roster.answer(id, explained, FRED)).toMatchObject(waiting);
  });

  it('ends when the link weighs more by a claim', async () => {
    const { test, app, hire, later } = await open();
    await hire('A-1', ANN);
    await hire('B-2', BEN);
    const id = app.roster.list()[0]?.link.id ?? '';
    app.roster.answer(id, explained, EVE);
    later();
    importClaims(test, [claim(SHARED)]);
    expect(app.roster.read(id)).toMatchObject({ weighs: 'hold', answer: { holds: false } });
  });

  it('ends when another claim comes near, though the link held as much before', async () => {
    const { test, app, hire, later } = await open();
    await hire('A-1', ANN);
    await hire('B-2', BEN);
    await hire('C-3', CAT);
    const id = app.roster.list()[0]?.link.id ?? '';
    app.roster.answer(id, explained, EVE);
    expect(app.roster.answer(id, explained, FRED)).toMatchObject({ weighs: 'info' });
    later();
    importClaims(test, [claim(SHARED)]);
    expect(app.roster.read(id)).toMatchObject({
      ...{ weighs: 'hold', isNew: true, answer: { holds: false } },
    });
    app.roster.answer(id, explained, EVE);
    expect(app.roster.answer(id, explained, FRED)).toMatchObject({ weighs: 'info' });
  });

  it.each([
    ['a token', explained, person('Bot', { kind: 'token' }), 'Only a person'],
    ['finance', explained, person('Gus', { permissions: permissionsOf('finance') }), '"release"'],
    ['nobody who says why', { ...explained, reason: ' ' }, EVE, 'Say why'],
  ] as const)('is taken from no %s', async (_, answer, by, problem) => {
    const { app, events, hire } = await open();
    await hire('A-1', ANN);
    await hire('B-2', BEN);
    const id = app.roster.list()[0]?.link.id ?? '';
    expect(() => app.roster.answer(id, answer, by)).toThrow(problem);
    expect(() => app.roster.answer('0', explained, EVE)).toThrow('No link has this id');
    expect(events()).toHaveLength(1);
  });

  it('is given out with all that is kept of a payee, without the others, and its reason goes with them', async () => {
    const { app, hire } = await open();
    const ann = await hire('A-1', ANN);
    const ben = await hire('B-2', BEN);
    const id = app.roster.list()[0]?.link.id ?? '';
    app.roster.answer(id, explained, EVE);
    const { records } = app.payees.exportAll(ann.payeeId, LOCAL_ACTOR);
    expect(records.links).toMatchObject([
      {
        ...{ kind: 'shared-consolidation', account: accountAt(SHARED), otherPayees: 1 },
        members: [{ walletId: ann.id, payeeId: ann.payeeId }],
        answers: [{ meaning: 'explained' }],
      },
    ]);
    const told = JSON.stringify(records.links);
    for (const own of [accountAt(ANN), '"amount":"']) expect(told).toContain(own);
    for (const other of [ben.payeeId, ben.id, BEN, reason]) expect(told).not.toContain(other);
    app.payees.remove(ann.payeeId, LOCAL_ACTOR);
    expect(app.roster.read(id)).toMatchObject({
      ...{ goneSince: '2026-11-22T10:00:00Z', answer: { reason: null } },
    });
  });
});

it('two payees who only have one client are told, and nothing more', async () => {
  const facts = [pay(SHARED, ANN, 4, 10), pay(SHARED, BEN, 4, 11)];
  const gas = [pay(CAT, ANN, 0.01, 1), pay(HOT, BEN, 0.01, 1)];
  const server = await opened.server(startLoopbackExplorer({ facts: [...gas, ...facts] }));
  const chains = chainsOf({ ethereum: [explorerAt(server)] });
  const { app, screen } = opened.app({ labels: { builtIn: false }, chains });
  for (const [reference, address] of [
    ['A-1', ANN],
    ['B-2', BEN],
  ] as const) {
    await register(app.payees, reference, address);
    await screen(address);
  }
  expect(app.roster.list()).toMatchObject([{ link: { kind: 'shared-payer' }, weighs: 'info' }]);
});
