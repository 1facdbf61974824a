import { describe, expect, it } from "vitest";
import type { Finding, Profile } from "../src/api/types";
import { extent } from "../src/charts/dots";
import { apart, spaced } from "../src/charts/lines";
import { plain } from "../src/charts/width";
import { unitName } from "../src/format";
import { say, text } from "../src/i18n";
import { direction, hidden, inPlace } from "../src/ui/rangebar";
import { yearsText } from "../src/views/data/accounts";
import { refused } from "../src/views/data/limits";
import { TableRefused, told } from "../src/views/data/send";
import { UNITS, regionsOf } from "../src/views/data/template";
import { focusIn } from "../src/views/data/use";
import { mapFor } from "../src/views/explore/atlas";
import { figure, scaleOf, unitOf } from "../src/views/explore/figures";
import { peersIn } from "../src/views/explore/peers";
import { dots, lines, moves } from "../src/views/explore/standing";
import { chosen } from "../src/views/explore/system";
import { costText } from "../src/views/diagnose/inputs";

const [en, zh] = [text("en"), text("zh")];
const T = (s: string): { en: string; zh: string } => ({ en: s, zh: s });

describe("losses", () => {
  it("have no high end where a range is open above", () => {
    expect(costText({ low: 0.005, high: 0.284 }, "en")).toBe("0.5–28.4%");
    expect(costText({ low: 0.0004, high: 0.083 }, "en")).toBe("0.04–8.3%");
    expect(costText({ low: 0.013, high: null }, "zh")).toBe("1.3%以上");
    expect(costText({ low: null, high: null }, "en")).toBe("–");
  });
});

describe("figures with their units", () => {
  it("have percent, tonnes and words, in both languages", () => {
    expect(figure(0.41481, { unit: "1" }, en)).toBe("41.5%");
    expect(figure(1620.8, { unit: "Mt" }, en)).toBe("1,621 Mt");
    expect(figure(1620.8, { unit: "Mt" }, zh)).toBe("16.21亿吨");
    expect(figure(0.654, { unit: "kg/PPP USD 2017" }, en)).toBe("0.65 kg per PPP USD of 2017");
    expect(figure(2.84, { unit: "stages" }, zh)).toBe("2.8个阶段");
    expect(figure(null, { unit: "1" }, en)).toBe("–");
  });

  it("are read as the registry says: a ratio is no percent", () => {
    expect(figure(0.0921, unitOf({ unit: "1", display: "ratio", digits: 2 }), en)).toBe("0.09");
    expect(figure(0.0921, unitOf({ unit: "1", display: "1", digits: 1 }), en)).toBe("9.2%");
    expect(figure(0.0921, unitOf({ unit: "1", display: "1", digits: null }), en)).toBe("9.2%");
    expect(figure(12.3, unitOf({ unit: "Mt", display: "Mt", digits: null }), en)).toBe("12.3 Mt");
  });

  it("have the same decimals where they stand together", () => {
    const { say } = scaleOf([0.068, 0.2, null], { unit: "1" }, en);
    expect([say(0.068), say(0.2)]).toEqual(["6.8%", "20.0%"]);
    expect(scaleOf([-810, 22], { unit: "Mt" }, en).say(-810)).toBe("−810");
  });
});

describe("axes", () => {
  it("leave out decimals that no label needs", () => {
    expect(plain(["40.0%", "60.0%"])).toEqual(["40%", "60%"]);
    expect(plain(["7.5%", "8.0%"])).toEqual(["7.5%", "8.0%"]);
    expect(plain(["1,000", "2,000"])).toEqual(["1,000", "2,000"]);
  });

  it("hold their values, also where all are the same", () => {
    expect(extent([2, 2])[0]).toBeLessThan(2);
    expect(extent([0, 0])).toEqual([-1, 1]);
  });

  it("name the years that have room, the last one always", () => {
    expect(spaced([0, 20, 50, 80, 90, 130], 42)).toEqual([0, 2, 5]);
    expect(spaced([0], 42)).toEqual([0]);
  });

  it("keep labels apart, in their order and inside", () => {
    const placed = apart([50, 51, 10, 52, 199], 15, 0, 200);
    const sorted = [...placed].sort((a, b) => a - b);
    sorted.slice(1).forEach((y, k) => expect(y - sorted[k]!).toBeGreaterThanOrEqual(15 - 1e-9));
    expect(Math.min(...placed) >= 0 && Math.max(...placed) <= 200).toBe(true);
    expect(placed[2]).toBeLessThan(placed[0]!);
  });
});

describe("an economy among its peers", () => {
  const indicator = {
    label: T("x"), unit: "1", display: "1", digits: 1, better: "higher" as const, clause: "", formula: "", source: "", topic: "", year: 2011, value: 0.5, range: null, status: "observed",
    rank: 2, of: 3, place: T(""), second: null, peers: { USA: 0.7, JPN: null, IND: 0.2 }, median: 0.45, series: [0.4, null, 0.5], peer_series: { USA: [null, null, 0.7], JPN: [null, null, null] },
  };
  const profile: Profile = {
    schema_version: 1, source: "", region: "CHN", label: T("China"), year: 2011, years: [2009, 2010, 2011], year_statuses: ["observed", "observed", "observed"], breaks: [], peers: ["USA", "JPN", "IND"].map((code) => ({ code, label: T(code) })), statuses: {},
    characteristics: [], systems: [], indicators: { x: indicator },
  };

  it("is ranked from the highest, without those that have no figure", () => {
    expect(dots(profile, indicator, "en").map((d) => d.code)).toEqual(["USA", "CHN", "IND"]);
    expect(dots(profile, indicator, "en").find((d) => d.me)?.label).toBe("China");
  });

  it("has lines over the years in which anybody has a figure", () => {
    const found = lines(profile, indicator, "en");
    expect(found.years).toEqual([2009, 2011]);
    expect(found.lines.map((l) => l.code)).toEqual(["CHN", "USA"]);
    expect(moves(indicator)).toBe(true);
  });

  it("is compared with whom the accounts have in full", () => {
    const meta = { regions: [["CHN", "country"], ["USA", "country"], ["ROW", "rest"], ["JPN", "country"]].map(([code, kind]) => ({ code, kind })), boundary: ["JPN"] } as never;
    expect(peersIn(meta, "CHN,USA,ROW,JPN,XXX", "CHN")).toEqual(["USA"]);
  });

  it("leads with a finding that can be charted", () => {
    const f = (id: string, indicators: string[]): Finding => ({ id, indicators }) as Finding;
    expect(chosen([f("a", ["y"]), f("b", ["x"]), f("c", ["x"]), f("d", [])], ["x"]).map((k) => k.id)).toEqual(["b", "a", "c"]);
  });

  it("is on the map that the accounts fill", () => {
    expect(mapFor(["country", "rest"])).toBeNull();
    expect(mapFor(Array(5).fill("country"))).toBe("world");
    expect(mapFor([...Array(31).fill("province"), "rest"])).toBe("provinces");
  });
});

describe("tables of one's own", () => {
  it("may be in any unit, each with its words", () => {
    expect(UNITS.map((u) => unitName(u, "zh"))).toEqual(["万元", "亿元", "百万元", "百万美元", "10亿美元"]);
  });

  const limits = { bytes: 1000, rows: 4000, tables: 20, endings: [".xlsx", ".csv"], formats: ["template"] };
  const file = (name: string, size = 10): { name: string; size: number } => ({ name, size });

  it("are refused before they are sent, with the reason", () => {
    expect(refused([file("a.xlsx")], limits)).toBeNull();
    expect(refused([file("A.CSV")], limits)).toBeNull();
    expect(refused([], limits)).toBe("empty");
    expect(refused([file("a.xlsx", 0)], limits)).toBe("empty");
    expect(refused([file("a.pdf")], limits)).toBe("ending");
    expect(refused([file("a.csv"), file("b.csv")], limits)).toBe("many");
    expect(refused([file("a.csv", 1001)], limits)).toBe("size");
  });

  it("are shown with all their messages", () => {
    const messages = [{ level: "error", message: "no year in B2", sheet: "about", cell: "B2" }];
    try {
      told(422, JSON.stringify({ error: { kind: "DataError", message: "no year in B2" }, messages }));
      expect.unreachable();
    } catch (e) {
      expect(e).toBeInstanceOf(TableRefused);
      expect((e as TableRefused).messages).toEqual(messages);
    }
    expect(() => told(502, "<html>")).toThrow("502 <html>");
    expect(told(201, JSON.stringify({ name: "t-1", entry: {}, messages: [] })).name).toBe("t-1");
  });

  it("have the regions that one asks for", () => {
    expect(regionsOf("province", "CN-GD", "")).toBe("CN-GD,CN-REST,ROW");
    expect(regionsOf("country", "", " vnm ")).toBe("VNM,ROW");
    expect(regionsOf("several", "", "chn，usa、 row")).toBe("CHN,USA,ROW");
  });

  it("open on an economy that they have", () => {
    const meta = { regions: [{ code: "CN-BJ", kind: "province" }, { code: "CN-GD", kind: "province" }, { code: "CN-REST", kind: "rest" }, { code: "ROW", kind: "rest" }], boundary: ["CN-REST", "ROW"], gdp: { "CN-BJ": 3, "CN-GD": 9, ROW: 99 } } as never;
    expect(focusIn(meta, ["CHN", "USA"])).toBe("CN-GD");
    expect(focusIn(meta, ["CHN", "CN-BJ"])).toBe("CN-BJ");
  });

  it("have their years in words", () => {
    expect(yearsText([1995, 1996, 1997, 2002, 2005, 2006], en)).toBe("1995–1997, 2002, 2005, 2006");
    expect(yearsText([1995, 1996, 1997, 2002], zh)).toBe("1995—1997、2002");
  });
});

describe("a change without its range", () => {
  it("is pending: no colour, no sign, no number", () => {
    expect(direction(0.01, "higher", null)).toBe("pending");
    expect(direction(-0.01, "lower", undefined)).toBe("pending");
    expect(inPlace(null)).toBe("ui.pending");
    expect(inPlace(null, false)).toBe("policy.signs.signs.unknown");
    const signs = ["positive", "negative", "zero", "zero or positive", "zero or negative", "ambiguous", "unknown", "others", "borne", "response", "structure", "none"] as const;
    expect(signs.map((sign) => say("en", inPlace(sign)))).toEqual(["positive", "negative", "no change", "zero or positive", "zero or negative", "direction open", "no range", "at others' expense", "a loss that others gain by", "direction open: partners' response", "direction open: market structure", "direction open: unsolved cases"]);
  });

  it("has a direction only where the sign is the same in all of the range", () => {
    expect(direction(0.01, "higher", "positive")).toBe("better");
    expect(direction(0.01, "lower", "positive")).toBe("worse");
    expect(direction(0, "lower", "zero")).toBe("none");
    for (const sign of ["zero", "zero or positive", "zero or negative"] as const) expect(direction(0.01, "higher", sign)).toBe("none");
    for (const sign of ["ambiguous", "unknown", "others", "borne", "response", "structure", "none"] as const) {
      expect(direction(0.01, "higher", sign)).toBe("unclear");
      expect(hidden(direction(0.01, "higher", sign))).toBe(true);
      expect(say("en", inPlace(sign))).toBeTruthy();
      expect(say("zh", inPlace(sign))).toBeTruthy();
    }
  });
});
