import { expect, it } from 'vitest';
import { formatMonthCsv } from '../../src/report/month/monthCsv.js';
import { formatMonthJson } from '../../src/report/month/monthJson.js';
import { createMonthReport } from '../../src/report/month/monthReport.js';
import { fullMonth } from '../support/monthModel.js';

it('tells a made month in JSON and CSV as recorded', async () => {
  await expect(formatMonthJson(fullMonth())).toMatchFileSnapshot('month/october.json');
  const report = createMonthReport(fullMonth(), { earlier: [], documents: [] });
  await expect(formatMonthCsv(report)).toMatchFileSnapshot('month/october.csv');
});
