import { describe, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../../src/app/access/localActor.js';
import { whyUnpayable } from '../../../src/core/payee.js';
import {
  ADA,
  BOB,
  BOT,
  CAROL,
  DAVE,
  FIRST,
  ON_BITCOIN,
  openPayees,
  type PayeesWorld,
  SECOND,
} from './payeesWorld.js';

const DAY = '2026-11-22';

async function openWithWallet(world: PayeesWorld = openPayees()) {
  const payee = world.add('AC-17');
  const wallet = await world.register(payee.id);
  return { ...world, payee, wallet };
}

describe('a wallet', () => {
  it('is registered as what its text stands for, on the chains that fit and are configured', async () => {
    const { payees, add, register, audited } = openPayees();
    const { id } = add('AC-17');
    const wallet = await register(id, { text: ` ${FIRST.toLowerCase()}\n` });
    expect(wallet).toEqual({
      ...{ id: wallet.id, payeeId: id, input: FIRST.toLowerCase(), address: FIRST },
      ...{ ensName: null, family: 'evm', chains: ['ethereum', 'polygon'], custody: 'own' },
      ...{ validFrom: null, validUntil: null },
      ...{ registeredAt: '2026-11-22T10:00:00Z', registeredBy: ADA.id },
      ...{ confirmedAt: null, confirmedBy: null, endedAt: null, proofs: [] },
    });
    expect(payees.readWallet(wallet.id)).toEqual(wallet);
    expect(payees.read(id)?.wallets).toEqual([wallet]);
    expect(audited()[0]).toBe(`wallet-registered ${wallet.id} by ${ADA.id}`);
    const coin = await register(id, { text: `bitcoin:${ON_BITCOIN}` });
    expect(coin).toMatchObject({ address: ON_BITCOIN, family: 'utxo', chains: ['bitcoin'] });
  });

  it.each([
    [{ text: `eip155:137:${FIRST}` }, ['polygon']],
    [{ chains: ['polygon', 'ethereum'] }, ['ethereum', 'polygon']],
    [{ chains: ['polygon'] }, ['polygon']],
  ])('given as %j is paid on %j', async (parts, chains) => {
    const { add, register } = openPayees();
    expect((await register(add('AC-17').id, parts)).chains).toEqual(chains);
  });

  it('is on Ethereum where no chain of its kind is configured', async () => {
    const { add, register } = openPayees({ chains: ['bitcoin'] });
    expect((await register(add('AC-17').id)).chains).toEqual(['ethereum']);
  });

  it.each([
    [{ text: 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8' }, /TRON.*does not trace/],
    [{ text: `eip155:10:${FIRST}` }, /Optimism is not configured.*ethereum, polygon/],
    [{ text: `eip155:137:${FIRST}`, chains: ['ethereum'] }, /names the chain polygon/],
    [{ chains: ['bitcoin'] }, /Bitcoin is none/],
    [{ chains: ['my secret'] }, /^A chain that was named is not configured/],
    [{ chains: [] }, /at least one chain/],
    [{ text: ON_BITCOIN, chains: ['ethereum'] }, /Bitcoin address/],
    [{ text: `0x${'ab'.repeat(32)}` }, /private key/],
    [{ validFrom: '2026-02-30' }, /A day is given as/],
    [{ validUntil: 'soon' }, /A day is given as/],
    [{ validFrom: '2026-12-02', validUntil: '2026-12-01' }, /must not come before/],
  ])('given as %j is refused', async (parts, why) => {
    const { payees, add, register } = openPayees();
    const { id } = add('AC-17');
    await expect(register(id, parts)).rejects.toThrow(why);
    expect(payees.read(id)?.wallets).toEqual([]);
  });

  it('is registered once by a payee while it is in use, and by two payees', async () => {
    const { payees, add, register, payee, wallet } = await openWithWallet();
    await expect(register(payee.id, { text: FIRST.toLowerCase() })).rejects.toThrow(
      /in use already/,
    );
    const other = await register(add('BD-2').id);
    expect(payees.listWalletsInUse().map(({ id }) => id)).toEqual([wallet.id, other.id]);
    payees.endWallet(wallet.id, ADA);
    expect((await register(payee.id)).address).toBe(FIRST);
  });

  it('that ended, or whose payee is deactivated, is not in use', async () => {
    const { payees, add, register, wallet } = await openWithWallet();
    const other = add('BD-2');
    await register(other.id);
    payees.endWallet(wallet.id, ADA);
    payees.endWallet(wallet.id, ADA);
    payees.deactivate(other.id, ADA);
    expect(payees.listWalletsInUse()).toEqual([]);
    expect(payees.readWallet(wallet.id)?.endedAt).toBe('2026-11-22T10:00:00Z');
    expect(() => payees.editWallet(wallet.id, { custody: 'custodial' }, ADA)).toThrow(/was ended/);
    await expect(register(other.id, { text: SECOND })).rejects.toThrow(/deactivated/);
  });

  it('is told by its name too, where that can be resolved', async () => {
    const asked: string[] = [];
    const world = openPayees({
      resolveName: async (name) => {
        asked.push(name);
        return { name, address: SECOND.toLowerCase() };
      },
    });
    const { id } = world.add('AC-17');
    const wallet = await world.register(id, { text: ' Ana.eth' });
    expect(wallet).toMatchObject({ input: 'Ana.eth', ensName: 'ana.eth', address: SECOND });
    expect(asked).toEqual(['ana.eth']);
    expect(world.payees.search({ ...ALL, text: 'ANA.eth' }).payees).toHaveLength(1);
    const without = openPayees();
    const registered = without.register(without.add('AC-17').id, { text: 'ana.eth' });
    await expect(registered).rejects.toThrow(/No name can be resolved/);
  });

  it('is not registered for a payee who was deactivated while its name was resolved', async () => {
    const world = openPayees({
      resolveName: async () => {
        world.payees.deactivate(payee.id, BOB);
        return { name: 'ana.eth', address: SECOND };
      },
    });
    const payee = world.add('AC-17');
    await expect(world.register(payee.id, { text: 'ana.eth' })).rejects.toThrow(/deactivated/);
    expect(world.payees.read(payee.id)?.wallets).toEqual([]);
  });
});

const ALL = { text: null, state: 'all', cursor: null, limit: 50 } as const;

describe('a wallet is confirmed', () => {
  it('by a second person, and is payable then', async () => {
    const { payees, wallet, audited } = await openWithWallet();
    expect(whyUnpayable(wallet, DAY)).toBe('unconfirmed');
    expect(payees.whyNotConfirmable(wallet.id, BOB)).toBeNull();
    const confirmed = payees.confirmWallet(wallet.id, BOB);
    expect(confirmed).toMatchObject({ confirmedAt: '2026-11-22T10:00:00Z', confirmedBy: BOB.id });
    expect(whyUnpayable(confirmed, DAY)).toBeNull();
    expect(audited()[0]).toBe(`wallet-confirmed ${wallet.id} by ${BOB.id}`);
  });

  it.each([
    ['who registered it', ADA, /registered a wallet does not confirm/],
    ['a token', { ...BOT, personId: BOB.id }, /never a token/],
    ['nobody named', LOCAL_ACTOR, /--as NAME/],
    ['an auditor', { ...BOB, permissions: ['read'] }, /permission "payees"/],
  ] as const)('not by %s', async (_who, by, why) => {
    const { payees, wallet } = await openWithWallet();
    expect(() => payees.confirmWallet(wallet.id, by)).toThrow(why);
    expect(payees.whyNotConfirmable(wallet.id, by)).toMatch(why);
    expect(payees.readWallet(wallet.id)?.confirmedAt).toBeNull();
  });

  it('not by the person whose token registered it', async () => {
    const { payees, add, register } = openPayees();
    const wallet = await register(add('AC-17').id, {}, BOT);
    expect(wallet.registeredBy).toBe(ADA.id);
    expect(() => payees.confirmWallet(wallet.id, ADA)).toThrow(/does not confirm/);
  });

  it('not by anybody who changed it since, nor by who registered it before', async () => {
    const { payees, wallet } = await openWithWallet();
    payees.editWallet(wallet.id, { custody: 'custodial' }, BOB);
    payees.editWallet(wallet.id, { chains: ['polygon'] }, DAVE);
    payees.editWallet(wallet.id, { custody: 'own' }, ADA);
    for (const one of [BOB, DAVE]) {
      expect(() => payees.confirmWallet(wallet.id, one)).toThrow(/changed a wallet/);
    }
    expect(() => payees.confirmWallet(wallet.id, ADA)).toThrow(/registered a wallet/);
    expect(payees.confirmWallet(wallet.id, CAROL).confirmedBy).toBe(CAROL.id);
  });

  it('by who changed it before somebody else confirmed it', async () => {
    const { payees, wallet } = await openWithWallet();
    payees.editWallet(wallet.id, { custody: 'custodial' }, BOB);
    payees.confirmWallet(wallet.id, CAROL);
    payees.editWallet(wallet.id, { custody: 'own' }, DAVE);
    expect(() => payees.confirmWallet(wallet.id, DAVE)).toThrow(/changed a wallet/);
    expect(payees.confirmWallet(wallet.id, BOB).confirmedBy).toBe(BOB.id);
  });

  it('not by who had changed it, once its confirmation was taken back', async () => {
    const { payees, payee, wallet } = await openWithWallet();
    payees.editWallet(wallet.id, { custody: 'custodial' }, BOB);
    payees.confirmWallet(wallet.id, CAROL);
    payees.undo(payees.listChanges(payee.id)[0]?.id ?? '', DAVE);
    expect(() => payees.confirmWallet(wallet.id, BOB)).toThrow(/changed a wallet/);
  });

  it('not twice, not once it ended, and not for a deactivated payee', async () => {
    const { payees, register, payee, wallet } = await openWithWallet();
    payees.confirmWallet(wallet.id, BOB);
    expect(() => payees.confirmWallet(wallet.id, CAROL)).toThrow(/confirmed already/);
    const second = await register(payee.id, { text: SECOND });
    payees.deactivate(payee.id, ADA);
    expect(() => payees.confirmWallet(second.id, BOB)).toThrow(/deactivated/);
    payees.reactivate(payee.id, ADA);
    payees.endWallet(second.id, ADA);
    expect(() => payees.confirmWallet(second.id, BOB)).toThrow(/was ended/);
  });

  it.each([
    [{ chains: ['ethereum'] }, true],
    [{ custody: 'custodial' }, true],
    [{ validUntil: null }, true],
    [{ validUntil: '2027-01-01' }, true],
    [{ validFrom: '2026-10-31' }, true],
    [{ validUntil: '2026-11-30' }, false],
    [{ validFrom: '2026-11-02' }, false],
    [{ chains: ['polygon', 'ethereum'], custody: 'own' }, false],
  ] as const)('again after %j: %j', async (parts, isAgain) => {
    const { payees, add, register } = openPayees();
    const days = { validFrom: '2026-11-01', validUntil: '2026-12-31' };
    const wallet = await register(add('AC-17').id, days);
    payees.confirmWallet(wallet.id, BOB);
    const edited = payees.editWallet(wallet.id, parts, CAROL);
    expect(edited.confirmedAt === null).toBe(isAgain);
    expect(payees.readWallet(wallet.id)).toEqual(edited);
  });

  it('by one of two processes', async () => {
    const { payees, openAgain, wallet } = await openWithWallet();
    const other = openAgain();
    expect(payees.whyNotConfirmable(wallet.id, BOB)).toBeNull();
    other.confirmWallet(wallet.id, CAROL);
    expect(() => payees.confirmWallet(wallet.id, BOB)).toThrow(/confirmed already/);
    expect(payees.readWallet(wallet.id)?.confirmedBy).toBe(CAROL.id);
  });
});
