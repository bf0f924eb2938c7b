import { createReadStream } from 'node:fs';
import { readOfacLabels } from '../../src/sources/labels/ofac/readOfacLabels.js';
import type { PublishedLabels } from '../../src/sources/labels/publishedLabels.js';
import { medianAsyncMs, tellCount, tellPeak, tellTime } from './measure.js';

/** What the reading of one file may take. Units: milliseconds; the file has some 120 MB. */
const AIM_MS = 4_000;

/** Units: megabytes. */
const AIM_MB = 300;

/** Reads a file of OFAC's list of Specially Designated Nationals, unpacked, from a disk. */
export async function main(file: string): Promise<number> {
  let labels: PublishedLabels | null = null;
  const ms = await medianAsyncMs(async () => {
    const { signal } = new AbortController();
    labels = await readOfacLabels(createReadStream(file), { set: 'ofac-sdn', list: 'sdn', signal });
  });
  const met = [
    tellTime({ what: 'the whole file', ms, aimMs: AIM_MS }),
    tellPeak('over all runs', AIM_MB),
  ];
  if (labels !== null) tellLabels(labels);
  return met.every((one) => one) ? 0 : 1;
}

function tellLabels({ rows, asOf, leftOut }: PublishedLabels): void {
  tellCount(`addresses in the file of ${asOf ?? 'an unknown day'}`, rows.length + leftOut.length);
  tellCount('rows, each of one account and one party', rows.length);
  tellCount('rows about a party linked to North Korea', rows.filter((row) => row.actor).length);
  const reasons = new Map<string, number>();
  for (const { problem } of leftOut) reasons.set(problem, (reasons.get(problem) ?? 0) + 1);
  for (const [reason, count] of reasons) tellCount(`left out: ${reason}`, count);
}
