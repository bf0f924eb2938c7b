// Prints what a test run came to, as one line: "N passed, N failed" (and ", N skipped").
//
// Usage: node .ci/printTotals.mjs FILE, where FILE is what Vitest's json reporter wrote.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// A file that could not be loaded holds no test: it would vanish from the count of failed tests.
const brokenFiles = report.testResults.filter(
  ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
).length;
const failed = report.numFailedTests + brokenFiles;
const skipped = report.numPendingTests + report.numTodoTests;

console.log(
  `${report.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
);
if (report.numPassedTests === 0 || failed > 0) process.exitCode = 1;
