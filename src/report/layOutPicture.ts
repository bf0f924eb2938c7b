import dagre from '@dagrejs/dagre';
import { type Account, addressOfAccount } from '../core/account.js';
import type { DocumentHop } from './document.js';
import { escapeText } from './format.js';
import type { GraphEdge, GraphNode, MoneyGraph, PlaceShape } from './moneyGraph.js';
import { outlineOf, type Point } from './pictureShapes.js';
import { shortenMiddle } from './shortenMiddle.js';

/** One line of text. Units: pixels; `x` is its middle, `y` its base line. */
export interface PictureText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly style: 'strong' | 'plain' | 'code';
}

/** A box of the picture. Units: pixels; `x` and `y` are its upper left corner. */
export interface PictureNode {
  readonly key: string;
  readonly account: Account | null;
  readonly shape: PlaceShape;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Corners of the shape; it is closed. */
  readonly outline: readonly Point[];
  readonly texts: readonly PictureText[];
  /** All of it in one text, the address whole. */
  readonly title: string;
}

/** An arrow of the picture. */
export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: GraphEdge['kind'];
  readonly hops: readonly DocumentHop[];
  /** From its beginning to its head. */
  readonly points: readonly Point[];
  readonly texts: readonly PictureText[];
  /** Where the texts stand: the line is not drawn behind them. */
  readonly ground: Ground;
  readonly title: string;
}

/** A rectangle. Units: pixels; `x` and `y` are its upper left corner. */
export interface Ground extends Point {
  readonly width: number;
  readonly height: number;
}

/** The paths laid out, ready to be drawn by whatever draws. Units: pixels, from the upper left. */
export interface PathPicture {
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  /** The picture in one sentence. */
  readonly title: string;
  /** Each arrow in words, for who cannot see it. */
  readonly description: string;
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
}

const FONT_SIZE = 12;
const LINE_HEIGHT = 16;
/** Of a letter in any usual font of that size, on average and with something to spare. */
const LETTER_WIDTH = 7;
/** Of a letter that takes two columns. */
const WIDE_LETTER_WIDTH = 13;
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f000}-\u{3ffff}]/u;
const PADDING = { x: 14, y: 9 } as const;
/** Columns of a name before it is broken, and the most lines that it gets. */
const NAME = { columns: 26, lines: 3 } as const;

/**
 * Lays out a graph from left to right, as money moved. `title` says what it shows.
 *
 * Order: the same graph gives the same picture, to the pixel.
 */
export function layOutPicture(graph: MoneyGraph, title: string): PathPicture {
  const addresses = graph.nodes.flatMap(({ account }) =>
    account === null ? [] : [addressOfAccount(account)],
  );
  const shortened = shortenMiddle(addresses);
  const boxes = new Map(graph.nodes.map((node) => [node.key, measure(node, shortened)]));
  const laid = layOut(graph, boxes);
  const nodes = graph.nodes.map((node) => placeNode(node, boxes.get(node.key) ?? EMPTY, laid));
  return {
    width: laid.width,
    height: laid.height,
    fontSize: FONT_SIZE,
    title,
    description: describe(graph),
    nodes,
    edges: graph.edges.map((edge, at) => placeEdge(edge, laid.edges[at])),
  };
}

interface Box {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly Pick<PictureText, 'text' | 'style'>[];
}

const EMPTY: Box = { width: 0, height: 0, lines: [] };

function measure(node: GraphNode, shortened: ReadonlyMap<string, string>): Box {
  const names = node.names.flatMap((name, at) =>
    breakName(escapeText(name)).map((text) => ({
      text,
      style: at === 0 ? ('strong' as const) : ('plain' as const),
    })),
  );
  const address = node.account === null ? null : addressOfAccount(node.account);
  const lines = [
    ...names,
    ...(address === null
      ? []
      : [{ text: escapeText(shortened.get(address) ?? address), style: 'code' as const }]),
  ];
  return {
    lines,
    width: Math.max(...lines.map(({ text }) => widthOf(text)), 40) + 2 * PADDING.x,
    height: lines.length * LINE_HEIGHT + 2 * PADDING.y,
  };
}

function breakName(name: string): readonly string[] {
  const lines: string[] = [];
  for (const word of name.split(' ').flatMap(breakWord)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= NAME.columns) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  if (lines.length <= NAME.lines) return lines;
  return [...lines.slice(0, NAME.lines - 1), `${lines[NAME.lines - 1] ?? ''}…`];
}

function breakWord(word: string): readonly string[] {
  const letters = [...word];
  const count = Math.ceil(letters.length / NAME.columns);
  return Array.from({ length: count }, (_, at) =>
    letters.slice(at * NAME.columns, (at + 1) * NAME.columns).join(''),
  );
}

function widthOf(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + (WIDE.test(letter) ? WIDE_LETTER_WIDTH : LETTER_WIDTH),
    0,
  );
}

interface LaidOut {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Point>;
  /** Order: the graph's. */
  readonly edges: readonly { readonly points: readonly Point[]; readonly label: Point | null }[];
}

function layOut({ nodes, edges }: MoneyGraph, boxes: ReadonlyMap<string, Box>): LaidOut {
  const drawing = new dagre.graphlib.Graph({ multigraph: true });
  drawing.setGraph({
    rankdir: 'LR',
    nodesep: 16,
    edgesep: 12,
    ranksep: 28,
    marginx: 6,
    marginy: 6,
  });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const { key } of nodes) {
    const { width, height } = boxes.get(key) ?? EMPTY;
    drawing.setNode(key, { width, height });
  }
  for (const [at, { from, to, texts }] of edges.entries()) {
    drawing.setEdge(from, to, { ...labelSize(texts), labelpos: 'c' }, `${at}`);
  }
  dagre.layout(drawing);
  const { width = 0, height = 0 } = drawing.graph();
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    nodes: new Map(nodes.map(({ key }) => [key, pointOf(drawing.node(key))])),
    edges: edges.map(({ from, to }, at) => {
      const { points = [], x, y } = drawing.edge(from, to, `${at}`);
      return { points: points.map(pointOf), label: x === undefined ? null : pointOf({ x, y }) };
    }),
  };
}

function labelSize(texts: readonly string[]): { readonly width: number; readonly height: number } {
  const width = Math.max(0, ...texts.map((text) => widthOf(escapeText(text))));
  return { width: width + 12, height: texts.length * LINE_HEIGHT };
}

function pointOf({ x, y }: { readonly x?: number; readonly y?: number }): Point {
  return { x: Math.round((x ?? 0) * 10) / 10, y: Math.round((y ?? 0) * 10) / 10 };
}

function placeNode(node: GraphNode, box: Box, laid: LaidOut): PictureNode {
  const middle = laid.nodes.get(node.key) ?? { x: 0, y: 0 };
  const { width, height } = box;
  const corner = pointOf({ x: middle.x - width / 2, y: middle.y - height / 2 });
  const { key, account, shape, whole } = node;
  return {
    ...{ key, account, shape, ...corner, width, height },
    outline: outlineOf(shape, { ...corner, width, height }).map(pointOf),
    texts: stack(box.lines, middle),
    title: escapeText(whole),
  };
}

function placeEdge(edge: GraphEdge, laid: LaidOut['edges'][number] | undefined): PictureEdge {
  const { from, to, kind, hops, texts, whole } = edge;
  const lines = texts.map((text) => ({ text: escapeText(text), style: 'plain' as const }));
  const middle = laid?.label ?? { x: 0, y: 0 };
  const { width, height } = labelSize(texts);
  const inner = width - 8;
  return {
    ...{ from, to, kind, hops },
    points: laid?.points ?? [],
    texts: stack(lines, middle),
    ground: {
      ...pointOf({ x: middle.x - inner / 2, y: middle.y - height / 2 }),
      ...{ width: inner, height },
    },
    title: escapeText(whole),
  };
}

/** Lines under each other around a middle. */
function stack(lines: Box['lines'], middle: Point): readonly PictureText[] {
  const top = middle.y - (lines.length * LINE_HEIGHT) / 2;
  return lines.map((line, at) => ({
    ...line,
    ...pointOf({ x: middle.x, y: top + at * LINE_HEIGHT + FONT_SIZE }),
  }));
}

function describe({ nodes, edges }: MoneyGraph): string {
  const names = new Map(nodes.map(({ key, whole }) => [key, whole]));
  return edges
    .map(({ kind, from, to, whole }) =>
      kind === 'share' ? `${whole}.` : `${names.get(from)} to ${names.get(to)}: ${whole}.`,
    )
    .map(escapeText)
    .join(' ');
}
