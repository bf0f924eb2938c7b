import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { barsOf } from './bars.js';
import { formatMarkdown, formatReportJson } from './report/report.js';
import { validate } from './validate.js';

/**
 * Measures the engine and writes the report; the exit code is 1 when a bar is missed.
 *
 * The full size writes `report.md` and `report.json` beside this file, `--quick` into `dist`, where
 * nobody commits it.
 */
export async function main(args: readonly string[]): Promise<number> {
  const unknown = args.find((arg) => arg !== '--quick');
  if (unknown !== undefined) {
    process.stderr.write(`"${unknown}" is not known; there is only --quick.\n`);
    return 64;
  }
  const size = args.includes('--quick') ? 'quick' : 'full';
  const startedMs = performance.now();
  const measured = await validate(size, (done, all, name) => {
    if (done % 20 === 0) process.stdout.write(`${done} of ${all}: ${name}\n`);
  });
  const bars = barsOf(measured);
  const folder = size === 'quick' ? '../../dist/validation/' : './';
  const place = (file: string) => fileURLToPath(new URL(`${folder}${file}`, import.meta.url));
  mkdirSync(place(''), { recursive: true });
  writeFileSync(place('report.md'), formatMarkdown(measured, bars));
  writeFileSync(place('report.json'), formatReportJson(measured, bars));
  for (const { promise, measured: found, isMet } of bars) {
    process.stdout.write(`${isMet ? 'met   ' : 'MISSED'}  ${promise}: ${found}\n`);
  }
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  process.stdout.write(`${place('report.md')} after ${seconds} s\n`);
  return bars.every(({ isMet }) => isMet) ? 0 : 1;
}
