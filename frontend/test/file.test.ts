import { describe, expect, it } from "vitest";
import type { AccountsMeta, Lever, ReadPackage, ReadyPackage } from "../src/api/types";
import { HOME, emptyScenario, type Scenario, type Shock } from "../src/state/types";
import { MOST, scenarioOf, textOf, unread } from "../src/views/try/file";
import { lacking, leverRows, meantFor, requestOf, settled } from "../src/views/try/scenario";
import { emptyState } from "../src/state/types";

const shocks: Shock[] = [{ lever: "carbon_price", value: 15, mode: "add", region: "CHN", start: 2026, action: "a" }];
const found: ReadPackage = { schema_version: 1, name: "my-plan", label: null, financing: "output_tax", shocks, left_out: 0, shipped: false };
const green: ReadyPackage = { name: "green-turn", label: { en: "Green turn", zh: "绿色转型" }, note: { en: "", zh: "" }, clause: "", family: "", kind: "other", acts: [], financing: "lump_sum", shocks, sources: [] };
const open: Scenario = { ...emptyScenario(), horizon: "long", parameters: { trade_balance: "zero" } };
const carbon = { id: "carbon_price", modes: ["set", "add"], needs: ["satellite:co2", "recycling industry"], slider: null } as unknown as Lever;

describe("a package from a file", () => {
  it("is a scenario that keeps what the file does not say", () => {
    expect(scenarioOf(found, open, [green], "en")).toEqual({ ...open, name: "my-plan", package: "", shocks, financing: "output_tax" });
    expect(scenarioOf({ ...found, horizon: "short", parameters: {} }, open, [green], "en")).toMatchObject({ horizon: "short", parameters: {} });
    expect(scenarioOf({ ...found, label: { en: "My plan", zh: "我的方案" } }, open, [], "zh").name).toBe("我的方案");
    expect(scenarioOf({ ...found, name: "scenario" }, open, [], "en").name).toBe("");
  });

  it("is the package that comes with newind, or that one changed", () => {
    const same = { ...found, name: "green-turn", label: green.label, shipped: true };
    expect(scenarioOf(same, open, [green], "en")).toMatchObject({ name: "", package: "green-turn", shocks: null });
    expect(scenarioOf({ ...same, shipped: false }, open, [green], "en")).toMatchObject({ name: "", package: "green-turn", shocks });
  });

  it("has its title in what is asked, so that a saved file keeps it", () => {
    const state = { ...emptyState(), on: "world", year: 2011, region: "CHN" };
    expect(requestOf(state, { ...open, name: "My plan", shocks }, [], [carbon])!.package).toMatchObject({ name: "my-plan", label: "My plan", shocks });
    expect(requestOf(state, { ...open, name: "my-plan", shocks }, [], [carbon])!.package).not.toHaveProperty("label");
  });

  it("stands in the same row as levers moved by hand", () => {
    const own: Shock = { lever: "carbon_price", value: 20, mode: "add", region: HOME };
    expect(leverRows([[settled(own, "CHN")], shocks.map((s) => settled(s, "CHN"))])).toHaveLength(1);
  });
});

describe("what is no package file", () => {
  it("is shown before it is sent", () => {
    const file = (name: string, size: number) => ({ name, size });
    expect(unread([file("a.yaml", 10)])).toBeNull();
    expect(unread([file("a", 10), file("b", 10)])).toBe("many");
    expect(unread([])).toBe("empty");
    expect(unread([file("a.yaml", 0)])).toBe("empty");
    expect(unread([file("A.XLSX", 10)])).toBe("table");
    expect(unread([file("a.yaml", 5 * MOST)])).toBe("large");
  });

  it("is text in UTF-8 and not too long", () => {
    const bytes = (x: string): ArrayBuffer => new TextEncoder().encode(x).buffer as ArrayBuffer;
    expect(textOf(bytes("\ufeffname: 方案"))).toEqual({ text: "name: 方案" });
    expect(textOf(new Uint8Array([0xb7, 0xbd, 0xb0]).buffer)).toEqual({ why: "text" });
    expect(textOf(bytes("x".repeat(MOST + 1)))).toEqual({ why: "large" });
  });
});

describe("levers of other accounts", () => {
  const meta = (kind: string, satellites: string[]) => ({ regions: [{ kind }], satellites }) as unknown as AccountsMeta;
  it("are shown separately", () => {
    const [nations, provinces] = [meta("country", ["co2"]), meta("province", [])];
    expect([undefined, "countries", "provinces"].map((table) => meantFor({ ...shocks[0]!, ...(table ? { table } : {}) }, nations))).toEqual([true, true, false]);
    expect(meantFor({ ...shocks[0]!, table: "countries" }, provinces)).toBe(false);
    expect([lacking(carbon, nations), lacking(carbon, provinces)]).toEqual([[], ["co2"]]);
  });
});
