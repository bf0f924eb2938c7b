import { describe, expect, it } from 'vitest';
import { parseSubject } from '../../../src/chains/registry.js';
import { addressOfAccount } from '../../../src/core/account.js';
import { sumAmounts } from '../../../src/core/amount.js';
import type { LedgerFact, UtxoTx } from '../../../src/core/ledger.js';
import { createLuck } from '../../validation/generate/luck.js';
import type { World } from '../../validation/generate/world.js';
import { planWorlds } from '../../validation/generate/worlds.js';
import { reachOf, sortReached } from './reach.js';

const plans = planWorlds('full');
const worlds = plans.map(({ build }) => build());

const utxoOf = ({ facts }: World) => facts.filter((fact): fact is UtxoTx => fact.kind === 'utxo');
const toText = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}` : part));

describe('the worlds of the validation', () => {
  it('are the same at every run', () => {
    const again = plans.filter((_, at) => at % 25 === 0).map(({ build }) => build());
    expect(toText(again)).toBe(toText(worlds.filter((_, at) => at % 25 === 0)));
  });

  it('are at least 200 innocents and 300 others, each with a name of its own', () => {
    const innocents = worlds.filter(({ family }) => family === 'innocent');
    expect(innocents.length).toBeGreaterThanOrEqual(200);
    expect(worlds.length - innocents.length).toBeGreaterThanOrEqual(300);
    expect(new Set(worlds.map(({ name }) => name)).size).toBe(worlds.length);
  });

  it('have in the quick size a part of each kind of the full one', () => {
    const quick = planWorlds('quick');
    const names = new Set(plans.map(({ name }) => name));
    expect(quick.every(({ name }) => names.has(name))).toBe(true);
    const families = (list: typeof plans) => new Set(list.map(({ family }) => family));
    expect(families(quick)).toEqual(families(plans));
    expect(quick.length * 5).toBeLessThan(plans.length);
  });

  it('connect whom they say they connect, at the distance that they say', () => {
    for (const world of worlds) {
      const said = world.truth.connections.map(({ account, direction, rawHops }) => ({
        account,
        direction,
        rawHops,
      }));
      expect(reachOf(world), world.name).toEqual(sortReached(said));
    }
  });

  it('connect nobody with an innocent', () => {
    for (const { family, truth } of worlds) {
      if (family !== 'innocent') continue;
      expect(truth).toMatchObject({ connections: [], least: 'proceed', most: 'proceed' });
    }
  });

  it('state shares that are parts of a whole', () => {
    for (const { name, truth } of worlds) {
      for (const { share } of truth.connections.flatMap(({ values }) => values)) {
        expect(share, name).toBeGreaterThanOrEqual(0);
        expect(share, name).toBeLessThanOrEqual(1);
      }
    }
  });

  it('have subjects that can be screened, and facts in the order of time', () => {
    for (const { name, subject, facts } of worlds) {
      expect(parseSubject(addressOfAccount(subject)).kind, name).not.toBe('untraced');
      const times = facts.map(({ timeSeconds }) => timeSeconds);
      expect(times, name).toEqual([...times].sort((a, b) => a - b));
    }
  });

  it('spend no output twice and create no bitcoin', () => {
    for (const world of worlds) {
      const spent = new Set<string>();
      const made = new Map<string, bigint>();
      for (const { txId, inputs, outputs, fee } of utxoOf(world)) {
        const into = sumAmounts(inputs.map(({ amount }) => amount));
        expect(into, txId).toBe(sumAmounts(outputs.map(({ amount }) => amount)) + fee);
        for (const { previous, amount } of inputs) {
          const coin = `${previous?.txId}:${previous?.index}`;
          expect(spent.has(coin), `${world.name} ${coin}`).toBe(false);
          spent.add(coin);
          expect(made.get(coin) ?? amount, coin).toBe(amount);
        }
        outputs.forEach(({ amount }, index) => {
          made.set(`${txId}:${index}`, amount);
        });
      }
    }
  });

  it('are judged by a search that follows money: without one payment the path is gone', () => {
    const world = worlds.find(({ name }) => name === 'path: incoming 3 hops ETH 100 per cent kept');
    const [connection] = world?.truth.connections ?? [];
    if (world === undefined || connection === undefined) throw new Error('The path is not there.');
    const isFirstHop = (fact: LedgerFact) =>
      fact.kind === 'transfer' && fact.from === connection.account;
    const cut = { ...world, facts: world.facts.filter((fact) => !isFirstHop(fact)) };
    expect(reachOf(world).map(({ account }) => account)).toContain(connection.account);
    expect(reachOf(cut).map(({ account }) => account)).not.toContain(connection.account);
  });
});

describe('luck from a seed', () => {
  it('draws the same numbers for the same seed and others for another', () => {
    const draw = (seed: string) => {
      const luck = createLuck(seed);
      return Array.from({ length: 20 }, () => luck.below(1_000));
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('draws every number about as often as any other', () => {
    const luck = createLuck('even');
    const counts = Array.from({ length: 10 }, () => 0);
    for (let at = 0; at < 10_000; at += 1) {
      const drawn = luck.below(10);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
