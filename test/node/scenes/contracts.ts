import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Interface } from 'ethers';
import { z } from 'zod';
import { packageRoot } from '../../../src/packageInfo.js';

/** A contract that can be put on a chain. */
export interface Contract {
  readonly abi: Interface;
  /** Hex digits of the code that runs at its creation. */
  readonly code: string;
}

const INSTALLED = join(packageRoot(), 'test/node_modules');

const hexDigits = z.string().regex(/^(0x)?[0-9a-f]+$/i);
const build = z.object({ abi: z.array(z.unknown()), bytecode: hexDigits });

/** A contract as its makers built and published it. The path leads from the folder of packages. */
export function readPublishedContract(path: string): Contract {
  const file = join(INSTALLED, path);
  if (!existsSync(file)) {
    throw new Error('The contracts are not installed; run "npm run test:install".');
  }
  const { abi, bytecode } = build.parse(JSON.parse(readFileSync(file, 'utf8')));
  return contractOf(abi, bytecode);
}

const compiled = z.object({
  errors: z.array(z.object({ severity: z.string(), formattedMessage: z.string() })).default([]),
  contracts: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        abi: z.array(z.unknown()),
        evm: z.object({ bytecode: z.object({ object: z.string() }) }),
      }),
    ),
  ),
});

/**
 * The contracts of `test/node/contracts`, which no package publishes, by their names.
 *
 * The compiler runs in a process of its own, since it takes over how a process handles errors.
 */
export function compileContracts(): ReadonlyMap<string, Contract> {
  const folder = join(packageRoot(), 'test/node/contracts');
  const sources = Object.fromEntries(
    ['Dollar.sol', 'Calls.sol', 'PayTime.sol'].map((name) => [
      name,
      { content: readFileSync(join(folder, name), 'utf8') },
    ]),
  );
  const settings = {
    optimizer: { enabled: true },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object'] } },
  };
  const input = JSON.stringify({ language: 'Solidity', sources, settings });
  const compiler = join(INSTALLED, 'solc/solc.js');
  const output = execFileSync(process.execPath, [compiler, '--standard-json'], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  // The compiler says a word of its own before the answer.
  const { errors, contracts } = compiled.parse(JSON.parse(output.slice(output.indexOf('{'))));
  const [problem] = errors.filter(({ severity }) => severity === 'error');
  if (problem !== undefined) throw new Error(problem.formattedMessage);
  return new Map(
    Object.values(contracts).flatMap((file) =>
      Object.entries(file).map(([name, { abi, evm }]) => [
        name,
        contractOf(abi, evm.bytecode.object),
      ]),
    ),
  );
}

function contractOf(abi: readonly unknown[], bytecode: string): Contract {
  return { abi: new Interface(JSON.stringify(abi)), code: bytecode.replace(/^0x/, '') };
}
