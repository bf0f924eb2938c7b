import type {
  PathPicture,
  PictureEdge,
  PictureNode,
  PictureText,
} from '../../report/layOutPicture.js';
import type { Point } from '../../report/pictureShapes.js';

/** The paths drawn. Each box and arrow has all of its text as its title. */
export function PictureSvg({
  picture,
  name = '',
}: {
  readonly picture: PathPicture;
  /** Tells it from other pictures of the page. */
  readonly name?: string;
}) {
  const { width, height, fontSize, title, description, nodes, edges } = picture;
  return (
    <svg
      class="picture"
      role="img"
      aria-labelledby={`picture-title${name} picture-description${name}`}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      font-size={fontSize}
      text-anchor="middle"
    >
      <title id={`picture-title${name}`}>{title}</title>
      <desc id={`picture-description${name}`}>{description}</desc>
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto"
        >
          <path class="arrow-head" d="M0 0L8 4L0 8z" />
        </marker>
      </defs>
      {edges.map((edge) => (
        <LineDrawing key={`${edge.from} ${edge.to}`} edge={edge} />
      ))}
      {edges.map((edge) => (
        <LabelDrawing key={`${edge.from} ${edge.to}`} edge={edge} />
      ))}
      {nodes.map((node) => (
        <NodeDrawing key={node.key} node={node} />
      ))}
    </svg>
  );
}

function NodeDrawing({ node }: { readonly node: PictureNode }) {
  const { shape, outline, texts, title } = node;
  return (
    <g class={`node node-${shape}`}>
      <title>{title}</title>
      <polygon points={outline.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {texts.map((text, at) => (
        <TextDrawing key={at} text={text} />
      ))}
    </g>
  );
}

function LineDrawing({ edge: { kind, points, title } }: { readonly edge: PictureEdge }) {
  return (
    <g class={`edge edge-${kind}`}>
      <title>{title}</title>
      <path class="edge-line" d={curveThrough(points)} marker-end="url(#arrow)" />
    </g>
  );
}

/** Drawn after all lines, so that none crosses a text. */
function LabelDrawing({ edge: { texts, ground, title } }: { readonly edge: PictureEdge }) {
  return texts.length === 0 ? null : (
    <g class="edge">
      <title>{title}</title>
      <rect class="ground" {...ground} />
      {texts.map((text, at) => (
        <TextDrawing key={at} text={text} />
      ))}
    </g>
  );
}

function TextDrawing({ text: { text, x, y, style } }: { readonly text: PictureText }) {
  return (
    <text class={`text-${style}`} x={x} y={y}>
      {text}
    </text>
  );
}

/** A line that bends at its inner points without reaching them, and ends where they do. */
function curveThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return '';
  const bends = rest.slice(0, -1).map((point, at) => {
    const next = rest[at + 1] ?? last;
    const middle = at === rest.length - 2 ? next : midpoint(point, next);
    return `Q${point.x} ${point.y} ${middle.x} ${middle.y}`;
  });
  const end = bends.length === 0 ? `L${last.x} ${last.y}` : '';
  return `M${first.x} ${first.y}${bends.join('')}${end}`;
}

function midpoint(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
