import { addedColumns } from '../../desk/payroll/addedColumns.js';
import { readSheets } from '../../sheets/readSheets.js';
import { writeBack } from '../../sheets/writeBack.js';
import type { PayrollRow, ReturnedPayroll } from './payroll.js';

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * The file of a payroll with what became of its rows at the right end. `nowSeconds` is Unix time.
 *
 * @throws {InputError} for bytes that are no such file.
 */
export function returnPayroll(
  file: { readonly name: string; readonly bytes: Uint8Array },
  told: {
    readonly sheet: string;
    readonly headRow: number;
    readonly rows: readonly PayrollRow[];
    readonly linkOf: (checkId: string) => string;
    /** Why the approval of a check is handed out no more; null where it is. */
    readonly whyWithheld: (checkId: string) => string | null;
    readonly nowSeconds: number;
  },
): ReturnedPayroll {
  const { sheet, headRow, linkOf, whyWithheld } = told;
  const rows = told.rows.map((row) => ({
    ...row,
    link: row.check === null ? '' : linkOf(row.check.id),
    withheld: row.check?.approval == null ? null : whyWithheld(row.check.id),
  }));
  const columns = addedColumns(rows, told.nowSeconds);
  const { bytes, defusedRows } = writeBack(file.bytes, { sheet, headRow, columns });
  const isWorkbook = readSheets(file.bytes).format.kind === 'xlsx';
  return {
    name: checkedName(file.name, isWorkbook ? 'xlsx' : 'csv'),
    mediaType: isWorkbook ? XLSX_TYPE : 'text/csv',
    ...{ bytes, defusedRows },
  };
}

function checkedName(name: string, extension: string): string {
  return `${name.replace(/\.[^.]{1,5}$/, '')}.checked.${extension}`;
}
