import { ETH } from './places.js';
import { moved, type Net, type Scene, type Step } from './scene.js';
import type { Act, Stage, Standing } from './stage.js';

/** A payment. Units: atomic units of what is paid. */
export interface Payment {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
}

/** A scene while it is played: what is done is done on the node and written down. */
export interface Play {
  readonly stage: Stage;
  /** Pays ether. Gives the transaction's id. */
  readonly payEther: (payment: Payment) => Promise<string>;
  /** Pays a token. Gives the transaction's id. */
  readonly payToken: (token: Standing, payment: Payment) => Promise<string>;
  /** Calls a contract, which has the consequences named. Gives the transaction's id. */
  readonly act: (act: Act, nets: readonly Net[]) => Promise<string>;
  /** Writes down a transaction that somebody else ordered. */
  readonly note: (step: Step) => void;
  /** Writes down value that came without a transaction. */
  readonly noteUnseen: (net: Net) => void;
  /** The scene as played so far. */
  readonly scene: <Role extends string>(who: Readonly<Record<Role, string>>) => Scene<Role>;
}

/** Begins a scene. */
export function startPlay(stage: Stage): Play {
  const steps: Step[] = [];
  const unseen: Net[] = [];
  const act: Play['act'] = async (call, nets) => {
    const txId = await stage.act(call);
    steps.push({ txId, nets });
    return txId;
  };
  return {
    stage,
    payEther: async ({ from, to, amount }) => {
      const txId = await stage.send({ from, to, value: amount });
      steps.push({ txId, nets: moved(from, to, { asset: ETH, amount }) });
      return txId;
    },
    payToken: (token, { from, to, amount }) =>
      act(
        { from, to: token, call: 'transfer', with: [to, amount] },
        moved(from, to, { asset: token.at, amount }),
      ),
    act,
    note: (step) => {
      steps.push(step);
    },
    noteUnseen: (net) => {
      unseen.push(net);
    },
    scene: (who) => ({ who, steps: [...steps], unseen: [...unseen] }),
  };
}
