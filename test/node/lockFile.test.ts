import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../src/packageInfo.js';

const root = packageRoot();
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

describe('what the node tests install', () => {
  it('is locked for every platform, from the public registry only', () => {
    const script = join(root, '.ci', 'completeLock.mjs');
    const lock = join(root, 'test', 'package-lock.json');
    const { status, stdout } = spawnSync(process.execPath, [script, '--check', lock], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  it('names exact versions', () => {
    const text = readFileSync(join(root, 'test', 'package.json'), 'utf8');
    for (const version of Object.values(manifest.parse(JSON.parse(text)).dependencies)) {
      expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    }
  });
});
