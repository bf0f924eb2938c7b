import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssetList } from './core/asset.js';
import { ConfigError } from './core/errors.js';
import type { RedFlagList } from './core/redFlag.js';
import { packageRoot } from './packageInfo.js';
import { parseRedFlagList } from './rules/redFlagSchema.js';
import type { RuleSet } from './rules/ruleSet.js';
import { parseAssetList, parseRuleSet } from './rules/schema.js';

/** Where the migrations lie. */
export const migrationsFolder = join(packageRoot(), 'db', 'migrations');

/** Where the built-in label sets lie. */
export const labelsFolder = join(packageRoot(), 'db', 'labels');

/** The assets that carry value. @throws {RuleSetError} */
export function readAssets(): AssetList {
  const name = 'rules/assets.json';
  return parseAssetList(readText(join(packageRoot(), 'rules', 'assets.json'), name), name);
}

/** The signs apart from the chain that published advice names. @throws {RuleSetError} */
export function readRedFlags(): RedFlagList {
  const name = 'rules/redFlags.json';
  return parseRedFlagList(readText(join(packageRoot(), 'rules', 'redFlags.json'), name), name);
}

/** A rule set of the user's, or the default policy. @throws {ConfigError} @throws {RuleSetError} */
export function readRules(file: string | null): RuleSet {
  const path = file ?? join(packageRoot(), 'rules', 'default.json');
  const name = file ?? 'rules/default.json';
  return parseRuleSet(readText(path, name), name);
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigError(
      `The file ${name} cannot be read; check that it is there.`,
      {},
      { cause },
    );
  }
}
