import type { FastifyReply } from 'fastify';
import type { MonthEdition } from '../app/summary/monthEdition.js';
import type { MonthFile, MonthFormat } from '../app/summary/monthFiles.js';
import { attachmentNamed } from './attachment.js';

/** Of each form in which a month can be had, its media type. */
export const MONTH_TYPES: Readonly<Record<MonthFormat, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};

/** Sends a month as a file to be kept. */
export function sendMonthFile(
  reply: FastifyReply,
  { format, bytes }: Pick<MonthFile, 'format' | 'bytes'>,
  { month, edition }: { readonly month: string; readonly edition: MonthEdition },
): FastifyReply {
  const which =
    edition.kind === 'signed'
      ? `-version-${edition.version}`
      : edition.kind === 'kept'
        ? '-kept'
        : '';
  return reply
    .type(MONTH_TYPES[format])
    .header('content-disposition', attachmentNamed(`hopsight-${month}${which}.${format}`))
    .send(Buffer.from(bytes));
}
