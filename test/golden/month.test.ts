import { expect, it } from 'vitest';
import { formatMonthCsv } from '../../src/report/month/monthCsv.js';
import { formatMonthJson } from '../../src/report/month/monthJson.js';
import { createMonthReport } from '../../src/report/month/monthReport.js';
import { fullMonth } from '../support/monthModel.js';

it('tells a made month in JSON and CSV as recorded', async () => {
  await expect(formatMonthJson(fullMonth())).toMatchFileSnapshot('month/october.json');
  const report = createMonthReport(fullMonth(), { earlier: [], documents: [] });
  const csv = formatMonthCsv(report);
  expect(csv.match(/\n/g)?.length).toBe(csv.match(/\r\n/g)?.length);
  await expect(csv.replaceAll('\r\n', '\n')).toMatchFileSnapshot('month/october.csv');
});
