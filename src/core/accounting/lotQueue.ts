import type { Lot } from './layLots.js';

/** Taken lots that a queue keeps at its head before it drops them. */
const SLACK = 1_024;

/** Lots of one balance, oldest first. Each call costs in proportion to the lots that it moves. */
export class LotQueue {
  #origins: number[] = [];
  #amounts: bigint[] = [];
  #sent: bigint[] = [];
  #head = 0;

  /**
   * Adds a lot at the end. `sent` is the part of what the subject sent that the lot stands for.
   *
   * Edge: a lot with the origin of the one before joins it.
   */
  put(origin: number, amount: bigint, sent: bigint): void {
    const last = this.#amounts.length - 1;
    if (last >= this.#head && this.#origins[last] === origin) {
      const before = this.#amounts[last] ?? 0n;
      const sentBefore = this.#sent[last] ?? 0n;
      // Only lots of one kind may join: a part of them must stand for the same part of what was sent.
      const isAlike =
        (sent === amount && sentBefore === before) ||
        (sent === 0n && sentBefore === 0n) ||
        sentBefore * amount === sent * before;
      if (isAlike) {
        this.#amounts[last] = before + amount;
        this.#sent[last] = sentBefore + sent;
        return;
      }
    }
    this.#origins.push(origin);
    this.#amounts.push(amount);
    this.#sent.push(sent);
  }

  /** Takes an amount off the oldest lots; gives what they did not hold. */
  take(wanted: bigint, each: (lot: Lot) => void): bigint {
    let left = wanted;
    while (left > 0n && this.#head < this.#amounts.length) {
      const amount = this.#amounts[this.#head] ?? 0n;
      const sent = this.#sent[this.#head] ?? 0n;
      const origin = this.#origins[this.#head] ?? 0;
      if (amount <= left) {
        each({ origin, amount, sent, isFresh: false });
        left -= amount;
        this.#head += 1;
        continue;
      }
      const part = sent === amount ? left : (sent * left) / amount;
      each({ origin, amount: left, sent: part, isFresh: false });
      this.#amounts[this.#head] = amount - left;
      this.#sent[this.#head] = sent - part;
      left = 0n;
    }
    this.#dropTaken();
    return left;
  }

  /** Visits all lots, oldest first. */
  forEach(visit: (origin: number, sent: bigint) => void): void {
    for (let at = this.#head; at < this.#amounts.length; at += 1) {
      visit(this.#origins[at] ?? 0, this.#sent[at] ?? 0n);
    }
  }

  #dropTaken(): void {
    if (this.#head < SLACK || this.#head * 2 < this.#amounts.length) return;
    this.#origins = this.#origins.slice(this.#head);
    this.#amounts = this.#amounts.slice(this.#head);
    this.#sent = this.#sent.slice(this.#head);
    this.#head = 0;
  }
}
