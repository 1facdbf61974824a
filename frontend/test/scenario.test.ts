import { describe, expect, it } from "vitest";
import type { Lever, ReadyPackage } from "../src/api/types";
import { HOME, emptyScenario, emptyState, type Shock, type State } from "../src/state/types";
import { farthest } from "../src/views/try/beyond";
import { typed } from "../src/views/try/typed";
import { fits } from "../src/views/try/find";
import { leverRows, limitsOf, neutralOf, place, requestOf, scaleOf, settled, shocksOf, template } from "../src/views/try/scenario";
import { ticksOf } from "../src/views/try/ticks";
import { shockText, valueText, withUnit } from "../src/views/try/words";

const lever = (id: string, more: Partial<Lever> = {}): Lever => ({
  id, label: { en: id, zh: id }, family: "environment", clause: "4", unit: "USD/t", bounds: [0, 1000], modes: ["set", "add", "scale"], scope: ["region", "industry"], within: "",
  options: {}, note: { en: "", zh: "" }, explanation: { does: { en: "It does.", zh: "作用。" }, usual: { en: "12.5% is by law.", zh: "法定12.5%。" }, cannot: { en: "What.", zh: "何物。" }, source: "", marks: [] }, assumes: [], needs: [], words: ["carbon tax", "R&D", "碳税"],
  slider: { min: 0, max: 100, step: 1, neutral: 0, shown: "number", unit: { en: "USD/t", zh: "美元/吨" }, by: ["industry"], shock: { lever: id, mode: "add", region: HOME, industry: "industry" } },
  ...more,
});
const carbon = lever("carbon_price");
const cutOff = lever("cut_off", { unit: "1", bounds: [0, 1], modes: ["set"], slider: null });
const green: ReadyPackage = { name: "green-turn", label: { en: "Green turn", zh: "绿色转型" }, note: { en: "", zh: "" }, clause: "", family: "", kind: "other", acts: ["CHN"], financing: "lump_sum", shocks: [{ lever: "carbon_price", value: 20, region: "CHN", industry: "industry", partner: "*" }], sources: [] };
const state: State = { ...emptyState(), on: "world", year: 2011, region: "IND" };

describe("a scenario", () => {
  it("has the shocks of its package until one is moved", () => {
    const s = { ...emptyScenario(), package: "green-turn", shocks: null };
    expect(shocksOf(s, [green])).toEqual([{ lever: "carbon_price", value: 20, region: "CHN", industry: "industry" }]);
    expect(requestOf(state, s, [green], [carbon])!.package).toBe("green-turn");
  });

  it("asks nothing when nothing is moved", () => {
    expect(requestOf(state, emptyScenario(), [], [carbon])).toBeNull();
    const rest = { ...emptyScenario(), shocks: [{ ...template(carbon)!, value: 0 }] };
    expect(requestOf(state, rest, [], [carbon])).toBeNull();
  });

  it("puts the economy in focus in the place of HOME", () => {
    const s = { ...emptyScenario(), shocks: [{ ...template(carbon)!, value: 15, partner: [HOME, "USA"] }] };
    const asked = requestOf(state, s, [], [carbon])!.package as { shocks: Shock[] };
    expect(asked.shocks[0]).toMatchObject({ region: "IND", partner: ["IND", "USA"], value: 15 });
    expect(settled({ lever: "x", value: 1 }, "IND")).toEqual({ lever: "x", value: 1 });
  });

  it("is asked in full when a package is paid for otherwise", () => {
    const s = { ...emptyScenario(), package: "green-turn", shocks: null, financing: "output_tax" as const };
    expect(requestOf(state, s, [green], [carbon])!.package).toMatchObject({ financing: "output_tax", shocks: [{ value: 20 }] });
  });
});

describe("a slider", () => {
  it("adds its shock, moves it, and takes it away where it changes nothing", () => {
    const one = place([], -1, { ...template(carbon)!, value: 10 }, carbon);
    expect(one).toHaveLength(1);
    expect(place(one, 0, { ...one[0]!, value: 20 }, carbon)[0]!.value).toBe(20);
    expect(place(one, 0, { ...one[0]!, value: 0 }, carbon)).toEqual([]);
  });

  it("keeps a neutral shock that somebody aimed elsewhere", () => {
    const aimed: Shock = { ...template(carbon)!, industry: "c12", value: 0 };
    expect(place([{ ...aimed, value: 5 }], 0, aimed, carbon)).toEqual([aimed]);
  });

  it("has a scale that holds the value of a package", () => {
    expect(scaleOf(carbon, { lever: "carbon_price", value: 150, mode: "add" }).max).toBe(150);
    expect(scaleOf(carbon, { lever: "carbon_price", value: 0.5, mode: "scale" })).toMatchObject({ shown: "times", neutral: 1 });
    expect(scaleOf(cutOff, { lever: "cut_off", value: 1 })).toMatchObject({ min: 0, max: 1, shown: "percent" });
  });

  it("knows where it changes nothing", () => {
    expect(neutralOf({ lever: "carbon_price", value: 1, mode: "scale" }, carbon)).toBe(1);
    expect(neutralOf({ lever: "carbon_price", value: 1, mode: "add" }, carbon)).toBe(0);
    expect(neutralOf({ lever: "cut_off", value: 0 }, cutOff)).toBeNull();
  });
});

describe("scenarios side by side", () => {
  const at = (value: number, industry: string): Shock => ({ lever: "carbon_price", value, industry });

  it("list every lever that differs, and no other", () => {
    const rows = leverRows([[at(10, "c1"), at(5, "c2")], [at(20, "c1"), at(5, "c2")], [at(10, "c1"), at(5, "c2")]]);
    expect(rows).toHaveLength(1);
    expect(rows[0]!.by.map((s) => s?.value)).toEqual([10, 20, 10]);
  });

  it("list all levers of one that stands alone", () => {
    expect(leverRows([[at(10, "c1"), at(5, "c2")]])).toHaveLength(2);
  });
});

describe("values in words", () => {
  const share = { min: -0.1, max: 0.1, step: 0.005, neutral: 0, shown: "percent" as const };

  it("have the digits of their step, and the unit where the language puts it", () => {
    expect(valueText(0.015, share)).toBe("+1.5%");
    expect(valueText(0, share)).toBe("0%");
    expect(withUnit(15, carbon, scaleOf(carbon, null), "en")).toBe("15 USD/t");
    expect(withUnit(15, carbon, scaleOf(carbon, null), "zh")).toBe("15美元/吨");
    expect(shockText({ lever: "carbon_price", value: 0.5, mode: "scale" }, carbon, "en")).toBe("−50% against today");
    expect(shockText({ lever: "gone", value: -3 }, undefined, "en")).toBe("−3.0");
  });
});

describe("a lever", () => {
  it("is found by any of its words, whatever is written between them", () => {
    for (const asked of ["", "r&d", "Ｒ＆Ｄ", "R & D", "the tax on carbon", "Carbon_Pri", "碳税", "税"]) expect(fits(carbon, asked), asked).toBe(true);
    for (const asked of ["rd", "on carbons", "arbon", "碳价"]) expect(fits(carbon, asked), asked).toBe(false);
  });
});

describe("a typed value", () => {
  const share = { min: -0.1, max: 0.1, step: 0.005, neutral: 0, shown: "percent" as const };
  const dollars = { min: 0, max: 100, step: 1, neutral: 0, shown: "number" as const };

  it("is read as people write it", () => {
    for (const said of ["12.5", "+12.5%", "12.5 %", "１２．５％", "12,5"]) expect(typed(said, share), said).toBe(0.125);
    expect(typed("−3", share)).toBe(-0.03);
    for (const said of ["1,200", "1200", " 1 200 "]) expect(typed(said, dollars), said).toBe(1200);
    for (const said of ["", "abc", "-", "1e3", "1.2.3", "5 USD"]) expect(typed(said, dollars), said).toBeNull();
  });

  it("is a change in per cent where it multiplies, and a multiple where it says so", () => {
    const times = { min: 0, max: 3, step: 0.1, neutral: 1, shown: "times" as const };
    for (const said of ["−50", "-50%", "×0.5", "0.5x", "０．５倍"]) expect(typed(said, times), said).toBe(0.5);
    expect([0, 0.3, 1, 1.1, 1.125, 3, 100].map((v) => valueText(v, times))).toEqual(["−100%", "−70%", "0%", "+10%", "+12.5%", "+200%", "+9,900%"]);
    expect(typed("2", times)).toBe(1.02);
  });

  it("may go up to the limits of the lever", () => {
    expect(limitsOf(carbon, { lever: "carbon_price", value: 1, mode: "add" })).toEqual([0, 1000]);
    expect(limitsOf(carbon, { lever: "carbon_price", value: 1, mode: "scale" })).toEqual([0, 100]);
  });
});

describe("ticks", () => {
  const marked = lever("rd_subsidy", { slider: { ...carbon.slider!, min: 0, max: 0.5, step: 0.01, shown: "percent" }, explanation: { ...carbon.explanation, marks: [{ value: 0.125, label: { en: "by law", zh: "法定" } }, { value: 0.7, label: { en: "far", zh: "远" } }] } });
  const shock: Shock = { lever: "rd_subsidy", value: 0, mode: "add", region: HOME };

  it("show what is usual, and ends where they have room", () => {
    expect(ticksOf(marked, shock, scaleOf(marked, shock), "en").map((k) => [k.at, k.text])).toEqual([[0, "0%"], [25, "+12.5% by law"], [100, "+50%"]]);
    expect(ticksOf(marked, { ...shock, mode: "set" }, scaleOf(marked, shock), "zh").map((k) => k.text)).toEqual(["0%", "+50%"]);
    expect([0.125, 0.7, 0.71, -0.2].map((value) => farthest(marked, { ...shock, value })?.value)).toEqual([undefined, undefined, 0.7, undefined]);
    expect(farthest(marked, { ...shock, value: 0.5, mode: "set" })).toBeNull();
  });
});
