import { InputError } from '../../core/errors.js';
import { formatMoment } from '../../core/moment.js';
import type { PayrollReading } from '../../core/payroll.js';
import type { Actor } from '../../core/role.js';
import { addedColumns } from '../../desk/payroll/addedColumns.js';
import { countOutcomes, rowOutcome } from '../../desk/payroll/counts.js';
import { proposeReading } from '../../desk/payroll/proposeReading.js';
import { readRows } from '../../desk/payroll/readRows.js';
import { sliceByWallet } from '../../desk/payroll/slices.js';
import { readSheets } from '../../sheets/readSheets.js';
import { writeBack } from '../../sheets/writeBack.js';
import { atomically } from '../../store/atomically.js';
import { erasably } from '../../store/erasably.js';
import type {
  StoredPayroll,
  StoredPayrollFile,
  StoredPayrollRow,
} from '../../store/payrollStore.js';
import { assertMay } from '../access/accessMeans.js';
import type { PaymentRequest } from '../payments/paymentChecks.js';
import type { PayrollRow, PayrollRun, Payrolls } from './payroll.js';
import type { PayrollMeans } from './payrollMeans.js';
import { requestRows } from './requestRows.js';

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Payrolls over a database. */
export function createPayrolls(means: PayrollMeans): Payrolls {
  const { db, store, audit, payments, known } = means;
  const nowSeconds = () => Math.floor(means.nowMs() / 1000);
  const nowIso = () => formatMoment(nowSeconds());

  const preview: Payrolls['preview'] = (bytes, reading) => {
    const file = readSheets(bytes);
    const sheets = file.sheets.map(({ name, isHidden, rows }) => ({
      ...{ name, isHidden, rows: rows.length },
    }));
    return { sheets, ...proposeReading(file, known, reading) };
  };
  const rowOf = ({ checkId, row, givenJson, problem }: StoredPayrollRow): PayrollRow => ({
    ...{ row, problem },
    given: givenJson === null ? null : decodeGiven(givenJson),
    check: checkId === null ? null : payments.read(checkId),
  });
  const tell = (run: StoredPayroll): PayrollRun => {
    const { runId, uploadedAt, uploadedBy } = run;
    const rows = store.listRows(runId).map(rowOf);
    const counts = countOutcomes(rows.map(rowOutcome));
    const place = { id: runId, uploadedAt, uploadedBy, counts };
    const file = store.readFile(runId);
    if (file === null) {
      const nothing = { sheets: [], heads: [], reading: null, questions: [] };
      return { ...place, ...nothing, fileName: '', state: 'dropped' };
    }
    const { reading, questions, heads, sheets } = preview(file.bytes, readingOf(file));
    const asks = run.confirmedAt === null || questions.length > 0;
    const begun = counts.waiting > 0 ? 'running' : 'done';
    const state = run.startedAt !== null ? begun : asks ? 'asks' : 'ready';
    return { ...place, fileName: file.name, state, sheets, heads, reading, questions };
  };
  const runOf = (runId: string): StoredPayroll => {
    const run = store.read(runId);
    if (run === null) {
      throw new InputError('No payroll has this id; the list of payrolls has theirs.');
    }
    return run;
  };
  const fileOf = (runId: string): StoredPayrollFile => {
    runOf(runId);
    const file = store.readFile(runId);
    if (file === null) throw new InputError('This payroll was dropped; upload the file again.');
    return file;
  };
  const readingNow = ({ bytes, ...file }: StoredPayrollFile) =>
    preview(bytes, readingOf(file)).reading;

  const start = (runId: string, by: Actor) => {
    const file = fileOf(runId);
    if (tell(runOf(runId)).state === 'asks') {
      throw new InputError(
        'How the file is read is not confirmed yet, or a question about it is open.',
      );
    }
    const { rows } = readRows(readSheets(file.bytes), readingNow(file), known);
    if (rows.length === 0) throw new InputError('No row of the file asks for a payment.');
    const requests = requestRows(rows, means);
    erasably(db, () => {
      if (runOf(runId).startedAt !== null) return;
      store.writeStarted(runId, { at: nowIso(), by: by.personId, rows: requests });
      audit.append({ actor: by, action: 'payroll-run', subjectId: runId });
    });
  };

  /** Takes the rows that have no check. Of two that run it at once each row is taken by one. */
  const take = async (runId: string, by: Actor) => {
    const waiting = store.listRows(runId).flatMap(({ row, requestJson, checkId }) => {
      return requestJson === null || checkId !== null
        ? []
        : { row, request: decodeRequest(requestJson) };
    });
    for (const slice of sliceByWallet(waiting, ({ request }) => request.wallet)) {
      const note = (checkIds: readonly string[]) => {
        const checks = slice.map(({ row }, at) => ({ row, checkId: checkIds[at] ?? '' }));
        if (store.writeChecks(runId, checks) === 'taken') throw new RowsTaken();
      };
      try {
        const requests = slice.map(({ request }) => request);
        payments.check(requests, { urgency: 'batch', idempotencyKey: null, note }, by);
      } catch (error) {
        if (!(error instanceof RowsTaken)) throw error;
      }
      // Others are answered between two slices.
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  return {
    preview,
    upload: ({ name, bytes }, by) => {
      assertMay(by, 'pay');
      preview(bytes, {});
      const runId = means.newId();
      atomically(db, () => {
        const uploaded = { runId, uploadedAt: nowIso(), uploadedBy: by.personId };
        store.add(uploaded, { name: fileName(name), bytes, readingJson: '{}' });
        audit.append({ actor: by, action: 'payroll-uploaded', subjectId: runId });
      });
      return tell(runOf(runId));
    },
    confirm: (runId, reading, by) => {
      assertMay(by, 'pay');
      const file = fileOf(runId);
      const proposal = preview(file.bytes, { ...readingOf(file), ...reading });
      const kept = keptReading({ ...readingOf(file), ...reading }, proposal.reading);
      erasably(db, () => {
        if (runOf(runId).startedAt !== null) {
          throw new InputError(
            'The payroll was begun; upload the file again to read it otherwise.',
          );
        }
        store.writeConfirmed(runId, {
          ...{ readingJson: JSON.stringify(kept), at: nowIso(), by: by.personId },
        });
        audit.append({ actor: by, action: 'payroll-confirmed', subjectId: runId });
      });
      return tell(runOf(runId));
    },
    previewRows: (runId) => {
      const file = fileOf(runId);
      const { rows } = readRows(readSheets(file.bytes), readingNow(file), known);
      return requestRows(rows, means).map((row) => rowOf({ ...row, checkId: null }));
    },
    run: async (runId, by) => {
      assertMay(by, 'pay');
      fileOf(runId);
      if (runOf(runId).startedAt === null) start(runId, by);
      await take(runId, by);
      return tell(runOf(runId));
    },
    read: (runId) => {
      const run = store.read(runId);
      return run === null ? null : tell(run);
    },
    listRows: (runId) => {
      runOf(runId);
      return store.listRows(runId).map(rowOf);
    },
    list: () => store.list().map(tell),
    settled: async (runId, signal) => {
      for (const { checkId } of store.listRows(runId)) {
        if (checkId !== null && !signal.aborted) await payments.settled(checkId, signal);
      }
      const run = store.read(runId);
      return run === null ? null : tell(run);
    },
    exportFile: (runId, by) => {
      assertMay(by, 'pay');
      const file = fileOf(runId);
      const { startedAt } = runOf(runId);
      if (startedAt === null) {
        throw new InputError('The payroll was not run yet; run it, and take the file then.');
      }
      const rows = store.listRows(runId).map((stored) => {
        const row = rowOf(stored);
        const screenedAt = row.check === null ? null : means.readScreenedAt(row.check.screeningId);
        const link = row.check === null ? '' : means.linkOf(row.check.id);
        return { ...row, screenedAt, link };
      });
      const { sheet, headRow } = readingNow(file);
      const columns = addedColumns(rows, nowSeconds());
      const { bytes, defusedRows } = writeBack(file.bytes, { sheet, headRow, columns });
      audit.append({ actor: by, action: 'payroll-exported', subjectId: runId });
      const isWorkbook = readSheets(file.bytes).format.kind === 'xlsx';
      return {
        name: checkedName(file.name, isWorkbook ? 'xlsx' : 'csv'),
        mediaType: isWorkbook ? XLSX_TYPE : 'text/csv',
        ...{ bytes, defusedRows },
      };
    },
    drop: (runId, by) => {
      assertMay(by, 'pay');
      fileOf(runId);
      erasably(db, () => {
        for (const { check } of store.listRows(runId).map(rowOf)) {
          if (check?.state === 'screening') payments.withdraw(check.id, by);
        }
        store.drop(runId, nowIso());
        audit.append({ actor: by, action: 'payroll-dropped', subjectId: runId });
      });
    },
  };
}

/** Undoes checks of rows that somebody else took meanwhile. */
class RowsTaken extends Error {}

/** What was said of the reading and the proposal that it stands on now, without what is in doubt. */
function keptReading(
  said: Partial<PayrollReading>,
  { decimalSign, defaultChain, defaultAsset, ...reading }: PayrollReading,
): Partial<PayrollReading> {
  return {
    ...said,
    ...reading,
    ...(decimalSign === null ? {} : { decimalSign }),
    ...(defaultChain === null ? {} : { defaultChain }),
    ...(defaultAsset === null ? {} : { defaultAsset }),
  };
}

function readingOf({
  readingJson,
}: Pick<StoredPayrollFile, 'readingJson'>): Partial<PayrollReading> {
  // Written above, from a checked reading.
  const reading: Partial<PayrollReading> = JSON.parse(readingJson);
  return reading;
}

function decodeRequest(json: string): PaymentRequest {
  // Written by this file's `start`; a row never changes.
  const request: PaymentRequest = JSON.parse(json);
  return request;
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

function checkedName(name: string, extension: string): string {
  return `${name.replace(/\.[^.]{1,5}$/, '')}.checked.${extension}`;
}
