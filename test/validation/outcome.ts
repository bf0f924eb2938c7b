import type { Decision } from '../../src/core/verdict.js';
import type { DocumentExposure, ScreeningDocument } from '../../src/report/document.js';
import { POLICY_DEPTH } from './generate/expectation.js';
import type { Connection, Family, Gravity, World, WorldChain } from './generate/world.js';
import { GRAVITY } from './generate/world.js';
import type { ScreenedWorld } from './screenWorld.js';

/** A planted connection, and what the screening said of it. */
export interface SoughtConnection {
  readonly direction: Connection['direction'];
  readonly rawHops: number;
  /** Whether it lies deeper than the policy follows anything. */
  readonly isBeyond: boolean;
  readonly isFound: boolean;
  /** Whether every amount was told as it was planted; null where it was not found. */
  readonly isExact: boolean | null;
}

/** A connection that a screening claimed. */
export interface ClaimedConnection {
  readonly hops: number;
  readonly isTrue: boolean;
}

/** One world, screened and compared with its truth. */
export interface Outcome {
  readonly name: string;
  readonly family: Family;
  readonly chain: WorldChain;
  readonly pattern: string;
  readonly least: Gravity;
  readonly most: Gravity;
  readonly decision: Decision;
  readonly sought: readonly SoughtConnection[];
  readonly claimed: readonly ClaimedConnection[];
  /** Signals, places where the trail ended, and rules above `info`, by name. */
  readonly fired: readonly string[];
  readonly planted: readonly string[];
  /** Part of the value of each direction that is explained, over its assets; null for a direction without value. */
  readonly explained: { readonly incoming: number | null; readonly outgoing: number | null };
  readonly requests: number;
  readonly leastRequests: number;
  /** Kinds of the gaps that matter. */
  readonly gaps: readonly string[];
}

/** Compares a screening with what is true of its world. */
export function outcomeOf(world: World, screened: ScreenedWorld): Outcome {
  const { document, requests, least } = screened;
  const { truth } = world;
  const claims = document.exposures.filter(({ kind }) => kind !== 'ownership');
  return {
    name: world.name,
    family: world.family,
    chain: world.chain,
    pattern: truth.pattern,
    least: truth.least,
    most: truth.most,
    decision: document.decision,
    sought: truth.connections.map((connection) => soughtIn(claims, connection)),
    claimed: claims.map(({ entity, direction, minHops }) => ({
      hops: minHops,
      isTrue: truth.connections.some((one) => one.entity === entity && one.direction === direction),
    })),
    fired: firedIn(document),
    planted: truth.planted,
    explained: {
      incoming: explainedOf(
        document.composition.incoming.map((row) => ({ ...row, place: row.origin })),
      ),
      outgoing: explainedOf(
        document.composition.outgoing.map((row) => ({ ...row, place: row.end })),
      ),
    },
    requests,
    leastRequests: least,
    gaps: [...new Set(document.gaps.filter(({ matters }) => matters).map(({ kind }) => kind))],
  };
}

/** Whether a screening let something pass that the policy stops. */
export function isWrongProceed({ decision, least }: Outcome): boolean {
  return decision === 'proceed' && least !== 'proceed';
}

/** Whether a screening stopped what the policy lets pass, or more gravely than the policy does. */
export function isTooGrave({ decision, most }: Outcome): boolean {
  return decision !== 'incomplete' && GRAVITY.indexOf(decision) > GRAVITY.indexOf(most);
}

function soughtIn(claims: readonly DocumentExposure[], connection: Connection): SoughtConnection {
  const { entity, direction, rawHops, ownerHops } = connection;
  const found = claims.filter((claim) => claim.entity === entity && claim.direction === direction);
  return {
    direction,
    rawHops,
    isBeyond: ownerHops > POLICY_DEPTH,
    isFound: found.length > 0,
    isExact:
      found.length === 0
        ? null
        : connection.values.every(({ asset, amount }) => {
            const amounts = found.flatMap((claim) => claim.amounts);
            const told = amounts.filter((one) => one.asset === asset);
            return told.some(({ haircut }) => isAbout(BigInt(haircut), amount));
          }),
  };
}

/** Within a millionth: the engine rounds once, at the end. */
function isAbout(told: bigint, planted: bigint): boolean {
  const off = told > planted ? told - planted : planted - told;
  return off * 1_000_000n <= planted || off <= 2n;
}

function firedIn(document: ScreeningDocument): readonly string[] {
  const { signals, composition, findings } = document;
  return [
    ...new Set([
      ...signals.map(({ kind }) => `signal ${kind}`),
      ...composition.incoming.map(({ origin }) => `origin ${origin}`),
      ...composition.outgoing.map(({ end }) => `end ${end}`),
      ...findings
        .filter(({ severity }) => severity !== 'info')
        .map(({ ruleId }) => `rule ${ruleId}`),
    ]),
  ].sort();
}

function explainedOf(
  rows: readonly { readonly asset: string; readonly share: string; readonly place: string }[],
): number | null {
  const assets = new Set(rows.map(({ asset }) => asset).filter((asset) => asset !== 'usd'));
  if (assets.size === 0) return null;
  const unseen = rows
    .filter(({ asset, place }) => asset !== 'usd' && place === 'unseen')
    .reduce((sum, { share }) => sum + Number(share), 0);
  return 1 - unseen / assets.size;
}
