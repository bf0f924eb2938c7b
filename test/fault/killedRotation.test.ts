import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { LOCAL_ACTOR } from '../../src/app/access/localActor.js';
import { createApprovals } from '../../src/app/payments/approvals.js';
import type { PaymentApproval } from '../../src/core/approval.js';
import { testTerms } from '../support/approvals.js';
import { buildCommand } from '../support/builtCommand.js';

const CHILD = fileURLToPath(new URL('../support/rotateChild.mjs', import.meta.url));
const built = buildCommand();
const parent = mkdtempSync(join(tmpdir(), 'hopsight-rotation-'));

afterAll(() => {
  built.remove();
  rmSync(parent, { recursive: true });
});

const termsOfNow = () => {
  const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return testTerms({ issuedAt: iso(Date.now()), expiresAt: iso(Date.now() + 3_600_000) });
};

/** A folder with a key that signed something, in which a rotation is killed before its nth change. */
function rotateKilled(n: number) {
  const path = join(parent, `keys-${n}`);
  const log = join(parent, `log-${n}`);
  writeFileSync(log, '');
  const told: string[] = [];
  const append = ({ action }: { readonly action: string }) => void told.push(action);
  const open = () =>
    createApprovals({
      folder: { path, platform: process.platform },
      ...{ nowMs: Date.now, audit: { append } },
    });
  const old = open().sign(termsOfNow());
  const dist = dirname(dirname(built.main));
  const { stdout, signal } = spawnSync(process.execPath, [CHILD, dist, path, log, `${n}`], {
    encoding: 'utf8',
  });
  const logged = () => [...readFileSync(log, 'utf8').split('\n').filter(Boolean), ...told.slice(1)];
  return { open, old, path, logged, isKilled: signal === 'SIGKILL', isDone: stdout === 'done' };
}

it('a rotation may be killed before any change of the disk, and is repaired and repeated', {
  timeout: 120_000,
}, () => {
  let kills = 0;
  const newKeys = new Set<boolean>();
  for (let n = 0; ; n += 1) {
    const { open, old, path, logged, isKilled, isDone } = rotateKilled(n);
    expect(isKilled, `${n}`).toBe(!isDone);
    const isValid = (signed: PaymentApproval) =>
      open().check(JSON.stringify(signed), { invoice: null }).outcome === 'valid';
    const signing = () => {
      const now = open().sign(termsOfNow());
      const unended = open()
        .listKeys()
        .filter(({ retiredAt }) => retiredAt === null);
      expect(
        unended.map(({ keyId }) => keyId),
        `${n}`,
      ).toEqual([now.keyId]);
      expect([isValid(now), isValid(old)], `${n}`).toEqual([true, true]);
      return now;
    };
    const after = signing();
    const isRotated = after.keyId !== old.keyId;
    newKeys.add(isRotated);
    expect(logged().includes('approval-key-rotated'), `${n}`).toBe(isRotated);
    const made = open().rotateKey(LOCAL_ACTOR);
    expect(signing().keyId).toBe(made.keyId);
    expect(isValid(after)).toBe(true);
    expect(readdirSync(path).filter((name) => name.startsWith('.approval.key'))).toEqual([]);
    if (isDone) break;
    kills += 1;
  }
  expect(kills).toBeGreaterThan(7);
  expect([...newKeys].sort()).toEqual([false, true]);
});
