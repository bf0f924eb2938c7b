import { describe, expect, it } from 'vitest';
import { TEST_NOW_MS } from '../support/openTestApp.js';
import {
  ANN,
  BEN,
  CLEO,
  openWorldOfTest,
  type PaymentWorld,
  PROCEEDS,
} from '../support/paymentWorld.js';
import { NEVER } from '../support/payrollWorld.js';

/** Begin and end as the wallet that proceeds does, with checksums of their own. */
const COPY = 'bc1qkp3q6ws9daqcsmewdnyd8462t62jzmmvwc726g';
const OTHER_COPY = 'bc1qkp3q6ws9daq0g4t0dcpg94gl5punv67vsj726g';
const anyTime = { chains: null, custody: 'own', validFrom: null, validUntil: null } as const;
const MINUTE_MS = 60_000;

/** A payee to whom an empty desk gives wallets, a minute after one another. */
async function open() {
  const clock = { ms: TEST_NOW_MS };
  const world = await openWorldOfTest(clock);
  const { payees } = world.app;
  const later = () => {
    clock.ms += MINUTE_MS;
  };
  const add = (reference: string) => payees.add({ reference, name: 'B. Example', told: '' }, ANN);
  const register = async (payeeId: string, text: string) => {
    later();
    return (await payees.registerWallet(payeeId, { text, ...anyTime }, ANN)).id;
  };
  const confirm = (walletId: string) => {
    later();
    payees.confirmWallet(walletId, BEN);
  };
  const end = (walletId: string) => {
    later();
    payees.endWallet(walletId, ANN);
  };
  let invoices = 0;
  const pay = async (parts: Parameters<PaymentWorld['check']>[0] = {}) => {
    later();
    invoices += 1;
    const check = await world.check({ invoice: `LOOK-${invoices}`, ...parts });
    const alike = check.signals.filter(({ kind }) => kind === 'lookalike');
    return { ...check, alike: alike.map(({ severity }) => severity) };
  };
  return { world, payees, add, register, confirm, end, pay };
}

describe('the genuine wallet of a payee', () => {
  it('is looked at while a copy of it is registered, and paid once that was ended', async () => {
    const { world, register, end, pay } = await open();
    const approved = await pay();
    expect(approved).toMatchObject({ decision: 'proceed', alike: [] });
    const copy = await register(world.payeeId, COPY);
    expect(await pay()).toMatchObject({ decision: 'review', alike: ['review'] });
    expect(await pay({ wallet: copy })).toMatchObject({ alike: ['review'], approval: null });
    expect(world.checks.whyNoApproval(approved.id)).toContain(COPY);
    end(copy);
    expect(world.checks.whyNoApproval(approved.id)).toBeNull();
    const after = await pay();
    expect(after).toMatchObject({ decision: 'proceed', complete: true, alike: ['info'] });
    expect(after.approval).not.toBeNull();
    expect(after.signals.find(({ kind }) => kind === 'lookalike')?.sentence).toContain(COPY);
    expect(await pay({ wallet: copy })).toMatchObject({ complete: false, approval: null });
  });

  it('is paid also where the copy was confirmed and paid before anybody saw it', async () => {
    const { world, register, confirm, end, pay } = await open();
    const copy = await register(world.payeeId, COPY);
    confirm(copy);
    expect(await pay({ wallet: copy })).toMatchObject({ alike: ['review'], approval: null });
    end(copy);
    expect(await pay()).toMatchObject({ decision: 'proceed', alike: ['info'] });
  });

  it.each([
    [
      'by mistake, and registered again',
      async ({ world, register, confirm, end }: Opened, genuine: string) => {
        end(genuine);
        confirm(await register(world.payeeId, PROCEEDS.toUpperCase()));
      },
    ],
    [
      'by mistake, which was taken back',
      async ({ world, payees, confirm, end }: Opened, genuine: string) => {
        end(genuine);
        const [ended] = payees.listChanges(world.payeeId);
        payees.undo(ended?.id ?? '', ANN);
        confirm(genuine);
      },
    ],
    [
      'by a change of its days, and confirmed again',
      async ({ payees, confirm }: Opened, genuine: string) => {
        payees.editWallet(genuine, { custody: 'custodial' }, ANN);
        payees.editWallet(genuine, { custody: 'own' }, ANN);
        confirm(genuine);
      },
    ],
  ])('is genuine still after it was put out of use %s', async (_, change) => {
    const desk = await open();
    const { world, payees, register, confirm, end, pay } = desk;
    const [genuine] = payees.read(world.payeeId)?.wallets ?? [];
    const copy = await register(world.payeeId, COPY);
    confirm(copy);
    end(copy);
    await change(desk, genuine?.id ?? '');
    expect(await pay()).toMatchObject({ decision: 'proceed', alike: ['info'] });
  });

  it('is paid in whichever order a copy that nobody confirmed came and went', async () => {
    for (const order of ['copy first', 'between', 'copy last']) {
      const { add, register, confirm, end, pay } = await open();
      const payee = add(`somebody ${order}`).id;
      const copied = async () => end(await register(payee, COPY));
      if (order === 'copy first') await copied();
      const genuine = await register(payee, PROCEEDS);
      if (order === 'between') await copied();
      confirm(genuine);
      if (order === 'copy last') await copied();
      const paid = await pay({ payee: `somebody ${order}` });
      expect(paid.alike, order).toEqual(['info']);
    }
  });

  it('is looked at again once the copy is registered again, or another one is', async () => {
    for (const text of [COPY, COPY.toUpperCase(), OTHER_COPY]) {
      const { world, register, end, pay } = await open();
      end(await register(world.payeeId, COPY));
      const again = await register(world.payeeId, text);
      expect(await pay()).toMatchObject({ decision: 'review', complete: true });
      end(again);
      expect((await pay()).decision).toBe('proceed');
    }
  });

  it('is looked at while another payee has a copy of it, and paid once theirs was ended', async () => {
    const { add, register, confirm, end, pay } = await open();
    const other = add('another').id;
    const copy = await register(other, COPY);
    confirm(copy);
    expect(await pay()).toMatchObject({ decision: 'review', alike: ['review'] });
    expect((await pay({ payee: 'another', wallet: copy })).alike).toEqual(['review']);
    end(copy);
    expect(await pay()).toMatchObject({ decision: 'proceed', alike: [] });
  });
});

describe('a copy of a wallet that was changed', () => {
  it('is looked at although the genuine one was ended before, whatever was changed since', async () => {
    const { world, payees, register, confirm, end, pay } = await open();
    const [genuine] = payees.read(world.payeeId)?.wallets ?? [];
    end(genuine?.id ?? '');
    const copy = await register(world.payeeId, COPY);
    confirm(copy);
    expect((await pay({ wallet: copy })).alike).toEqual(['review']);
    // Another name has every wallet confirmed again; that the first was confirmed is no longer in its row.
    payees.edit(world.payeeId, { name: 'C. Example' }, ANN);
    confirm(copy);
    expect((await pay({ wallet: copy })).alike).toEqual(['review']);
  });

  it('is looked at also where the genuine one was paid to another payee', async () => {
    const { world, payees, add, register, confirm, end, pay } = await open();
    expect((await pay()).approval).not.toBeNull();
    const [genuine] = payees.read(world.payeeId)?.wallets ?? [];
    end(genuine?.id ?? '');
    const copy = await register(add('another').id, COPY);
    confirm(copy);
    expect((await pay({ payee: 'another', wallet: copy })).alike).toEqual(['review']);
  });

  it('counts a confirmation that was taken back for none', async () => {
    const { payees, add, register, confirm, end, pay } = await open();
    const payee = add('confirmed in error').id;
    const copy = await register(payee, COPY);
    confirm(copy);
    const [confirmed] = payees.listChanges(payee);
    payees.undo(confirmed?.id ?? '', ANN);
    end(copy);
    confirm(await register(payee, PROCEEDS));
    expect((await pay({ payee: 'confirmed in error' })).alike).toEqual(['info']);
  });

  it('that was relied on first keeps the other one for a person to release', async () => {
    const { world, add, register, confirm, end, pay } = await open();
    const payee = add('deceived at first').id;
    const copy = await register(payee, COPY);
    confirm(copy);
    end(copy);
    confirm(await register(payee, PROCEEDS));
    const paid = await pay({ payee: 'deceived at first' });
    expect(paid).toMatchObject({ decision: 'review', complete: true, alike: ['review'] });
    const released = await world.checks.release(paid.id, 'We compared it by phone.', CLEO, NEVER);
    expect(released.approval).not.toBeNull();
  });
});

type Opened = Awaited<ReturnType<typeof open>>;
