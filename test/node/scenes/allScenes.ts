import { playDisperse } from './batches.js';
import { playFailures, playFrames, playLegacy, playVault } from './calls.js';
import { playGasless } from './gasless.js';
import { playBridge, playIssuedEther, playMint } from './issues.js';
import { playLiquidity } from './liquidity.js';
import { playSafe } from './safes.js';
import type { Scene } from './scene.js';
import { playSmartAccounts } from './smartAccounts.js';
import { playFakeConversion, playSpoofs } from './spoofs.js';
import type { Stage } from './stage.js';
import {
  playFairTrade,
  playMultiHop,
  playSwap,
  playSwapAndSend,
  playUnfairTrade,
} from './swaps.js';
import { playWrapping } from './wrapping.js';

/** Every scene, by what happens in it. */
export const SCENES: Readonly<Record<string, (stage: Stage) => Promise<Scene>>> = {
  'a swap of ether': playSwap,
  'a swap whose output goes to somebody else': playSwapAndSend,
  'a swap over two pools': playMultiHop,
  'a swap at a price that is nearly fair': playFairTrade,
  'a swap at a price that is not fair': playUnfairTrade,
  'money put into a pool and taken out again': playLiquidity,
  'ether wrapped, paid and unwrapped': playWrapping,
  'payments to many at once': playDisperse,
  'a Safe that is paid and pays': playSafe,
  'smart accounts whose wishes a bundler carries': playSmartAccounts,
  'payments that are signed and sent by somebody else': playGasless,
  'a contract that pays from what it has': playVault,
  'contracts made with money, and one that ends': playLegacy,
  'code that runs in the name of another contract': playFrames,
  'payments that fail': playFailures,
  'transfers that never happened': playSpoofs,
  'a conversion in one’s own contract': playFakeConversion,
  'a token that is minted': playMint,
  'a bridge that mints and pays': playBridge,
  'ether that nobody sent': playIssuedEther,
};
