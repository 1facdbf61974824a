/** From the topology of world-atlas to outlines in a plane: arcs, the cut at the antimeridian, an equal-area projection. */

export type Point = readonly [number, number];
export type Ring = Point[];

/** What of a TopoJSON file is used. */
export interface Topology {
  transform: { scale: Point; translate: Point };
  arcs: Point[][];
}
export interface Geometry {
  type: string;
  arcs?: number[][] | number[][][];
}

/** Undo the quantization and the differences of an arc. */
function decoded({ scale, translate }: Topology["transform"], arc: Point[]): Ring {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => {
    [x, y] = [x + dx, y + dy];
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
}

/** The rings of a geometry, in degrees; the holes of a polygon follow it. */
export function rings(topology: Topology, geometry: Geometry): Ring[] {
  const arcs = topology.arcs.map((a) => decoded(topology.transform, a));
  const line = (k: number): Ring => (k >= 0 ? arcs[k]! : [...arcs[~k]!].reverse());
  const ring = (list: number[]): Ring => list.flatMap((k, i) => line(k).slice(i ? 1 : 0));
  if (geometry.type === "Polygon") return (geometry.arcs as number[][]).map(ring);
  if (geometry.type === "MultiPolygon") return (geometry.arcs as number[][][]).flatMap((p) => p.map(ring));
  return [];
}

/** Longitudes without jumps: a ring across the antimeridian goes on beyond 180 degrees. */
export function unwrapped(ring: Ring): Ring {
  let turn = 0;
  return ring.map(([lon, lat], i) => {
    const before = i ? ring[i - 1]![0] : lon;
    if (lon - before > 180) turn -= 360;
    else if (before - lon > 180) turn += 360;
    return [lon + turn, lat];
  });
}

/** The part of a ring on one side of a meridian. */
function side(ring: Ring, at: number, keep: (lon: number) => boolean): Ring {
  const out: Ring = [];
  ring.forEach((p, i) => {
    const q = ring[(i + 1) % ring.length]!;
    if (keep(p[0])) out.push(p);
    if (keep(p[0]) !== keep(q[0])) out.push([at, p[1] + ((at - p[0]) / (q[0] - p[0])) * (q[1] - p[1])]);
  });
  return out;
}

/** The pieces of a ring within 180 degrees of a meridian, their longitudes counted from it. */
export function cut(ring: Ring, centre: number): Ring[] {
  const whole = unwrapped(ring);
  return [-360, 0, 360].flatMap((turn) => {
    const moved: Ring = whole.map(([lon, lat]) => [lon + turn - centre, lat]);
    const piece = side(side(moved, -180, (x) => x >= -180), 180, (x) => x <= 180);
    return piece.length > 2 && Math.abs(area(piece)) > 1e-9 ? [piece] : [];
  });
}

/** Area of a ring, by the shoelace; negative clockwise. */
export const area = (ring: Ring): number =>
  ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length]!;
    return sum + (x * v - u * y) / 2;
  }, 0);

const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;

/** Equal Earth: areas are true. Šavrič, Patterson & Jenny (2019), International Journal of Geographical Information Science 33(3), 454. */
export function equalEarth([lon, lat]: Point): Point {
  const t = Math.asin(M * Math.sin((lat * Math.PI) / 180));
  const [t2, t6] = [t * t, t ** 6];
  const x = ((lon * Math.PI) / 180) * Math.cos(t) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)));
  return [x, t * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))];
}

/** Outline of rings as the text of a path in whole steps, each point as the step from the one before. */
export function pathOf(pieces: Ring[], toPixel: (p: Point) => Point): string {
  let text = "";
  for (const ring of pieces) {
    const points = ring.map((p) => toPixel(p).map(Math.round) as [number, number]);
    const kept = points.filter((p, i) => i === 0 || p[0] !== points[i - 1]![0] || p[1] !== points[i - 1]![1]);
    if (kept.length < 3) continue;
    let [x, y] = kept[0]!;
    text += `M${x} ${y}l`;
    text += kept.slice(1).map(([u, v]) => {
      const step = `${u - x} ${v - y}`;
      [x, y] = [u, v];
      return step;
    }).join(" ").replace(/ -/g, "-");
    text += "z";
  }
  return text;
}
