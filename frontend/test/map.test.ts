import tiles from "virtual:tiles";
import world from "virtual:world";
import { describe, expect, it } from "vitest";
import { classOf, steps } from "../src/views/explore/map/classes";
import { area, cut, equalEarth, unwrapped, type Ring } from "../src/views/explore/map/geometry";
import { next } from "../src/views/explore/map/ways";

/** Ends of a path that starts with `M` and goes on in steps. */
function spans(path: string): { left: number; right: number }[] {
  return path.split("z").filter(Boolean).map((piece) => {
    const n = (piece.match(/-?\d+/g) ?? []).map(Number);
    let [x, left, right] = [n[0]!, n[0]!, n[0]!];
    for (let i = 2; i < n.length; i += 2) [x, left, right] = [x + n[i]!, Math.min(left, x + n[i]!), Math.max(right, x + n[i]!)];
    return { left, right };
  });
}

describe("the cut at the antimeridian", () => {
  const square: Ring = [[170, 10], [-170, 10], [-170, -10], [170, -10], [170, 10]];

  it("goes on beyond 180 degrees before it is cut", () => {
    expect(unwrapped(square).map((p) => p[0])).toEqual([170, 190, 190, 170, 170]);
  });

  it("makes two pieces, each at its side, that have the area of the whole", () => {
    const pieces = cut(square, 0);
    expect(pieces).toHaveLength(2);
    expect(pieces.every((r) => r.every(([lon]) => Math.abs(lon) <= 180))).toBe(true);
    expect(pieces.map((r) => Math.sign(r[0]![0])).sort()).toEqual([-1, 1]);
    expect(pieces.reduce((s, r) => s + Math.abs(area(r)), 0)).toBeCloseTo(400, 9);
  });

  it("leaves a ring whole that does not reach the cut", () => {
    expect(cut(square, 170)).toHaveLength(1);
    expect(Math.abs(area(cut(square, 170)[0]!))).toBeCloseTo(400, 9);
  });
});

describe("the projection", () => {
  it("keeps areas", () => {
    const patch = (lat: number): number => {
      const side = (from: [number, number], to: [number, number]): Ring =>
        Array.from({ length: 40 }, (_, i) => [from[0] + ((to[0] - from[0]) * i) / 40, from[1] + ((to[1] - from[1]) * i) / 40] as const);
      const ring = [...side([0, lat], [10, lat]), ...side([10, lat], [10, lat + 5]), ...side([10, lat + 5], [0, lat + 5]), ...side([0, lat + 5], [0, lat])];
      const sphere = ((10 * Math.PI) / 180) * (Math.sin(((lat + 5) * Math.PI) / 180) - Math.sin((lat * Math.PI) / 180));
      return Math.abs(area(ring.map(equalEarth))) / sphere;
    };
    expect(patch(0)).toBeCloseTo(1, 3);
    expect(patch(60)).toBeCloseTo(patch(0), 3);
  });
});

describe("the map of the world", () => {
  it("is small, and has the economies of the accounts", () => {
    expect(JSON.stringify(world).length).toBeLessThan(80_000);
    const codes = world.shapes.map((s) => s[0]);
    for (const code of ["CHN", "USA", "JPN", "KOR", "TWN", "IND", "IDN", "AUS", "RUS", "BRA", "MEX", "CAN", "TUR", "DEU", "FRA", "GBR", "ITA", "ESP"]) expect(codes).toContain(code);
    const given = codes.filter(Boolean);
    expect(new Set(given).size).toBe(given.length);
  });

  it("has no outline that runs from one edge to the other", () => {
    for (const [code, , , path] of world.shapes) for (const { left, right } of spans(path)) expect(right - left, code).toBeLessThan(world.width / 2);
  });

  it("has everything inside", () => {
    for (const [code, , , path, x, y] of world.shapes) {
      for (const { left, right } of spans(path)) expect(left >= 0 && right <= world.width, code).toBe(true);
      expect(x > 0 && x < world.width && y > 0 && y < world.height, code).toBe(true);
    }
  });
});

describe("the grid of provinces", () => {
  it("has every province once, each on its own square", () => {
    const codes = tiles.map((t) => t[0]);
    expect(new Set(codes).size).toBe(34);
    expect(codes.length).toBe(34);
    expect(new Set(tiles.map((t) => `${t[1]},${t[2]}`)).size).toBe(34);
    expect(tiles.every((t) => t[3] && /^[\u4e00-\u9fff]{2,3}$/.test(t[4]))).toBe(true);
  });
});

describe("steps of colour", () => {
  it("rise, and hold every value", () => {
    const values = [0.31, 0.42, 0.44, 0.47, 0.5, 0.52, 0.58, 0.6, 0.61, 0.73];
    const made = steps(values);
    expect(made.ends.length).toBe(4);
    expect(made.classes.length).toBe(5);
    expect([...made.ends].sort((a, b) => a - b)).toEqual(made.ends);
    expect(new Set(values.map((v) => classOf(v, made)))).toEqual(new Set(made.classes));
  });

  it("are round", () => {
    for (const end of steps([0.123, 0.2345, 0.3456, 0.4567, 0.789]).ends) expect(String(end).length).toBeLessThanOrEqual(5);
  });

  it("have two hues about zero, in the direction that is better", () => {
    const made = steps([-810, -200, -100, -40, 22, 80, 393, 1620]);
    expect(made.ends).toContain(0);
    expect(classOf(-810, made)).toMatch(/loss/);
    expect(classOf(1620, made)).toBe("gain3");
    expect(classOf(1620, steps([-810, 1620], true))).toMatch(/loss/);
  });

  it("are one where all values are the same, and none is needed", () => {
    expect(steps([2, 2])).toEqual({ ends: [], classes: ["h3"] });
    expect(steps([])).toEqual({ ends: [], classes: ["h3"] });
  });
});

describe("arrow keys on a map", () => {
  const places = [{ code: "a", x: 0, y: 0 }, { code: "b", x: 10, y: 1 }, { code: "c", x: 4, y: 9 }, { code: "d", x: 30, y: 0 }];
  it("go to the nearest place in their direction", () => {
    expect(next(places, places[0]!, "ArrowRight")?.code).toBe("b");
    expect(next(places, places[0]!, "ArrowDown")?.code).toBe("c");
    expect(next(places, places[0]!, "ArrowUp")).toBeNull();
    expect(next(places, places[0]!, "Enter")).toBeNull();
  });
});
