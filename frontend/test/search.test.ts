import { describe, expect, it } from "vitest";
import type { SearchChoices, SearchPoint } from "../src/api/types";
import { emptyState, type State } from "../src/state/types";
import { effortOf, goalsOf, markOf, offered, picked, searchOf, startsOf, written } from "../src/views/search/asked";
import { givesUp, holds, signed, size } from "../src/views/search/figures";
import { scenarioOf } from "../src/views/search/package";

const label = (id: string) => ({ id, label: { en: id, zh: id } });
const CHOICES: SearchChoices = {
  schema_version: 1, region: "CHN", year: 2011, until: 2035, start: 2025, limits: ["bill", "bill_largest", "peak", "gap"], families: ["b", "a"],
  goals: ["real_income", "co2", "cumulative_co2"].map((id) => ({ ...label(id), better: id === "real_income" ? "higher" as const : "lower" as const })),
  packages: ["a", "b", "c"].map((id) => ({ ...label(id), note: { en: "", zh: "" } })),
  actions: [{ ...label("x"), tag: "not specific" }, { ...label("y"), tag: "actionable" }],
  tags: {}, scenarios: ["war", "slow"].map((id) => ({ ...label(id), note: { en: "", zh: "" } })), paths: 1000,
};
const state = (params: Record<string, string> = {}): State => ({ ...emptyState(), on: "world", year: 2011, region: "CHN", params: Object.fromEntries(Object.entries(params).map(([k, v]) => [`search.${k}`, v])) });

describe("what is asked of a search", () => {
  it("is the six families, two goals and a budget where nothing is said", () => {
    expect(searchOf(state(), CHOICES)).toEqual({
      on: "world", year: 2011, region: "CHN", goals: ["real_income", "co2"], actions: ["b", "a"], budget: "0.5%GDP", until: 2035, evaluations: 60, scenarios: ["war", "slow"],
    });
  });
  it("has limits as fractions, scenarios by name, no budget where it is empty", () => {
    const asked = searchOf(state({ budget: "", peak: "2030", carbon: "-2.3", gap: "0", worlds: "slow", draws: "3", per: "year" }), CHOICES);
    expect(asked).toMatchObject({ limits: { peak: 2030, cumulative_co2: -0.023, gap: 0 }, scenarios: ["slow"], cases: 3 });
    expect(asked.budget).toBeUndefined();
    expect(searchOf(state({ per: "year", worlds: "none" }), CHOICES)).toMatchObject({ budget: "0.5%GDP/year", scenarios: [] });
  });
  it("takes single actions by their tag, or by name", () => {
    expect(searchOf(state({ from: "actions" }), CHOICES)).toMatchObject({ actions: ["shipped"], tags: ["not specific", "out of scope"] });
    expect(picked(CHOICES, state({ from: "actions" }))).toEqual(["x"]);
    expect(searchOf(state({ from: "actions", pick: "y", tags: "actionable" }), CHOICES)).toMatchObject({ actions: ["y"] });
    expect(offered(CHOICES, "packages", []).map((o) => o.id)).toEqual(["b", "a", "c"]);
  });
  it("leaves out what accounts without carbon or people do not have", () => {
    const bare = { ...CHOICES, limits: ["bill"], goals: CHOICES.goals.slice(0, 1) };
    const asked = searchOf(state({ peak: "2030", carbon: "1", gap: "1" }), bare);
    expect(asked.limits).toBeUndefined();
    expect(goalsOf(bare, state())).toEqual(["real_income"]);
  });
  it("spends more paths on more actions, within what a server follows", () => {
    expect([effortOf("quick", 6, false, 900), effortOf("thorough", 6, false, 900), effortOf("quick", 6, true, 900)]).toEqual([70, 210, 210]);
    expect([effortOf("thorough", 36, false, 900), effortOf("9", 36, false, 900)]).toEqual([900, 9]);
    expect(startsOf(2025, 2029)).toEqual([2025, 2027]);
    expect([written("0.5"), written(" "), written("x")]).toEqual([0.5, null, null]);
  });
  it("is marked by what it says", () => {
    expect(markOf("a")).not.toBe(markOf("b"));
    expect(markOf("the same")).toBe(markOf("the same"));
  });
});

describe("what was found", () => {
  const point: SearchPoint = { sizes: { a: 1 }, starts: {}, figures: { real_income: 0.02, co2: -0.01 }, shocks: [{ lever: "tariff", value: 0.5, mode: "scale", region: "CHN", partner: "*", options: {} }] };
  const other: SearchPoint = { ...point, figures: { real_income: 0.03, co2: 0.01 } };
  const found = { goals: CHOICES.goals.slice(0, 2), robust: { rows: [{ point: 0, best: [] }, { point: 1, best: ["worst"] }] } } as never;
  it("can be tried: a scenario without what says nothing", () => {
    expect(scenarioOf(point, "Package 1", "long")).toMatchObject({ name: "Package 1", horizon: "long", shocks: [{ lever: "tariff", value: 0.5, mode: "scale", region: "CHN" }] });
    expect(Object.keys(scenarioOf(point, "", "medium").shocks![0]!)).toEqual(["lever", "value", "mode", "region"]);
  });
  it("is compared by goal: what is given up is positive", () => {
    expect(givesUp(found, point, other).map((g) => Number(g.value.toFixed(6)))).toEqual([-0.01, 0.02]);
    expect([holds(found, 0), holds(found, 1)]).toEqual([false, true]);
  });
  it("reads with enough decimals", () => {
    expect([signed(0.0375), signed(-0.00001), signed(0), signed(null)]).toEqual(["+3.75%", "−0.001%", "0.00%", "–"]);
    expect([size(1), size(0.389)]).toEqual(["100%", "38.9%"]);
  });
});
