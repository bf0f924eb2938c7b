import type { ChainHalo, HaloReport } from './haloDocument.js';
import { type Line, line, wrap } from './lines.js';

/** Accounts of which something was not seen that are named; the others are counted. */
const MOST_NAMED = 5;

/** How far the halo of labelled accounts has come, chain by chain. */
export function describeHalo({ chains, requests, unreached }: HaloReport, width: number): Line[] {
  if (chains.length === 0) {
    return wrap('No chain is configured, so there is nothing to follow.', { indent: 0, width });
  }
  return [
    ...chains.flatMap((chain) => describeChain(chain, width)),
    ...unreached.flatMap(({ chain, sentence }) =>
      wrap(`${chain} was not asked: ${sentence}`, { indent: 0, width, hang: 2 }),
    ),
    ...(requests === 0 ? [] : [line(0, `This run sent ${requests} requests.`)]),
    ...wrap(nextStep(chains), { indent: 0, width }),
  ];
}

function describeChain(halo: ChainHalo, width: number): Line[] {
  const { chain, seeds, members, requests, oldestAsOf, missing } = halo;
  const { labelled, done, open, failed, old, withdrawn } = seeds;
  const ages = [
    oldestAsOf === null ? null : `the oldest as of ${oldestAsOf}`,
    old === 0 ? null : `${old} older than a week`,
    withdrawn === 0 ? null : `${withdrawn} no longer labelled`,
  ].filter((age) => age !== null);
  return [
    line(
      0,
      { style: 'strong', text: `${chain}: ` },
      `${labelled} labelled accounts, ${done} followed, ${open} open, ${failed} with something missing`,
    ),
    line(2, `Their money reached ${members} places within two hops; ${requests} requests in all.`),
    ...(ages.length === 0 ? [] : [line(2, `Of those followed: ${ages.join(', ')}.`)]),
    ...missing
      .slice(0, MOST_NAMED)
      .flatMap(({ address, sentence }) =>
        wrap(`${address}: ${sentence}`, { indent: 2, width, hang: 2 }),
      ),
    ...(missing.length > MOST_NAMED
      ? [line(2, `and ${missing.length - MOST_NAMED} more; --json names them all`)]
      : []),
  ];
}

function nextStep(chains: readonly ChainHalo[]): string {
  const isDue = chains.some(({ seeds }) => seeds.open + seeds.failed + seeds.old > 0);
  return isDue
    ? 'Run "hopsight labels expand" to go on; it says where screenings look, and claims nothing about anybody.'
    : 'All is followed. It says where screenings look, and claims nothing about anybody.';
}
