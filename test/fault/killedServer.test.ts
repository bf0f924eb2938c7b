import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askerOf } from '../support/askServer.js';
import { type BuiltCommand, buildCommand } from '../support/builtCommand.js';
import { createPayrollRecording } from '../support/payrollRecording.js';
import { type ServedProcess, startServedProcess } from '../support/servedProcess.js';

const WALLETS = 12;

/** Answers after which the server is killed. */
const ANSWERS = 150;

/** Clients that ask one after the other. */
const CLIENTS = 6;

let command: BuiltCommand;
let server: ServedProcess;
let wallets: readonly string[];

beforeAll(async () => {
  command = buildCommand();
  const payroll = createPayrollRecording(Math.floor(Date.now() / 1000));
  wallets = payroll.wallets.slice(0, WALLETS);
  server = await startServedProcess({ main: command.main, recording: payroll.text });
}, 60_000);

afterAll(async () => {
  await server.close();
  command.remove();
}, 60_000);

interface Submitted {
  readonly screenings: readonly {
    readonly screeningId: string;
    readonly isReused: boolean;
    readonly document: { readonly decision: string } | null;
  }[];
}

interface AuditPage {
  readonly rows: readonly { readonly subjectId: string | null; readonly action: string }[];
  readonly nextCursor: string | null;
}

/**
 * Clients ask for wallets, every third time anew, until so many are answered; then the server is killed
 * amid what they asked. Gives ids of what was answered, a verdict that answered again once for each time.
 */
async function askUntilKilled(): Promise<{ readonly again: string[]; readonly anew: string[] }> {
  const { ask, close } = askerOf(server);
  const answered = { again: [] as string[], anew: [] as string[] };
  let killed: Promise<void> | null = null;
  const askOn = async (client: number) => {
    for (let at = client; killed === null; at += CLIENTS) {
      const reuse = at % 3 === 0 ? 'never' : 'valid-verdict';
      const sent = [{ text: wallets[at % WALLETS], reuse }];
      const answer = await ask('/v1/screenings?wait=30', sent).catch(() => null);
      if (answer?.status !== 200) continue;
      const { screenings }: Submitted = JSON.parse(answer.text);
      for (const { screeningId, isReused, document } of screenings) {
        expect(document?.decision).toBe('proceed');
        answered[isReused ? 'again' : 'anew'].push(screeningId);
      }
      if (answered.again.length + answered.anew.length >= ANSWERS) killed ??= server.kill();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, client) => askOn(client)));
  await killed;
  close();
  return answered;
}

describe('a server that is killed amid many checks', () => {
  it('has lost nothing that it answered, and its log holds', { timeout: 120_000 }, async () => {
    const { again, anew } = await askUntilKilled();
    expect(again.length).toBeGreaterThan(0);
    expect(anew.length).toBeGreaterThan(0);
    await server.start();
    const { ask, close } = askerOf(server);
    for (const id of new Set([...again, ...anew])) {
      expect((await ask(`/v1/screenings/${id}`)).status, id).toBe(200);
    }
    const told: AuditPage['rows'][number][] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { text } = await ask(`/v1/audit?limit=200${cursor}`);
      const page: AuditPage = JSON.parse(text);
      told.push(...page.rows);
      cursor = page.nextCursor === null ? null : `&cursor=${page.nextCursor}`;
    }
    close();
    const rowsOf = (id: string, action: string) =>
      told.filter((row) => row.subjectId === id && row.action === action).length;
    for (const id of anew) expect(rowsOf(id, 'screening-asked'), id).toBe(1);
    for (const id of new Set(again)) {
      const times = again.filter((one) => one === id).length;
      // What was under way when it was killed may be told without having been answered.
      expect(rowsOf(id, 'screening-answered-again'), id).toBeGreaterThanOrEqual(times);
    }
    const [, rows = ''] =
      /^All (\d+) rows are as they were/.exec(server.run('audit', 'verify')) ?? [];
    // What was being screened goes on, and each end of it is a row.
    expect(Number.parseInt(rows, 10)).toBeGreaterThanOrEqual(told.length);
    for (const id of anew.slice(0, 3)) expect(server.run('verify', id)).toContain('Verified');
  });
});
