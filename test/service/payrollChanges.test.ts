import { afterEach, describe, expect, it } from 'vitest';
import { ANN, BEN, PROCEEDS } from '../support/paymentWorld.js';
import { ALL, NEVER, openPayrollWorld, type PayrollWorld } from '../support/payrollWorld.js';

const opened: PayrollWorld[] = [];

afterEach(async () => {
  for (const world of opened.splice(0)) await world.close();
});

describe('a payroll that changes while its rows are read to begin it', () => {
  /** Two processes: what the second does once the first has read the file, and before it begins. */
  const openBetween = async (between: (other: PayrollWorld['payrolls'], id: string) => void) => {
    const world = openPayrollWorld();
    opened.push(world);
    await world.register({ reference: 'C-7', address: PROCEEDS });
    await world.register({ reference: 'C-8', address: PROCEEDS });
    const id = world.upload(
      'Contractor;Second;Wallet;Chain;Coin;Amount;Invoice',
      `C-7;C-8;${PROCEEDS};bitcoin;BTC;0,015;R-1`,
    );
    const other = world.openAgain().payrolls;
    const { checks } = world;
    let isFirst = true;
    const problemsOf: typeof checks.problemsOf = (requests) => {
      if (isFirst) between(other, id);
      isFirst = false;
      return checks.problemsOf(requests);
    };
    return { ...world, id, payrolls: world.app.openPayrolls({ ...checks, problemsOf }, 'queue') };
  };

  it('is not begun once it was dropped, and nothing of it comes back', async () => {
    const world = await openBetween((other, id) => other.drop(id, BEN));
    await expect(world.payrolls.run(world.id, ANN, NEVER)).rejects.toThrow(
      'This payroll was dropped',
    );
    expect(world.payrolls.listRows(world.id, ALL)).toEqual([]);
    expect(world.payrolls.read(world.id)?.state).toBe('dropped');
  });

  it('is not begun by a reading that is no longer confirmed', async () => {
    const columns = { payee: 1, wallet: 2, chain: 3, asset: 4, amount: 5, invoice: 6 };
    const world = await openBetween((other, id) => void other.confirm(id, { columns }, BEN));
    await expect(world.payrolls.run(world.id, ANN, NEVER)).rejects.toThrow('Somebody else changed');
    expect(world.payrolls.read(world.id)?.state).toBe('ready');
    await world.payrolls.run(world.id, ANN, NEVER);
    expect(world.payrolls.listRows(world.id, ALL)[0]?.given?.payee).toBe('C-8');
  });
});
