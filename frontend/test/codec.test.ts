import { describe, expect, it } from "vitest";
import { VERSION, decode, encode } from "../src/state/codec";
import { PLACES, VIEWS, emptyScenario, emptyState, placeOf, type Scenario, type Shock, type State } from "../src/state/types";

/** Random numbers that are the same every time (mulberry32). */
function seeded(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS = ["CHN", "c15", "high-tech", "a b", "x=1;y", "中文，名称", "50%/2", "a:b@c", "&#?", "~!*'()"];

function drawn(seed: number): State {
  const r = seeded(seed);
  const word = (): string => WORDS[Math.floor(r() * WORDS.length)]!;
  const maybe = <X>(x: () => X): X | undefined => (r() < 0.5 ? x() : undefined);
  const shock = (): Shock => {
    const s: Shock = { lever: word(), value: Math.round((r() - 0.5) * 1e4) / 1e4 };
    const some = { mode: maybe(word), region: maybe(word), partner: maybe(() => [word(), word()]), industry: maybe(word), user: maybe(word) };
    for (const [k, v] of Object.entries(some)) if (v !== undefined) Object.assign(s, { [k]: v });
    if (r() < 0.4) s.options = { coverage: 0.7, recycling: word() };
    if (r() < 0.4) Object.assign(s, { start: 2026, phase_in: 5, table: "countries", action: word() });
    return s;
  };
  const scenario = (): Scenario => {
    const packaged = r() < 0.5;
    return {
      name: r() < 0.3 ? word() : "",
      package: packaged ? word() : "",
      shocks: packaged && r() < 0.5 ? null : Array.from({ length: Math.floor(r() * 4) }, shock),
      horizon: r() < 0.5 ? "medium" : "long",
      financing: r() < 0.5 ? "lump_sum" : "output_tax",
      parameters: r() < 0.3 ? { trade_elasticity: 2.5, trade_balance: word() } : {},
    };
  };
  const scenarios = Array.from({ length: 1 + Math.floor(r() * 4) }, scenario);
  return {
    view: "try", lang: r() < 0.5 ? "en" : "zh", on: word(), year: 1995 + Math.floor(r() * 17), region: word(),
    scenarios, active: Math.floor(r() * scenarios.length), params: r() < 0.5 ? { "search.go": word() } : {},
  };
}

describe("a state and its address", () => {
  it("are the same thing", () => {
    for (let seed = 0; seed < 400; seed++) {
      const state = drawn(seed);
      const found = decode(encode(state, "0.1.0"));
      expect(found.unread).toEqual([]);
      expect(found.state).toEqual(state);
      expect(found.version).toBe(VERSION);
      expect(found.madeWith).toBe("0.1.0");
    }
  });

  it("leave out what is usual", () => {
    expect(encode({ ...emptyState(), view: "try" })).toBe(`#/try?v=${VERSION}`);
  });

  it("keep a package that was not touched by its name alone", () => {
    const state: State = { ...emptyState(), scenarios: [{ ...emptyScenario(), package: "green-turn", shocks: null }] };
    expect(encode(state)).toContain("A=p=green-turn");
    expect(decode(encode(state)).state.scenarios[0]!.shocks).toBeNull();
  });
});

describe("an address that is not understood", () => {
  it("never fails, and names what it left out", () => {
    const found = decode("#/nowhere?v=7&A=x=carbon_price:abc;z=1&bogus&year=x&%E0%A4%A=1");
    expect(found.version).toBe(7);
    expect(found.unread).toContain("nowhere");
    expect(found.unread).toContain("carbon_price:abc");
    expect(found.unread).toContain("bogus");
    expect(found.state.scenarios[0]!.shocks).toEqual([]);
  });

  it("opens Start where it names no view", () => {
    for (const hash of ["", "#", "#/", "#/?v=1&region=DEU", "#/nowhere"]) expect(decode(hash).state.view).toBe("start");
  });

  it("falls back to what is usual", () => {
    const usual = { ...emptyState(), on: "world", year: 2011, region: "CHN" };
    for (const hash of ["", "#", "#/", "#garbage", "#/try", "#/try?"]) {
      const { state } = decode(hash, usual);
      expect([state.on, state.year, state.region]).toEqual(["world", 2011, "CHN"]);
    }
  });
});

describe("an address made before the five places", () => {
  it.each<[hash: string, view: string]>([
    ["#/explore?v=1&explore.peers=DEU", "six"],
    ["#/diagnose?v=1", "findings"],
    ["#/search?v=1&search.go=1", "budget"],
    ...PLACES.back.map((view) => [`#/diagnose?v=1&diagnose.tab=${view}&region=CHN`, view] as [string, string]),
    ["#/diagnose?v=1&diagnose.tab=ask&diagnose.question=green.footprint", "ask"],
    ["#/diagnose?v=1&diagnose.tab=gone", "findings"],
    ...VIEWS.map((view) => [`#/${view}?v=1`, view] as [string, string]),
  ])("%s opens %s", (hash, view) => {
    const { state, unread } = decode(hash);
    expect(state.view).toBe(view);
    expect(unread).toEqual([]);
    expect(state.params).not.toHaveProperty("diagnose.tab");
    expect(decode(encode(state)).state).toEqual(state);
  });

  it("keeps what a view remembered", () => {
    expect(decode("#/explore?v=1&explore.peers=DEU").state.params).toEqual({ "explore.peers": "DEU" });
  });
});

describe("the five places", () => {
  it("have every view once", () => {
    expect(new Set(VIEWS).size).toBe(VIEWS.length);
    for (const view of VIEWS) expect(PLACES[placeOf(view)]).toContain(view);
  });
});
