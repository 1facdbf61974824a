/** The map of the world as a module: `virtual:world` holds one short path an economy, made from world-atlas at build time. */
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { area, cut, equalEarth, pathOf, rings, type Geometry, type Point, type Ring, type Topology } from "./src/views/explore/map/geometry.ts";

const ACCOUNTS = new URL("../src/newind/accounts/", import.meta.url);
const ATLAS = new URL("node_modules/world-atlas/countries-110m.json", import.meta.url);
/** The meridian in the middle: the opposite one runs through the Bering Strait and cuts no country. */
const CENTRE = 11;
const WIDTH = 1200;
/** Antarctica: nobody's accounts have it, and it would take a fifth of the height. */
const LEFT_OUT = "010";

/** An area of the map: code, names, path, and a point inside. */
export type Shape = [code: string, en: string, zh: string, path: string, x: number, y: number];

const read = (name: string): string => readFileSync(new URL(name, ACCOUNTS), "utf-8");

/** Numeric code → code of three letters. */
function codes(): Map<number, string> {
  const iso = read("regions_numeric.yaml").match(/^iso: \{([\s\S]*?)\}/m)![1]!;
  return new Map([...iso.matchAll(/([A-Z]{3}): (\d+)/g)].map(([, code, n]) => [Number(n), code!]));
}

/** Code → names in English and Chinese; a name with a comma stands in quotes. */
function names(): Map<string, [string, string]> {
  const cells = (line: string): string[] => [...line.matchAll(/("([^"]*)"|[^,]*)(,|$)/g)].map((m) => m[2] ?? m[1]!);
  return new Map(read("regions.csv").split(/\r?\n/).slice(1).filter(Boolean).map((line) => {
    const [code, en, zh] = cells(line);
    return [code!, [en!, zh!]];
  }));
}

/** The middle of the largest ring. */
function middle(pieces: Ring[]): Point {
  const largest = pieces.reduce((a, b) => (Math.abs(area(b)) > Math.abs(area(a)) ? b : a));
  const n = largest.length;
  return [largest.reduce((s, p) => s + p[0], 0) / n, largest.reduce((s, p) => s + p[1], 0) / n];
}

export function world(): { width: number; height: number; shapes: Shape[] } {
  const topology = JSON.parse(readFileSync(ATLAS, "utf-8")) as Topology & { objects: { countries: { geometries: (Geometry & { id?: string })[] } } };
  const [known, named] = [codes(), names()];
  const all = topology.objects.countries.geometries
    .filter((g) => g.id !== LEFT_OUT)
    .map((g) => ({ code: known.get(Number(g.id ?? 0)) ?? "", pieces: rings(topology, g).flatMap((r) => cut(r, CENTRE)).map((r) => r.map(equalEarth)) }));
  const points = all.flatMap((g) => g.pieces.flat());
  const ends = (k: 0 | 1): [number, number] => points.reduce(([a, b], p) => [Math.min(a, p[k]), Math.max(b, p[k])], [Infinity, -Infinity]);
  const [[left, right], [bottom, top]] = [ends(0), ends(1)];
  const scale = WIDTH / (right - left);
  const toPixel = ([x, y]: Point): Point => [(x - left) * scale, (top - y) * scale];
  const shapes = all.map(({ code, pieces }): Shape => {
    const [x, y] = toPixel(middle(pieces)).map(Math.round) as [number, number];
    return [code, ...(named.get(code) ?? ["", ""]), pathOf(pieces, toPixel), x, y];
  });
  return { width: WIDTH, height: Math.ceil((top - bottom) * scale), shapes };
}

/** The provinces of China on a grid: code, column, row, names. */
export function tiles(): [string, number, number, string, string][] {
  const listed = readFileSync(new URL("../src/newind/analyses/circulation/tiles.yaml", import.meta.url), "utf-8");
  return [...listed.matchAll(/code: (\S+), column: (\d+), row: (\d+),.*?en: "(.*?)", zh: "(.*?)"/g)].map((m) => [m[1]!, Number(m[2]), Number(m[3]), m[4]!, m[5]!]);
}

const MODULES: Record<string, () => unknown> = { "virtual:world": world, "virtual:tiles": tiles };

export function maps(): Plugin {
  return {
    name: "maps",
    resolveId: (id) => (id in MODULES ? `\0${id}` : null),
    load: (id) => (id.startsWith("\0virtual:") && id.slice(1) in MODULES ? `export default ${JSON.stringify(MODULES[id.slice(1)]!())};` : null),
  };
}
