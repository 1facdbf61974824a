import { describe, expect, it } from "vitest";
import type { NowFigure, NowPage } from "../src/api/types";
import { stretches } from "../src/charts/areas";
import { path } from "../src/charts/lines";
import { course } from "../src/charts/sparks";
import { acrossBreaks, yearNames } from "../src/charts/yearnames";
import { text } from "../src/i18n";
import { spans } from "../src/state/reconcile";
import { dated } from "../src/ui/dated";
import { among } from "../src/views/explore/standing";
import { economyOf } from "../src/views/now/now";
import { headline, said } from "../src/views/now/words";

const [en, zh] = [text("en"), text("zh")];
const joined = { years: [2009, 2010, 2011, 2011, 2012], year_statuses: ["observed", "observed", "observed", "estimated", "estimated"], breaks: [3] };

describe("two databases", () => {
  it("are never joined by a line, an area or a sentence", () => {
    const drawn = path([1, 2, 3, 5, 6], (i) => i, (v) => v, joined.breaks);
    expect(drawn.match(/M/g)).toHaveLength(2);
    expect(path([1, 2, null, null, 6], (i) => i, (v) => v, joined.breaks)).toContain("M4.0 6.0");
    expect(stretches([0, 1, 2, 3, 4], joined.breaks)).toEqual([[0, 1, 2], [3, 4]]);
    expect(stretches([0, 1, 4], joined.breaks)).toEqual([[0, 1], [2]]);
    expect(stretches([0, 1, 2], [])).toEqual([[0, 1, 2]]);
    expect(acrossBreaks(joined, en)).toContain("2009–2011 observed, 2011–2012 estimate");
    expect(acrossBreaks({ ...joined, breaks: [] }, zh)).toBe("");
  });

  it("keep their break when years fall away, and lose it with one of them", () => {
    expect(among(joined, [0, 2, 3, 4]).breaks).toEqual([2]);
    expect(among(joined, [0, 4]).breaks).toEqual([1]);
    expect(among(joined, [3, 4]).breaks).toEqual([]);
    expect(among(joined, [0, 1]).breaks).toEqual([]);
    expect(yearNames(among(joined, [2, 3]))).toEqual(["2011", "2011e"]);
  });

  it("stand apart in the choice of years, the latest first", () => {
    expect(spans({ years: [2010, 2011, 2012], year_statuses: ["observed", "observed", "estimated"] })).toEqual([
      { status: "estimated", years: [2012] }, { status: "observed", years: [2011, 2010] },
    ]);
  });
});

describe("titles", () => {
  it("have their year once, and say what is no observation", () => {
    expect(dated("Up from 2011", 2022, "estimated", en.t)).toBe("2022 · ◐ estimate");
    expect(dated("28% in 2022", 2022, "estimated", en.t)).toBe("◐ estimate");
    expect(dated("28% in 2011", 2011, "observed", en.t)).toBe("");
    expect(dated("28%", 2011, "experimental", zh.t)).toBe("2011 · ○ experimental");
  });
});

describe("official figures", () => {
  it("have the units of each language", () => {
    const as = (unit: string, digits: number): Pick<NowFigure, "unit" | "digits"> => ({ unit, digits });
    expect(said(25, as("%", 1), en)).toBe("25.0%");
    expect(said(12289, as("Mt", 0), en)).toBe("12,289 Mt");
    expect(said(12289, as("Mt", 0), zh)).toBe("122.89亿吨");
    expect(said(1405, as("million", 0), zh)).toBe("14.05亿人");
    expect(said(18744, as("bn.USD", 0), zh)).toContain("万亿美元");
    expect(said(10087, as("TWh", 0), zh)).toBe("100,870亿千瓦时");
    for (const unit of ["%", "bn.USD", "USD", "USD PPP", "million", "Mt", "Mt CO2e", "t", "TWh", "1", "rank", "per million"])
      for (const lang of [en, zh]) expect(Number(said(0.0123, as(unit, 4), lang).match(/[\d.]+/)![0]), unit).toBeGreaterThan(0);
  });

  it("head the page with growth, also where it is negative or not known", () => {
    const growth = { id: "growth", unit: "%", digits: 1, value: -1.2, year: 2025, status: "estimated" } as NowFigure;
    const page = { economy: { code: "X", en: "Land", zh: "某国" }, figures: [growth] } as unknown as NowPage;
    expect(headline(page, en)).toBe("Land: GDP fell 1.2% in 2025 (first estimate)");
    expect(headline({ ...page, figures: [{ ...growth, id: "gdp", year: 2024 }] }, en)).toBe("Land: official figures to 2024");
  });

  it("are those of the country where a province is in focus", () => {
    expect(economyOf("", "CN-GD", "CHN", "USA", ["CHN", "USA", "VNM"])).toBe("CHN");
    expect(economyOf("VNM", "CHN", "", "USA", ["CHN", "USA", "VNM"])).toBe("VNM");
    expect(economyOf("", "X", "", "USA", [])).toBe("");
  });

  it("keep their course inside its box", () => {
    const points = course({ 1990: 3, 2000: -2, 2024: 7 }, 1990, 2025, [10, 5, 110, 25]);
    expect(points[0]![0]).toBe(10);
    expect(points.every(([x, y]) => x >= 10 && x <= 110 && y >= 5 && y <= 25)).toBe(true);
    expect(course({ 2000: 1 }, 1990, 2025, [0, 0, 10, 10])[0]![1]).toBe(5);
  });
});
