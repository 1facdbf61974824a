import { describe, expect, it } from "vitest";
import { area, split } from "../src/charts/yearly";
import { number } from "../src/format";
import { text } from "../src/i18n";
import { emptyScenario, emptyState, type State } from "../src/state/types";
import { listOf, mapOf, pathOf, toggled } from "../src/views/pathway/asked";
import { tonnesOf } from "../src/views/pathway/carbon";
import { percent } from "../src/views/pathway/past";

const state = (params: Record<string, string> = {}): State => ({ ...emptyState(), on: "world", year: 2011, region: "CHN", params });

describe("what is asked of a pathway", () => {
  it("is the baseline alone where nothing is done", () => {
    expect(pathOf(state(), emptyScenario(), null)).toEqual({ on: "world", year: 2011, region: "CHN", horizon: "medium", until: 2035 });
  });

  it("sets targets against doing nothing where nothing is done, and against no package unasked", () => {
    expect(mapOf(state(), emptyScenario(), null, null).package).toEqual({ shocks: [] });
    expect(mapOf(state(), emptyScenario(), { on: "world", year: 2011, region: "CHN", package: "green-turn", horizon: "medium" }, null).package).toBe("green-turn");
  });

  it("is the scenario of Try with what the view adds, and no more", () => {
    const tried = { on: "world", year: 2011, region: "CHN", package: "green-turn", horizon: "medium" as const, input: "c14" };
    const asked = pathOf(state({ "pathway.until": "2060", "pathway.off": "capital,data", "pathway.range": "1", "pathway.start": "2030" }), emptyScenario(), tried);
    expect(asked).toEqual({ on: "world", year: 2011, region: "CHN", package: "green-turn", horizon: "medium", until: 2060, start: 2030, off: ["capital", "data"], range: true });
    expect(pathOf(state({ "pathway.start": "2035" }), emptyScenario(), tried).start).toBeUndefined();
  });

  it("has mechanisms in one order, whichever is switched first", () => {
    expect(toggled(listOf(toggled([], "data")), "capital")).toBe(toggled(listOf(toggled([], "capital")), "data"));
    expect(toggled(["capital"], "capital")).toBe("");
  });
});

describe("years as lines", () => {
  it("tell observed years from assumed ones, without a gap between", () => {
    expect(split([1, 2, 3, 4], 1)).toEqual([[1, 2, null, null], [null, 2, 3, 4]]);
  });

  it("have a band from the lowest to the highest, where both are known", () => {
    const same = (v: number): number => v;
    expect(area([0, -1, -2], [1, 1, null], same, same)).toBe("M0.0 1.0L1.0 1.0L1.0 -1.0L0.0 0.0Z");
    expect(area([null], [1], same, same)).toBe("");
  });
});

describe("carbon of industries", () => {
  it("is in 亿吨, or in 万吨 for a small economy, so that nothing is shown as 0.00", () => {
    expect(tonnesOf([996, 12.3, null], "zh")).toEqual({ unit: "亿吨", factor: 0.01, digits: 2 });
    expect(tonnesOf([10], "zh").unit).toBe("亿吨");
    const small = tonnesOf([9.9, 0.43], "zh");
    expect([small.unit, number(9.9 * small.factor, small.digits), number(0.43 * small.factor, small.digits)]).toEqual(["万吨", "990", "43"]);
    expect(tonnesOf([0.43], "en")).toEqual({ unit: "Mt", factor: 1, digits: 0 });
    expect(text("zh").t("pathway.carbon.mtbase", { unit: small.unit })).toBe("基准累计（万吨）");
  });
});

describe("known years", () => {
  it("have a skill with its sign, as the answers print it", () => {
    expect([percent(0.4), percent(-1.108), percent(0), percent(null)]).toEqual(["+40%", "−111%", "+0%", "–"]);
  });
});
