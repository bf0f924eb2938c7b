import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Transfer } from '../../../src/core/ledger.js';
import type { LoopbackServer } from '../../support/faultServer.js';
import { TEST_KEY } from '../../support/liveSources.js';
import { startExplorerOf } from '../explorerOfNode.js';
import { SCENES } from './allScenes.js';
import type { Scene } from './scene.js';
import {
  changeAsPlayed,
  changeInFacts,
  changeOnNode,
  peopleOf,
  plus,
  purseOnNode,
  readFacts,
  unseenOf,
} from './sceneBooks.js';
import { openStage, type Stage } from './stage.js';

let stage: Stage;
let explorer: LoopbackServer;
const played = new Map<string, Scene>();
const read = new Map<string, Promise<readonly Transfer[]>>();

beforeAll(async () => {
  stage = await openStage();
  for (const [title, play] of Object.entries(SCENES)) played.set(title, await play(stage));
  explorer = await startExplorerOf(stage.node, TEST_KEY);
});

afterAll(async () => {
  await explorer?.close();
  await stage?.node.stop();
});

function sceneOf(title: string): Scene {
  const scene = played.get(title);
  if (scene === undefined) throw new Error(`The scene of ${title} was not played.`);
  return scene;
}

function factsOf(who: string): Promise<readonly Transfer[]> {
  const facts = read.get(who) ?? readFacts(explorer, who);
  read.set(who, facts);
  return facts;
}

/** What people are to a scene, so that a failure says whom it is about. */
function namesIn(scene: Scene): ReadonlyMap<string, string> {
  return new Map(Object.entries(scene.who).map(([role, address]) => [address, role]));
}

describe.each(Object.keys(SCENES))('the scene of %s', (title) => {
  it('happened on the node as it was played', async () => {
    const scene = sceneOf(title);
    const surprised = new Set(scene.unseen.map(({ who }) => who));
    for (const [at, step] of scene.steps.entries()) {
      for (const who of peopleOf(scene).filter((one) => !surprised.has(one))) {
        const words = `${namesIn(scene).get(who) ?? who} in step ${at}`;
        const change = await changeOnNode(stage, who, step.txId);
        expect(change, words).toEqual(await changeAsPlayed(stage, who, step));
      }
    }
  });

  it('is decoded from an explorer’s rows as the node’s balances changed', async () => {
    const scene = sceneOf(title);
    const surprised = new Set(scene.unseen.map(({ who }) => who));
    for (const who of peopleOf(scene).filter((one) => !surprised.has(one))) {
      const facts = await factsOf(who);
      for (const [at, { txId }] of scene.steps.entries()) {
        const words = `${namesIn(scene).get(who) ?? who} in step ${at}`;
        const found = facts.filter((fact) => fact.txId === txId);
        expect(changeInFacts(found, who), words).toEqual(await changeOnNode(stage, who, txId));
      }
    }
  });

  it('leaves everybody with what their whole history adds up to', async () => {
    const scene = sceneOf(title);
    // These two had what they have before the first block.
    const rich = new Set([stage.exchange, stage.listed]);
    for (const who of peopleOf(scene).filter((one) => !rich.has(one))) {
      const change = changeInFacts(await factsOf(who), who);
      const words = namesIn(scene).get(who) ?? who;
      expect(plus(change, unseenOf(scene, who)), words).toEqual(await purseOnNode(stage, who));
    }
  });
});
