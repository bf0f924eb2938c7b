import { hostname } from 'node:os';
import process from 'node:process';

/** The name of one running service: its machine, its process, and a random part. */
export function createOwner(random: (size: number) => Uint8Array): string {
  return [hostname(), process.pid, Buffer.from(random(8)).toString('hex')].join('/');
}

/**
 * Whether the process of an owner is known to have ended.
 *
 * Edge: of another machine nobody knows here, nor of an owner that had this process's number; then the
 * end of its lease has to be waited for.
 */
export function isOwnerGone(owner: string): boolean {
  const [host, pid] = owner.split('/');
  const number = Number(pid);
  if (host !== hostname() || !Number.isInteger(number) || number < 1) return false;
  return !isAlive(number);
}

/** Whether an owner had the number of this process, on this machine. */
export function isOfThisProcess(owner: string): boolean {
  const [host, pid] = owner.split('/');
  return host === hostname() && Number(pid) === process.pid;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of another user may not be asked, and is there.
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return true;
    throw error;
  }
}
