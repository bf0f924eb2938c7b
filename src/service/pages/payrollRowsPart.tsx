import type { PayrollRow } from '../../app/payroll/payroll.js';
import { letPassBy } from '../../core/payment.js';
import { type PayrollCounts, ROW_OUTCOMES, type RowOutcome } from '../../core/payroll.js';
import { formatMoment } from '../../report/format.js';
import { DecisionMark } from './decisionMark.js';
import { OUTCOME_TITLES, OutcomeBar } from './outcomeBar.js';
import { ScrollArea } from './scrollArea.js';

/** Rows of a payroll as they are shown. */
export interface ShownRows {
  readonly rows: readonly PayrollRow[];
  readonly outcome: RowOutcome | null;
  /** The row after which the next page begins; null on the last. */
  readonly nextAfter: number | null;
}

/** What became of the rows: a bar over all, and each with its decision, reason and links. */
export function PayrollRowsPart({
  payrollId,
  counts,
  shown: { rows, outcome, nextAfter },
  zone,
}: {
  readonly payrollId: string;
  readonly counts: PayrollCounts;
  readonly shown: ShownRows;
  readonly zone: string;
}) {
  const place = `/payrolls/${payrollId}`;
  const present = ROW_OUTCOMES.filter((one) => counts[one] > 0);
  return (
    <section>
      <h2>Rows</h2>
      <OutcomeBar counts={counts} />
      {present.length < 2 ? null : (
        <p class="actions">
          <a href={place} aria-current={outcome === null ? 'true' : undefined}>
            All
          </a>
          {present.map((one) => (
            <a
              key={one}
              href={`${place}?outcome=${one}`}
              aria-current={one === outcome ? 'true' : undefined}
            >
              {OUTCOME_TITLES[one]} ({counts[one]})
            </a>
          ))}
        </p>
      )}
      {rows.length === 0 ? <p>No row fits.</p> : null}
      {rows.length === 0 ? null : (
        <ScrollArea label="Rows">
          <table>
            <caption class="for-readers">Rows, as in the file</caption>
            <thead>
              <tr>
                <th scope="col">Row</th>
                <th scope="col">Payee</th>
                <th scope="col">Decision</th>
                <th scope="col">Amount</th>
                <th scope="col">Reason</th>
                <th scope="col">Wallet</th>
                <th scope="col">Screened</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.row} row={row} zone={zone} />
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
      {nextAfter === null ? null : (
        <p>
          <a
            href={`${place}?${new URLSearchParams({ outcome: outcome ?? '', after: `${nextAfter}` })}`}
            rel="next"
          >
            More rows
          </a>
        </p>
      )}
    </section>
  );
}

function Row({ row, zone }: { readonly row: PayrollRow; readonly zone: string }) {
  const { given, problem, check, outcome, screenedAt } = row;
  const payee = given?.payee ?? '';
  const letPass = check === null ? null : LET_PASS_WORDS[letPassBy(check)];
  return (
    <tr>
      <th scope="row">{row.row}</th>
      <td class="as-typed">
        {check === null ? (
          payee
        ) : (
          <a href={`/payees/${check.order.payeeId}`}>{payee === '' ? 'the payee' : payee}</a>
        )}
      </td>
      <td>
        {check === null || problem !== null ? (
          <OutcomeWord outcome={outcome} />
        ) : (
          <a href={`/payments/${check.id}`}>
            <OutcomeWord outcome={outcome} />
          </a>
        )}
        {letPass === null ? null : <div class="hint">{letPass}</div>}
      </td>
      <td class="number as-typed">{`${given?.amount ?? ''} ${given?.asset ?? ''}`.trim()}</td>
      <td class="sentence">{problem ?? check?.failure ?? check?.summary ?? ''}</td>
      <td class="code">{check?.address ?? given?.wallet ?? ''}</td>
      <td class="moment">{screenedAt === null ? '' : formatMoment(screenedAt, zone)}</td>
    </tr>
  );
}

const LET_PASS_WORDS = {
  nobody: null,
  'one person': 'released',
  'two persons': 'overridden by two persons',
} as const;

function OutcomeWord({ outcome }: { readonly outcome: RowOutcome }) {
  switch (outcome) {
    case 'proceed':
    case 'review':
    case 'hold':
    case 'incomplete':
      return <DecisionMark decision={outcome} />;
    default:
      return <>{OUTCOME_TITLES[outcome]}</>;
  }
}
