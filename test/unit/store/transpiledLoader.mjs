// Lets a child process of these tests run TypeScript sources that its parent has transpiled into a
// JSON file, by URL: node --import ./transpiledLoader.mjs child.ts
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) register(import.meta.url);

const sources = JSON.parse(readFileSync(process.env.HOPSIGHT_TRANSPILED, 'utf8'));

export async function resolve(specifier, context, next) {
  const isOurs = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
  return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

export async function load(url, context, next) {
  const source = sources[url];
  return source === undefined
    ? next(url, context)
    : { format: 'module', source, shortCircuit: true };
}
