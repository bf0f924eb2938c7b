import { expect, it } from 'vitest';
import { formatMonthCsv } from '../../src/report/month/monthCsv.js';
import { formatMonthJson } from '../../src/report/month/monthJson.js';
import { createMonthReport } from '../../src/report/month/monthReport.js';
import { monthSchema } from '../../src/service/schemas/monthSummary.js';
import { fullMonth } from '../support/monthModel.js';
import { problemsOf } from '../support/publishedShape.js';

it('is as the API publishes it, to the last member', () => {
  const told = JSON.parse(formatMonthJson(fullMonth()));
  expect(problemsOf(told, monthSchema)).toEqual([]);
  const { trend: _, ...without } = told;
  expect(problemsOf(without, monthSchema)).toEqual([expect.stringMatching(/^trend: /)]);
  const nested = { ...told, audit: { ...told.audit, more: {} } };
  expect(problemsOf(nested, monthSchema)).toEqual(['audit.more is not told']);
});

it('tells a made month in JSON and CSV as recorded', async () => {
  await expect(formatMonthJson(fullMonth())).toMatchFileSnapshot('month/october.json');
  const report = createMonthReport(fullMonth(), { earlier: [], documents: [] });
  const csv = formatMonthCsv(report);
  expect(csv.match(/\n/g)?.length).toBe(csv.match(/\r\n/g)?.length);
  await expect(csv.replaceAll('\r\n', '\n')).toMatchFileSnapshot('month/october.csv');
});
