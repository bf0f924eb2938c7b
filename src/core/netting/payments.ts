import type { Account } from '../account.js';
import { sumAmounts } from '../amount.js';
import type { AssetId } from '../asset.js';
import type { Transfer } from '../ledger.js';
import { getterOf, giverOf } from './parties.js';
import type { NetLeg, NoAccount, Step, StepLeg } from './step.js';

/** One asset of a transaction: who gave and who got on balance, both sides alike. */
interface AssetNets {
  readonly asset: AssetId;
  readonly debits: readonly NetLeg[];
  readonly credits: readonly NetLeg[];
  /** All moves of the transaction. */
  readonly moves: readonly Transfer[];
  readonly fact: Transfer;
}

/**
 * The payments of one asset in a transaction: from all who gave to all who got, but kept apart where
 * no move connects them, so that strangers in one batch are not linked.
 *
 * Order: as the givers were first met.
 */
export function payAlong(nets: AssetNets): Step[] {
  const { debits, credits } = nets;
  if (debits.length === 1 || credits.length === 1) return [payment(nets, debits, credits)];
  const groups = new Map<Account | NoAccount, { debits: NetLeg[]; credits: NetLeg[] }>();
  const rootOf = connect(nets);
  const groupOf = (leg: NetLeg) => {
    const root = rootOf(leg.place);
    const group = groups.get(root) ?? { debits: [], credits: [] };
    groups.set(root, group);
    return group;
  };
  for (const leg of debits) groupOf(leg).debits.push(leg);
  for (const leg of credits) groupOf(leg).credits.push(leg);
  const all = [...groups.values()];
  const apart = all.every((group) => amountOf(group.debits) === amountOf(group.credits));
  if (!apart) return [payment(nets, debits, credits)];
  return all.map((group) => payment(nets, group.debits, group.credits));
}

function payment(
  { asset, moves, fact }: AssetNets,
  debits: readonly NetLeg[],
  credits: readonly NetLeg[],
): Step {
  const legs = (list: readonly NetLeg[]): StepLeg[] =>
    list.map(({ place, amount }) => ({ place, asset, amount, weight: amount }));
  const places = new Set([...debits, ...credits].map(({ place }) => place));
  const own = moves.find(
    (move) => move.asset === asset && places.has(giverOf(move)) && places.has(getterOf(move)),
  );
  return { kind: 'payment', debits: legs(debits), credits: legs(credits), fact: own ?? fact };
}

function amountOf(legs: readonly NetLeg[]): bigint {
  return sumAmounts(legs.map(({ amount }) => amount));
}

/** Which places the moves of one asset connect: gives each place the name of its group. */
function connect({ moves, asset }: AssetNets) {
  const parents = new Map<Account | NoAccount, Account | NoAccount>();
  const rootOf = (place: Account | NoAccount): Account | NoAccount => {
    let root = place;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) {
      root = up;
    }
    parents.set(place, root);
    return root;
  };
  for (const move of moves) {
    if (move.asset !== asset) continue;
    const [a, b] = [rootOf(giverOf(move)), rootOf(getterOf(move))];
    if (a !== b) parents.set(b, a);
  }
  return rootOf;
}
