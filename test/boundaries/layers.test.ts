import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type PlantedTree, plantTree, ROOT, runTool } from './plantedTree.js';

const cruiseResult = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }),
    ),
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string() })) }),
  }),
});

type CruiseResult = z.infer<typeof cruiseResult>;

async function cruise(folder: string): Promise<CruiseResult> {
  const { output } = await runTool({
    package: 'dependency-cruiser',
    command: 'depcruise',
    args: [
      'src',
      '--config',
      join(folder, '.dependency-cruiser.cjs'),
      '--output-type',
      'json',
      '--preserve-symlinks',
    ],
    folder,
  });
  return cruiseResult.parse(JSON.parse(output));
}

/** Files that break no rule themselves, for the planted ones to import. */
const LAWFUL: Readonly<Record<string, string>> = {
  'src/core/amount.ts': 'export const zero = 0n;\n',
  'src/core/redFlag.ts': 'export type RedFlag = string;\n',
  'src/app/redFlags/made.ts':
    "import type { RedFlag } from '../../core/redFlag.js';\nexport const made: RedFlag = 'made';\n",
  'src/core/second.ts': "import './first.js';\n",
  'src/core/share.ts': "export { zero } from './amount.js';\n",
  'src/chains/base58.ts':
    "import 'bitcoinjs-lib';\nimport { sha256 } from 'ethers/crypto';\nimport { zero } from '../core/amount.js';\nexport const base58 = [zero, sha256];\n",
  'src/rules/schema.ts':
    "import { createHash } from 'node:crypto';\nimport { z } from 'zod';\nimport { zero } from '../core/amount.js';\nexport const schema = [zero, z, createHash];\n",
  'src/report/text.ts':
    "import type { Font } from 'fontkit';\nimport { zero } from '../core/amount.js';\nexport const text = String(zero);\nexport const pdf = () => import('pdfkit');\nexport type OpenFont = Font;\n",
  'src/screening/ports.ts':
    "import { zero } from '../core/amount.js';\nexport const ports = zero;\n",
  'src/screening/runTrace.ts':
    "import { schema } from '../rules/schema.js';\nexport const runTrace = schema;\n",
  'src/sources/http.ts':
    "import axios from 'axios';\nimport { Agent } from 'node:https';\nexport const http = [axios, Agent];\n",
  'src/sources/esplora.ts':
    "import { base58 } from '../chains/base58.js';\nimport { ports } from '../screening/ports.js';\nimport { http } from './http.js';\nexport const esplora = [base58, ports, http];\n",
  'src/store/open.ts':
    "import Database from 'better-sqlite3';\nimport { readFileSync } from 'node:fs';\nimport { ports } from '../screening/ports.js';\nexport const open = [Database, readFileSync, ports];\n",
  'src/sheets/sheet.ts': "import { zero } from '../core/amount.js';\nexport const sheet = zero;\n",
  'src/sheets/readSheets.ts':
    "import { parse } from 'csv-parse/sync';\nimport { unzipSync } from 'fflate';\nimport { SaxesParser } from 'saxes';\nimport { sheet } from './sheet.js';\nexport const readSheets = [parse, unzipSync, SaxesParser, sheet];\n",
  'src/desk/payees.ts':
    "import { runTrace } from '../screening/runTrace.js';\nimport { sheet } from '../sheets/sheet.js';\nexport const payees = [runTrace, sheet];\n",
  'src/worker.ts':
    "import { parentPort } from 'node:worker_threads';\nimport { app } from './app.js';\nexport const worker = [parentPort, app];\n",
  'src/app.ts':
    "import { payees } from './desk/payees.js';\nimport { text } from './report/text.js';\nimport { readSheets } from './sheets/readSheets.js';\nexport const app = [payees, readSheets, text];\n",
  'src/service/server.ts': "import { app } from '../app.js';\nexport const server = app;\n",
  'src/service/serve.ts': "import { server } from './server.js';\nexport const serve = server;\n",
  'src/cli/main.ts':
    "import { Command } from 'commander';\nimport { app } from '../app.js';\nimport { serve } from '../service/serve.js';\nexport const main = [app, Command, serve];\n",
};

/** One file for each way in which a layer could reach too far, and the rule that must say so. */
const PLANTED: readonly (readonly [path: string, rule: string, text: string])[] = [
  ['src/core/usesPackage.ts', 'core', "import 'zod';\n"],
  ['src/core/usesNode.ts', 'core', "import 'node:crypto';\n"],
  ['src/core/usesLayer.ts', 'core', "import '../chains/base58.js';\n"],
  [
    'src/core/usesType.ts',
    'core',
    "import type { schema } from '../rules/schema.js';\nexport type Schema = typeof schema;\n",
  ],
  ['src/chains/usesRules.ts', 'chains', "import '../rules/schema.js';\n"],
  ['src/chains/usesNode.ts', 'chains', "import 'node:fs';\n"],
  ['src/chains/usesEthers.ts', 'chains-ethers-parts', "import 'ethers';\n"],
  ['src/chains/usesProviders.ts', 'chains-ethers-parts', "import 'ethers/providers';\n"],
  ['src/rules/usesStore.ts', 'rules', "import '../store/open.js';\n"],
  ['src/rules/usesFiles.ts', 'rules', "import 'node:fs';\n"],
  ['src/report/usesStore.ts', 'report', "import '../store/open.js';\n"],
  ['src/report/usesFiles.ts', 'report', "import 'node:fs';\n"],
  [
    'src/report/loadsAtOnce.ts',
    'document-libraries-when-needed',
    "import PDFDocument from 'pdfkit';\nexport const pdf = PDFDocument;\n",
  ],
  ['src/sources/usesStore.ts', 'sources', "import '../store/open.js';\n"],
  ['src/sources/usesScreening.ts', 'sources', "import '../screening/runTrace.js';\n"],
  ['src/sources/usesEthers.ts', 'sources', "import 'ethers';\n"],
  ['src/sources/usesAxios.ts', 'network-only-in-http', "import 'axios';\n"],
  ['src/sources/usesHttps.ts', 'network-only-in-http', "import 'node:https';\n"],
  ['src/store/usesSources.ts', 'store', "import '../sources/esplora.js';\n"],
  ['src/store/usesScreening.ts', 'store', "import '../screening/runTrace.js';\n"],
  ['src/screening/usesStore.ts', 'screening', "import '../store/open.js';\n"],
  ['src/screening/usesSources.ts', 'screening', "import '../sources/esplora.js';\n"],
  ['src/sheets/usesDesk.ts', 'sheets', "import '../desk/payees.js';\n"],
  ['src/sheets/usesFiles.ts', 'sheets', "import 'node:fs';\n"],
  ['src/desk/usesSheets.ts', 'desk', "import '../sheets/readSheets.js';\n"],
  ['src/desk/usesStore.ts', 'desk', "import '../store/open.js';\n"],
  ['src/worker/usesStore.ts', 'worker', "import '../store/open.js';\n"],
  ['src/usesCommands.ts', 'app', "import './service/server.js';\n"],
  ['src/service/usesStore.ts', 'service', "import '../store/open.js';\n"],
  ['src/cli/usesScreening.ts', 'cli', "import '../screening/runTrace.js';\n"],
  ['src/cli/usesService.ts', 'cli', "import '../service/server.js';\n"],
  [
    'src/app/payments/usesRedFlags.ts',
    'red-flags-decide-nothing',
    "import '../redFlags/made.js';\n",
  ],
  [
    'src/core/usesRedFlag.ts',
    'red-flags-decide-nothing',
    "import type { RedFlag } from './redFlag.js';\nexport type Sign = RedFlag;\n",
  ],
  ['src/core/first.ts', 'no-cycles', "import './second.js';\n"],
  ['src/core/alone.ts', 'no-orphans', 'export const alone = 1;\n'],
  ['src/cli/usesEntry.ts', 'entries-are-not-imported', "import './main.js';\n"],
  ['src/usesNothingReal.ts', 'resolvable', "import './gone.js';\n"],
  ['src/usesTestTool.ts', 'declared-dependencies', "import 'fast-check';\n"],
];

const SETTINGS = ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'];

describe('the layer gate', () => {
  let tree: PlantedTree;
  let result: CruiseResult;

  beforeAll(async () => {
    const planted = Object.fromEntries(PLANTED.map(([path, , text]) => [path, text]));
    tree = plantTree(SETTINGS, { ...LAWFUL, ...planted });
    result = await cruise(tree.folder);
  });

  afterAll(() => tree.remove());

  it.each(PLANTED)('refuses %s by the rule "%s" and no other', (path, rule) => {
    const broken = result.summary.violations.filter(({ from }) => from === path);
    expect([...new Set(broken.map((violation) => violation.rule.name))]).toEqual([rule]);
  });

  it('lets every layer import what it needs', () => {
    const broken = result.summary.violations.filter(({ from }) => from in LAWFUL);
    expect(broken).toEqual([]);
  });

  it('has no rule without a planted violation', () => {
    const rules = result.summary.ruleSetUsed.forbidden.map(({ name }) => name);
    expect(new Set(PLANTED.map(([, rule]) => rule))).toEqual(new Set(rules));
  });

  it('sees every file of the project', async () => {
    const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => `src/${path.replaceAll('\\', '/')}`);
    const seen = new Set((await cruise(ROOT)).modules.map(({ source }) => source));
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((path) => !seen.has(path))).toEqual([]);
  });
});
