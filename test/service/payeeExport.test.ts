import { describe, expect, it } from 'vitest';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import { ANN, BEN, openWorldOfTest, PROCEEDS, REVIEWED } from '../support/paymentWorld.js';
import { ALL, NEVER } from '../support/payrollWorld.js';

async function open() {
  const clock = { ms: TEST_NOW_MS };
  const world = await openWorldOfTest(clock);
  const { app } = world;
  const payrolls = app.openPayrolls(world.checks, 'queue');
  return {
    ...world,
    payrolls,
    wait: () => {
      clock.ms += 60_000;
    },
    /** Screens a wallet for a payee who is named, and gives the id of that. */
    screenFor: async (payeeReference: string) => {
      const parts = { payeeReference, offline: true };
      return (await world.screen(REVIEWED, parts)).screeningId;
    },
    /** Uploads rows of payee and invoice, and runs them to their end. */
    pay: async (...rows: readonly (readonly [string, string])[]) => {
      const lines = rows.map(
        ([payee, invoice]) => `${payee};${PROCEEDS};bitcoin;BTC;0,015;${invoice}`,
      );
      const text = ['Contractor;Wallet;Chain;Coin;Amount;Invoice', ...lines].join('\r\n');
      const { id } = payrolls.upload({ name: 'november.csv', bytes: Buffer.from(text) }, ANN);
      payrolls.confirm(id, {}, ANN);
      await payrolls.run(id, ANN, NEVER);
      await payrolls.settled(id, NEVER);
      return id;
    },
    recordsOf: (payeeId: string) =>
      JSON.parse(JSON.stringify(app.payees.exportAll(payeeId, ANN).records)),
  };
}

describe('an export of a payee whose reference another has now', () => {
  it('has the screenings of the time when it was theirs, whatever the case of its letters', async () => {
    const world = await open();
    const { payees } = world.app;
    const own = await world.screenFor('Contractor 7');
    world.wait();
    payees.edit(world.payeeId, { reference: 'contractor 1' }, ANN);
    const other = payees.add({ reference: 'contractor 7', name: 'B. Example', told: '' }, ANN);
    world.wait();
    const theirs = await world.screenFor('contractor 7');
    const renamed = await world.screenFor('contractor 1');
    const idsOf = (payeeId: string) =>
      world
        .recordsOf(payeeId)
        .screenings.map(({ screeningId }: { readonly screeningId: string }) => screeningId);
    expect(idsOf(world.payeeId)).toEqual([own, renamed]);
    expect(idsOf(other.id)).toEqual([theirs]);
  });

  it('has the unreadable rows of payrolls of that time', async () => {
    const world = await open();
    const { payees } = world.app;
    const other = payees.add({ reference: 'contractor 8', name: 'B. Example', told: '' }, ANN);
    await world.pay(['contractor 8', 'R-1']);
    world.wait();
    payees.edit(other.id, { reference: 'contractor 9' }, ANN);
    const later = payees.add({ reference: 'contractor 8', name: 'C. Example', told: '' }, ANN);
    await world.pay(['contractor 8', 'R-2']);
    expect(invoicesOf(world.recordsOf(other.id))).toEqual(['R-1']);
    expect(invoicesOf(world.recordsOf(later.id))).toEqual(['R-2']);
  });
});

describe('an export of a payee who stands in a payroll', () => {
  it('has their rows, those that cannot be checked too, until the payroll is dropped', async () => {
    const world = await open();
    const add = (reference: string, name: string) =>
      world.app.payees.add({ reference, name, told: '' }, ANN).id;
    const other = add('contractor 8', 'B. Example');
    const duplicateId = add('old 7', 'Example, A.');
    const id = await world.pay(
      ['A. Example', 'R-1'],
      ['contractor 7', 'R-2'],
      ['CONTRACTOR  8', 'R-3'],
      ['OLD 7', 'R-4'],
      ['nobody', 'R-5'],
    );
    world.app.payees.merge({ duplicateId, intoId: world.payeeId }, BEN);
    const { payrollRows } = world.recordsOf(world.payeeId);
    expect(invoicesOf({ payrollRows })).toEqual(['R-1', 'R-2', 'R-4']);
    expect(payrollRows[0]).toMatchObject({
      ...{ payrollId: id, fileName: 'november.csv', row: 2, problem: null },
      ...{ startedAt: '2026-11-22T10:00:00Z', checkId: expect.any(String) },
      given: { payee: 'A. Example', wallet: PROCEEDS, amount: '0,015' },
    });
    expect(payrollRows[2]).toMatchObject({
      ...{ checkId: null, problem: expect.stringContaining('not registered for this payee') },
      given: { payee: 'OLD 7' },
    });
    expect(world.recordsOf(other).payrollRows).toMatchObject([{ row: 4, checkId: null }]);
    expect(world.app.payees.remove(other, ANN).kind).toBe('deleted');
    expect(world.payrolls.listRows(id, ALL)[2]?.given?.payee).toBe('CONTRACTOR  8');
    world.payrolls.drop(id, ANN);
    expect(world.recordsOf(world.payeeId).payrollRows).toEqual([]);
  });
});

function invoicesOf({
  payrollRows,
}: {
  readonly payrollRows: readonly { readonly given: { readonly invoice: string } }[];
}): readonly string[] {
  return payrollRows.map(({ given }) => given.invoice);
}
