import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import { PAYROLL_FIELDS, type PayrollReading } from '../../core/payroll.js';
import type { Actor } from '../../core/role.js';
import { countOutcomes, rowOutcome } from '../../desk/payroll/counts.js';
import { readRows } from '../../desk/payroll/readRows.js';
import { readSheets } from '../../sheets/readSheets.js';
import { atomically } from '../../store/atomically.js';
import { erasably } from '../../store/erasably.js';
import type {
  StoredOutcome,
  StoredPayroll,
  StoredPayrollFile,
  StoredPayrollRow,
  StoredReading,
} from '../../store/payrollStore.js';
import { assertMay } from '../access/accessMeans.js';
import type { PayrollProposal, PayrollRow, PayrollSummary, Payrolls } from './payroll.js';
import type { PayrollMeans } from './payrollMeans.js';
import { previewPayroll } from './previewPayroll.js';
import { requestRows } from './requestRows.js';
import { returnPayroll } from './returnPayroll.js';
import { goOn, runOnce } from './running.js';
import { countToTake, takeRows } from './takeRows.js';

const ALL_ROWS = { outcomes: null, after: 0, limit: -1 } as const;

/** Payrolls over a database. */
export function createPayrolls(means: PayrollMeans): Payrolls {
  const { db, store, audit, payments, known } = means;
  const nowSeconds = () => Math.floor(means.nowMs() / 1000);
  const nowIso = () => formatMoment(nowSeconds());
  const { runOf, fileOf, assertAsRead } = finding(means);
  const rowOf = rowReader(means);
  const tell = teller(means);

  const preview: Payrolls['preview'] = (bytes, reading) =>
    previewPayroll(readSheets(bytes), known, reading);
  const readRequests = ({ bytes, ...reading }: StoredPayrollFile) => {
    const { rows } = readRows(readSheets(bytes), proposalOf(reading).reading, known);
    return requestRows(rows, means);
  };

  const start = (runId: string, by: Actor) => {
    const file = fileOf(runId);
    if (tell(runOf(runId)).state === 'asks') {
      throw new InputError(
        'How the file is read is not confirmed yet, or a question about it is open.',
      );
    }
    const rows = readRequests(file);
    if (rows.length === 0) throw new InputError('No row of the file asks for a payment.');
    atomically(db, () => {
      if (runOf(runId).startedAt !== null) return;
      assertAsRead(runId, file);
      store.writeStarted(runId, { at: nowIso(), by: by.personId, rows });
      audit.append({ actor: by, action: 'payroll-run', subjectId: runId });
    });
  };

  return {
    preview,
    upload: ({ name, bytes }, by) => {
      assertMay(by, 'pay');
      const proposalJson = JSON.stringify(preview(bytes, {}));
      const runId = means.newId();
      atomically(db, () => {
        const uploaded = { runId, uploadedAt: nowIso(), uploadedBy: by.personId };
        store.add(uploaded, { name: fileName(name), bytes, readingJson: '{}', proposalJson });
        audit.append({ actor: by, action: 'payroll-uploaded', subjectId: runId });
      });
      return tell(runOf(runId));
    },
    confirm: (runId, reading, by) => {
      assertMay(by, 'pay');
      const file = fileOf(runId);
      const said = { ...saidOf(file), ...reading };
      const proposal = preview(file.bytes, said);
      erasably(db, () => {
        if (runOf(runId).startedAt !== null) {
          throw new InputError(
            'The payroll was begun; upload the file again to read it otherwise.',
          );
        }
        assertAsRead(runId, file);
        store.writeConfirmed(runId, {
          readingJson: JSON.stringify(keptReading(said, proposal)),
          proposalJson: JSON.stringify(proposal),
          ...{ at: nowIso(), by: by.personId },
        });
        audit.append({ actor: by, action: 'payroll-confirmed', subjectId: runId });
      });
      return tell(runOf(runId));
    },
    previewRows: (runId) =>
      readRequests(fileOf(runId)).map(({ row, givenJson, problem }) => ({
        ...{ row, problem, given: decodeGiven(givenJson), check: null, screenedAt: null },
        outcome: rowOutcome({ problem, check: null }),
      })),
    run: async (runId, by, signal) => {
      assertMay(by, 'pay');
      fileOf(runId);
      if (runOf(runId).startedAt === null) start(runId, by);
      await runOnce(runId, means, () => takeRows(runId, { means, by }, signal));
      return tell(runOf(runId));
    },
    goOn: (signal) => goOn(means, signal),
    read: (runId) => {
      const run = store.read(runId);
      return run === null ? null : tell(run);
    },
    listRows: (runId, { outcome, ...query }) => {
      runOf(runId);
      const outcomes = outcome === null ? null : storedOutcomes(outcome);
      return store.listRows(runId, { ...query, outcomes }).map(rowOf);
    },
    list: () => {
      const counted = new Map<string, Counted[number][]>();
      for (const one of store.countRows(null)) {
        const ofRun = counted.get(one.runId) ?? [];
        counted.set(one.runId, ofRun);
        ofRun.push(one);
      }
      return store.list().map((run) => summarise(run, counted.get(run.runId) ?? []));
    },
    settled: async (runId, signal) => {
      const waiting = { ...ALL_ROWS, outcomes: ['waiting'] } as const;
      for (const { checkId } of store.listRows(runId, waiting)) {
        if (checkId !== null && !signal.aborted) await payments.settled(checkId, signal);
      }
      const run = store.read(runId);
      return run === null ? null : tell(run);
    },
    exportFile: (runId, by) => {
      assertMay(by, 'pay');
      const { name, bytes, ...reading } = fileOf(runId);
      if (runOf(runId).startedAt === null) {
        throw new InputError('The payroll was not run yet; run it, and take the file then.');
      }
      const returned = returnPayroll(
        { name, bytes },
        {
          ...proposalOf(reading).reading,
          rows: store.listRows(runId, ALL_ROWS).map(rowOf),
          ...{ linkOf: means.linkOf, nowSeconds: nowSeconds() },
          whyWithheld: payments.whyNoApproval,
        },
      );
      audit.append({ actor: by, action: 'payroll-exported', subjectId: runId });
      return returned;
    },
    drop: (runId, by) => {
      assertMay(by, 'pay');
      fileOf(runId);
      erasably(db, () => {
        const waiting = { ...ALL_ROWS, outcomes: ['waiting'] } as const;
        for (const { checkId } of store.listRows(runId, waiting)) {
          if (checkId !== null) payments.withdraw(checkId, by);
        }
        store.drop(runId, nowIso());
        audit.append({ actor: by, action: 'payroll-dropped', subjectId: runId });
      });
      store.forgetDropped();
    },
  };
}

type Counted = ReturnType<PayrollMeans['store']['countRows']>;

/** Tells a payroll, and goes on with what of it is not decided. */
function teller(means: PayrollMeans) {
  const { store, payments } = means;
  return (run: StoredPayroll) => {
    const { runId } = run;
    for (const { checkId } of store.listRows(runId, { ...ALL_ROWS, outcomes: ['waiting'] })) {
      // Reading one begins to decide it where nobody does.
      if (checkId !== null) payments.read(checkId);
    }
    const summary = summarise(run, store.countRows(runId));
    const reading = store.readReading(runId);
    return {
      ...summary,
      toTake: summary.state === 'dropped' ? 0 : countToTake(runId, means),
      proposal: reading === null ? null : proposalOf(reading),
    };
  };
}

function summarise(run: StoredPayroll, counted: Counted): PayrollSummary {
  const { runId, uploadedAt, uploadedBy, fileName: name } = run;
  const counts = countOutcomes(
    counted.map(({ outcome, rows }) => ({
      outcome: outcome === 'untaken' ? 'waiting' : outcome,
      rows,
    })),
  );
  const untaken = counted.find(({ outcome }) => outcome === 'untaken')?.rows ?? 0;
  const isDropped = run.droppedAt !== null;
  return {
    ...{ id: runId, fileName: name ?? '', uploadedAt, uploadedBy, counts },
    state: stateOf(run, counts.waiting),
    toTake: isDropped ? 0 : untaken + counts.failed,
  };
}

function stateOf(run: StoredPayroll, waiting: number): PayrollSummary['state'] {
  if (run.droppedAt !== null) return 'dropped';
  if (run.startedAt !== null) return waiting > 0 ? 'running' : 'done';
  return run.confirmedAt === null || run.openQuestions !== 0 ? 'asks' : 'ready';
}

function finding({ store }: PayrollMeans) {
  const runOf = (runId: string): StoredPayroll => {
    const run = store.read(runId);
    if (run === null) {
      throw new InputError('No payroll has this id; the list of payrolls has theirs.');
    }
    return run;
  };
  const fileOf = (runId: string): StoredPayrollFile => {
    runOf(runId);
    return present(store.readFile(runId));
  };
  // A file is read before the transaction, and takes long; meanwhile others may drop it or have it read otherwise.
  const assertAsRead = (runId: string, { readingJson, proposalJson }: StoredReading): void => {
    const now = present(store.readReading(runId));
    if (now.readingJson !== readingJson || now.proposalJson !== proposalJson) {
      throw new InputError(
        'Somebody else changed how the file is read meanwhile; look at it, and try again.',
      );
    }
  };
  return { runOf, fileOf, assertAsRead };
}

function present<Read>(read: Read | null): Read {
  if (read === null) throw new InputError('This payroll was dropped; upload the file again.');
  return read;
}

function rowReader({ payments }: PayrollMeans) {
  return ({ checkId, row, givenJson, problem, screenedAt }: StoredPayrollRow): PayrollRow => {
    const check = checkId === null ? null : payments.read(checkId);
    const given = givenJson === null ? null : decodeGiven(givenJson);
    return { row, problem, given, check, screenedAt, outcome: rowOutcome({ problem, check }) };
  };
}

function storedOutcomes(outcome: PayrollRow['outcome']): readonly StoredOutcome[] {
  return outcome === 'waiting' ? ['waiting', 'untaken'] : [outcome];
}

/** What was said of the reading, with all of the proposal that nobody has to be asked about still. */
function keptReading(
  said: Partial<PayrollReading>,
  { reading, questions }: PayrollProposal,
): Partial<PayrollReading> {
  const { sheet, headRow, columns, decimalSign, defaultChain, defaultAsset } = reading;
  const asked = new Set(questions.map(({ about }) => about));
  const isPlaced = said.sheet !== undefined || !asked.has('sheet');
  const areColumnsSure = isPlaced && !PAYROLL_FIELDS.some((field) => asked.has(field));
  return {
    ...said,
    ...(isPlaced ? { sheet, headRow } : {}),
    ...(areColumnsSure ? { columns } : {}),
    ...(decimalSign === null || !areColumnsSure ? {} : { decimalSign }),
    ...(defaultChain === null ? {} : { defaultChain }),
    ...(defaultAsset === null ? {} : { defaultAsset }),
  };
}

function saidOf({ readingJson }: Pick<StoredPayrollFile, 'readingJson'>): Partial<PayrollReading> {
  // Written above, from a checked reading.
  const reading: Partial<PayrollReading> = JSON.parse(readingJson);
  return reading;
}

function proposalOf({ proposalJson }: Pick<StoredPayrollFile, 'proposalJson'>): PayrollProposal {
  // Written above, by this program.
  const proposal: PayrollProposal = JSON.parse(proposalJson);
  return proposal;
}

function decodeGiven(json: string): NonNullable<PayrollRow['given']> {
  const given: NonNullable<PayrollRow['given']> = JSON.parse(json);
  return given;
}

/** The last part of a path, as a browser or a person may give one. */
function fileName(path: string): string {
  const name =
    path
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\p{Cc}/gu, '')
      .trim() ?? '';
  return name === '' ? 'payroll' : name.slice(-200);
}
