#!/usr/bin/env node
import { runCommandLine } from './program.js';
import { openTerminal } from './terminal.js';

// The exit code is set and not forced, so that a pipe still gets all that was written.
process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: openTerminal(process),
  openApp: async (options) => (await import('../app.js')).openApp(options),
});
