import { assertNever } from '../core/never.js';
import type { PlaceShape } from './moneyGraph.js';

/** A place in a picture. Units: pixels, from the upper left. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Frame extends Point {
  readonly width: number;
  readonly height: number;
}

/** How far a shape's slanted sides reach into its frame. */
const SLANT = 9;

/** The corners of a shape inside its frame, clockwise from the upper left. */
export function outlineOf(shape: PlaceShape, frame: Frame): readonly Point[] {
  const { x, y, width, height } = frame;
  const [right, bottom, middle] = [x + width, y + height, y + height / 2];
  const point = (px: number, py: number): Point => ({ x: px, y: py });
  switch (shape) {
    case 'subject':
    case 'account':
    case 'unseen':
      return [point(x, y), point(right, y), point(right, bottom), point(x, bottom)];
    case 'labelled':
      return [
        ...[point(x + SLANT, y), point(right - SLANT, y), point(right, y + SLANT)],
        ...[point(right, bottom - SLANT), point(right - SLANT, bottom), point(x + SLANT, bottom)],
        ...[point(x, bottom - SLANT), point(x, y + SLANT)],
      ];
    case 'service':
      return [
        ...[point(x + SLANT, y), point(right - SLANT, y)],
        ...[point(right, bottom), point(x, bottom)],
      ];
    case 'mixer':
      return [
        ...[point(x + SLANT, y), point(right, y)],
        ...[point(right - SLANT, bottom), point(x, bottom)],
      ];
    case 'hub':
      return [
        ...[point(x + SLANT, y), point(right - SLANT, y), point(right, middle)],
        ...[point(right - SLANT, bottom), point(x + SLANT, bottom), point(x, middle)],
      ];
    case 'other':
      return [
        ...[point(x + 4, y), point(right - 4, y), point(right, y + 4), point(right, bottom - 4)],
        ...[point(right - 4, bottom), point(x + 4, bottom), point(x, bottom - 4), point(x, y + 4)],
      ];
    default:
      return assertNever(shape, 'shape');
  }
}
