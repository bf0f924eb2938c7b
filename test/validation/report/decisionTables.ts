import type { Outcome } from '../outcome.js';
import { isTooGrave, isWrongProceed } from '../outcome.js';
import type { RecordedOutcome } from '../recordedCases.js';
import { groupBy, percent, type Table } from './table.js';

const DECISIONS = ['proceed', 'review', 'hold', 'incomplete'] as const;

/** All four decisions by kind of world. */
export function decisionsByClass(worlds: readonly Outcome[]): Table {
  return {
    title: 'Decisions by class',
    text: 'A wrong proceed lets something pass that the policy stops. Too grave is a decision above the gravest that the policy allows for what was planted.',
    columns: ['class', 'worlds', ...DECISIONS, 'wrong proceed', 'too grave'],
    rows: [...groupBy(worlds, ({ family }) => family)].map(([family, some]) => [
      family,
      ...decisionCells(some),
    ]),
  };
}

/** The same by what was planted. */
export function decisionsByPattern(worlds: readonly Outcome[]): Table {
  return {
    title: 'Decisions by pattern',
    text: 'The right decision lies between the mildest and the gravest that the policy allows.',
    columns: ['pattern', 'worlds', ...DECISIONS, 'wrong proceed', 'too grave'],
    rows: [...groupBy(worlds, ({ family, pattern }) => `${family}: ${pattern}`)].map(
      ([pattern, some]) => [pattern, ...decisionCells(some)],
    ),
  };
}

function decisionCells(worlds: readonly Outcome[]): readonly number[] {
  return [
    worlds.length,
    ...DECISIONS.map((decision) => worlds.filter((one) => one.decision === decision).length),
    worlds.filter(isWrongProceed).length,
    worlds.filter(isTooGrave).length,
  ];
}

/** What became of the innocents, by chain. */
export function innocentDecisions(worlds: readonly Outcome[]): Table {
  const innocents = worlds.filter(({ family }) => family === 'innocent');
  const groups = groupBy(innocents, ({ chain, pattern }) => `${chain}: ${pattern}`);
  return {
    title: 'Payroll-shaped innocents',
    text: 'Freelancers who are paid each month by companies that buy their coins at exchanges. The aim: at least 95 % proceed, none held, none incomplete.',
    columns: ['innocents', 'worlds', ...DECISIONS],
    rows: [...groups, ['all', innocents] as const].map(([name, some]) => [
      name,
      some.length,
      ...DECISIONS.map((decision) =>
        percent(some.filter((one) => one.decision === decision).length, some.length),
      ),
    ]),
  };
}

/** Every world whose decision is not one that the policy allows. */
export function misjudgedWorlds(worlds: readonly Outcome[]): Table {
  const wrong = worlds.filter(
    (one) =>
      isWrongProceed(one) ||
      isTooGrave(one) ||
      (one.decision === 'incomplete' && one.least === 'proceed') ||
      (one.decision === 'review' && one.least === 'hold'),
  );
  return {
    title: 'Worlds that were misjudged',
    text: 'Each with what the policy allows and what was decided.',
    columns: ['world', 'allowed', 'decided', 'gaps that matter'],
    rows: wrong.map(({ name, least, most, decision, gaps }) => [
      name,
      least === most ? least : `${least} to ${most}`,
      decision,
      gaps.join(', '),
    ]),
  };
}

/** The recorded wallets. */
export function recordedDecisions(recorded: readonly RecordedOutcome[]): Table {
  return {
    title: 'Recorded wallets',
    text: 'Real wallets from db/recorded, their facts served over loopback.',
    columns: ['wallet', 'allowed', 'decided', 'requests', 'least possible'],
    rows: recorded.map(({ name, least, most, decision, requests, leastRequests }) => [
      name,
      least === most ? least : `${least} to ${most}`,
      decision,
      requests,
      leastRequests,
    ]),
  };
}
