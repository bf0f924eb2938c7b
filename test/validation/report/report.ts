import type { Bar } from '../bars.js';
import type { Measurements } from '../validate.js';
import {
  decisionsByClass,
  decisionsByPattern,
  innocentDecisions,
  misjudgedWorlds,
  recordedDecisions,
} from './decisionTables.js';
import { recallByHop, recallByPattern } from './findingTables.js';
import { explainedByClass, guardsOnInnocents, requestsByClass } from './guardTables.js';
import { foundByOrder, lostSearches } from './orderTables.js';
import { formatTable, type Table } from './table.js';

function tablesOf({ recorded, worlds, orders }: Measurements): readonly Table[] {
  return [
    decisionsByClass(worlds),
    innocentDecisions(worlds),
    recallByHop(worlds),
    recallByPattern(worlds),
    guardsOnInnocents(worlds),
    explainedByClass(worlds),
    requestsByClass(worlds),
    foundByOrder(orders),
    recordedDecisions(recorded),
    decisionsByPattern(worlds),
    misjudgedWorlds(worlds),
    lostSearches(orders),
  ];
}

/** The measurements for people. */
export function formatMarkdown(measured: Measurements, bars: readonly Bar[]): string {
  const lines = bars.map(
    ({ promise, measured: found, isMet }) =>
      `| ${promise} | ${found} | ${isMet ? 'met' : '**missed**'} |`,
  );
  return [
    '# Validation',
    '',
    "Made by `npm run validate`; do not edit. Every world is invented, seeded and listed by `test/validation/generate`, and what is true of it is known because it was built so. Each is screened the whole way: a server on this machine, requests, cache, trace, accounting, rules. OFAC's list is synced from such a server before, as every installation should; no wallet of a world is on it. The same code gives the same report.",
    '',
    '## Bars',
    '',
    '| promise | measured | |',
    '| --- | --- | --- |',
    ...lines,
    '',
    ...tablesOf(measured).map(formatTable),
  ].join('\n');
}

/** The measurements for programs: bars, tables and every single outcome, one to a line. */
export function formatReportJson(measured: Measurements, bars: readonly Bar[]): string {
  const { size, recorded, worlds, orders } = measured;
  const tables = tablesOf(measured).map(({ title, columns, rows }) => ({ title, columns, rows }));
  const parts = Object.entries({ bars, tables, recorded, worlds, orders }).map(
    ([name, list]) => `"${name}": [\n${list.map((one) => JSON.stringify(one)).join(',\n')}\n]`,
  );
  return `{\n${[`"size": "${size}"`, ...parts].join(',\n')}\n}\n`;
}
