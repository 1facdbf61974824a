import { beforeEach, describe, expect, it } from "vitest";
import { MOST, Shelf, forgetColumns, idOf, isKept, isOld, linkOf, opened, type Kept, type Store } from "../src/state/shelf";
import { HOME, emptyScenario, emptyState } from "../src/state/types";
import { decode } from "../src/state/codec";
import { FROM, carried } from "../src/state/reconcile";
import { fileOf } from "../src/ui/shelfparts";

const kept = (id: string, at: number, more: Partial<Kept> = {}): Kept => ({
  id, at, title: { en: id, zh: id }, on: "world", year: 2022, region: "CHN", scenario: { ...emptyScenario(), shocks: [{ lever: "tariff", value: at, mode: "scale", region: HOME }] }, levers: 1,
  income: { low: -0.001, high: 0.015, central: 0, sign: "structure" }, co2: { low: -0.08, high: -0.02, central: -0.05, sign: "negative" }, version: "0.1.0", data: "a", file: "shocks: []", ...more,
});

/** A place in memory that can refuse. */
function place(first: unknown[] = []): Store & { held: Map<string, unknown>; refuse: boolean } {
  const held = new Map(first.map((k, i) => [(k as Kept | null)?.id ?? String(i), k]));
  const store = {
    held, refuse: false,
    all: async () => [...held.values()],
    put: async (k: Kept) => {
      if (store.refuse) throw new DOMException("full", "QuotaExceededError");
      held.set(k.id, k);
    },
    remove: async (ids: string[]) => ids.forEach((id) => held.delete(id)),
  };
  return store;
}

describe("the shelf", () => {
  beforeEach(() => (forgetColumns(), Object.assign(globalThis, { location: { href: "http://here/#/try" } })));

  it("has the newest first, and lets the oldest go where there are too many", async () => {
    const store = place();
    const shelf = new Shelf(Promise.resolve(store));
    await shelf.ready;
    for (let n = 0; n <= MOST; n++) await shelf.keep(kept(`k${n}`, n));
    expect(shelf.entries.length).toBe(MOST);
    expect([shelf.entries[0]!.id, shelf.entries.at(-1)!.id]).toEqual([`k${MOST}`, "k1"]);
    expect(store.held.has("k0")).toBe(false);
    await shelf.keep({ ...kept("k1", 99), levers: 7 });
    expect([shelf.entries[0]!.levers, shelf.entries.length]).toEqual([7, MOST]);
  });

  it("is there again after a visit, without what another version wrote otherwise", async () => {
    const shelf = new Shelf(Promise.resolve(place([kept("a", 1), { id: "b", old: true }, null, kept("c", 3)])));
    await shelf.ready;
    expect(shelf.entries.map((k) => k.id)).toEqual(["c", "a"]);
    expect([isKept(kept("a", 1)), isKept({ id: "b" }), isKept(null)]).toEqual([true, false, false]);
  });

  it("lasts the visit where the browser has no place, and says so", async () => {
    const shelf = new Shelf(Promise.reject(new Error("no IndexedDB")));
    await shelf.ready;
    await shelf.keep(kept("a", 1));
    expect([shelf.lasting, shelf.entries.length]).toEqual([false, 1]);
  });

  it("says that the browser is full, keeps the visit, and is well again when there is room", async () => {
    const store = place();
    const shelf = new Shelf(Promise.resolve(store));
    await shelf.ready;
    store.refuse = true;
    await shelf.keep(kept("a", 1));
    expect([shelf.full, shelf.entries.length, store.held.size]).toEqual([true, 1, 0]);
    store.refuse = false;
    await shelf.keep(kept("b", 2));
    expect([shelf.full, store.held.size]).toEqual([false, 1]);
  });

  it("gives back what was deleted, and takes a name", async () => {
    const store = place([kept("a", 1), kept("b", 2)]);
    const shelf = new Shelf(Promise.resolve(store));
    await shelf.ready;
    const back = shelf.remove(["a", "b"]);
    expect(shelf.entries).toEqual([]);
    back();
    expect(shelf.entries.map((k) => k.id)).toEqual(["b", "a"]);
    await shelf.rename("a", "My plan");
    expect((store.held.get("a") as Kept).scenario.name).toBe("My plan");
  });

  it("has one entry for a work whatever its values, and another for its copy", () => {
    const first = kept("one", 1.1);
    expect(idOf(0, first, [], 1)).toBeTruthy();
    forgetColumns();
    const again = { ...first, scenario: { ...first.scenario, shocks: [{ lever: "tariff", value: 2, mode: "scale", region: HOME }] } };
    expect(idOf(0, again, [first], 2)).toBe("one");
    expect(idOf(1, again, [first], 2)).not.toBe("one");
    const other = { ...first, scenario: { ...first.scenario, package: "green-turn", shocks: null } };
    expect(idOf(0, other, [first], 2)).not.toBe("one");
  });

  it("knows numbers of another version or of other accounts", () => {
    const k = kept("a", 1);
    expect([isOld(k, "0.1.0", "a"), isOld(k, "0.1.0", ""), isOld(k, "0.2.0", "a"), isOld(k, "0.1.0", "b"), isOld({ ...k, income: null }, "9", "b")]).toEqual([false, false, true, true, false]);
  });

  it("opens entries as columns, in a link too, and writes a file with what they came to", () => {
    const two = [kept("a", 1), kept("b", 2, { year: 2011 })];
    const state = opened(emptyState(), two);
    expect([state.view, state.year, state.scenarios.length]).toEqual(["try", 2022, 2]);
    expect(decode(linkOf(two, "en", "0.1.0").split("#")[1]!).state.scenarios).toEqual(two.map((k) => k.scenario));
    const lines = fileOf(two[0]!, "en").split("\n");
    expect(lines[0]).toContain("newind 0.1.0, world 2022, CHN");
    expect(lines.slice(1)).toEqual(["# real income: −0.100% … +1.500%, direction open: market structure", "# CO2: −8.000% … −2.000%, negative", "shocks: []"]);
  });
});

describe("scenarios on other accounts", () => {
  const made = { ...emptyState(), on: "world", scenarios: [kept("a", 1).scenario] };

  it("remember where they were made until they are there again, or are others", () => {
    const own = carried(made, { ...made, on: "t-1" });
    expect(own.params[FROM]).toBe("world");
    expect(carried(own, { ...own, on: "t-2" }).params[FROM]).toBe("world");
    expect(carried(own, { ...own, on: "world" }).params).toEqual({});
    expect(carried(own, opened(own, [kept("b", 2, { on: "t-2" })])).params).toEqual({});
    expect(carried(emptyState(), { ...made, on: "t-1" }).params).toEqual({});
  });
});
