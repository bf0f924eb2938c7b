import type { Fraction } from '../amount.js';

/** How much of a conversion's value is risky, at least and at most. */
export interface RiskyPart {
  readonly least: Fraction;
  readonly most: Fraction;
  readonly mostIfUnseen: Fraction;
}

/** None of a value. */
export const NONE: Fraction = { numerator: 0n, denominator: 1n };
/** All of it. */
export const ALL: Fraction = { numerator: 1n, denominator: 1n };
/** Nobody knows how much. */
export const ANY: RiskyPart = { least: NONE, most: ALL, mostIfUnseen: ALL };

/** The rest of a value. */
export function without({ numerator, denominator }: Fraction): Fraction {
  return { numerator: denominator - numerator, denominator };
}

/** What several parts of a whole come to, each counted by its weight. */
export class PartSum {
  #weight = 0n;
  #clean = NONE;
  #most = NONE;
  #mostIfUnseen = NONE;

  /** Adds a part. Units: weights of one sum are comparable. */
  add(part: RiskyPart, weight: bigint): void {
    this.#weight += weight;
    this.#clean = plus(this.#clean, times(without(part.least), weight));
    this.#most = plus(this.#most, times(part.most, weight));
    this.#mostIfUnseen = plus(this.#mostIfUnseen, times(part.mostIfUnseen, weight));
  }

  /** The part of the whole. Edge: of a whole without weight nobody knows anything. */
  part(): RiskyPart {
    if (this.#weight === 0n) return ANY;
    return {
      least: without(over(this.#clean, this.#weight)),
      most: over(this.#most, this.#weight),
      mostIfUnseen: over(this.#mostIfUnseen, this.#weight),
    };
  }
}

function plus(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.denominator + b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}

function times({ numerator, denominator }: Fraction, factor: bigint): Fraction {
  return { numerator: numerator * factor, denominator };
}

function over({ numerator, denominator }: Fraction, divisor: bigint): Fraction {
  return { numerator, denominator: denominator * divisor };
}
