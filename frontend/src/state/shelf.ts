/** What was tried, kept in this browser: the newest first, 50 at most. Nothing of it leaves the computer. */
import { useEffect, useState } from "preact/hooks";
import type { Span } from "../api/types";
import type { Said } from "../i18n/catalogues";
import { encode } from "./codec";
import { emptyState, type Scenario, type State } from "./types";

export const MOST = 50;

/** A change with its range and what may be said of its sign. */
export type Result = Pick<Span, "low" | "high" | "central" | "sign"> & { drawn?: boolean };

export interface Kept {
  id: string;
  /** When it was computed last, in milliseconds. */
  at: number;
  /** What it is called where its scenario has no name. */
  title: Said;
  on: string;
  year: number;
  region: string;
  scenario: Scenario;
  /** How many levers are moved. */
  levers: number;
  /** Null where it was not computed for one year. */
  income: Result | null;
  co2: Result | null;
  /** What computed them: the version of newind, and the hash of the accounts. */
  version: string;
  data: string;
  /** The package as a file; empty where it was not computed. */
  file: string;
}

/** A place where entries outlast the visit. */
export interface Store {
  all: () => Promise<unknown[]>;
  put: (kept: Kept) => Promise<void>;
  remove: (ids: string[]) => Promise<void>;
}

const NAME = "shelf";

/** The place that the browser has; fails where it has none. */
export async function browserStore(): Promise<Store> {
  const data = await new Promise<IDBDatabase>((done, failed) => {
    const asked = indexedDB.open("newind", 1);
    asked.onupgradeneeded = () => void asked.result.createObjectStore(NAME, { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error ?? new Error("no store"));
  });
  const run = <T>(mode: IDBTransactionMode, act: (s: IDBObjectStore) => IDBRequest<T> | undefined): Promise<T | undefined> =>
    new Promise((done, failed) => {
      const turn = data.transaction(NAME, mode);
      const asked = act(turn.objectStore(NAME));
      turn.oncomplete = () => done(asked?.result);
      turn.onabort = turn.onerror = () => failed(turn.error ?? asked?.error ?? new Error("not kept"));
    });
  return {
    all: async () => (await run<unknown[]>("readonly", (s) => s.getAll() as IDBRequest<unknown[]>)) ?? [],
    put: async (kept) => void (await run("readwrite", (s) => s.put(kept))),
    remove: async (ids) => void (await run("readwrite", (s) => (ids.forEach((id) => s.delete(id)), undefined))),
  };
}

/** Whether something that was stored is an entry as this version writes it. */
export function isKept(found: unknown): found is Kept {
  const k = found as Partial<Kept> | null;
  return !!k && typeof k.id === "string" && typeof k.at === "number" && typeof k.on === "string" && typeof k.title?.en === "string" && Array.isArray(k.scenario?.shocks ?? []) && typeof k.scenario?.package === "string";
}

const newest = (all: Kept[]): Kept[] => [...all].sort((a, b) => b.at - a.at);

/**
 * The shelf: what is on it is known at once, and written where the browser has a place.
 *
 * `lasting`: whether it outlasts the visit; `full`: the browser had no room for the newest.
 */
export class Shelf {
  entries: Kept[] = [];
  lasting = true;
  full = false;
  readonly ready: Promise<void>;
  private store: Store | null = null;
  private turn: Promise<void> = Promise.resolve();
  private readonly watchers = new Set<() => void>();

  constructor(store: Promise<Store>) {
    this.ready = this.open(store);
  }

  private async open(asked: Promise<Store>): Promise<void> {
    try {
      this.store = await asked;
      const found = (await this.store.all()).filter(isKept);
      const own = new Set(this.entries.map((k) => k.id));
      this.entries = newest([...this.entries, ...found.filter((k) => !own.has(k.id))]);
      for (const k of this.entries) if (own.has(k.id)) await this.store.put(k);
    } catch {
      this.store = null;
      this.lasting = false;
    }
    this.tell();
  }

  watch(f: () => void): () => void {
    this.watchers.add(f);
    return () => void this.watchers.delete(f);
  }

  private tell(): void {
    this.watchers.forEach((f) => f());
  }

  /** Write after what was to be written before. */
  private write(act: (s: Store) => Promise<void>): Promise<void> {
    this.turn = this.turn.then(async () => {
      if (!this.store) return;
      try {
        await act(this.store);
        this.full = false;
      } catch {
        this.full = true;
      }
      this.tell();
    });
    return this.turn;
  }

  /** Put an entry in the place of the one with its id, or beside the others; the oldest goes where there are too many. */
  async keep(made: Kept): Promise<void> {
    const all = newest([made, ...this.entries.filter((k) => k.id !== made.id)]);
    this.entries = all.slice(0, MOST);
    this.tell();
    await this.write(async (s) => {
      if (all.length > MOST) await s.remove(all.slice(MOST).map((k) => k.id));
      await s.put(made);
    });
  }

  async rename(id: string, name: string): Promise<void> {
    const found = this.entries.find((k) => k.id === id);
    if (!found) return;
    const made = { ...found, scenario: { ...found.scenario, name } };
    this.entries = this.entries.map((k) => (k.id === id ? made : k));
    this.tell();
    await this.write((s) => s.put(made));
  }

  /** Take entries away; what is returned puts them back. */
  remove(ids: string[]): () => void {
    const gone = this.entries.filter((k) => ids.includes(k.id));
    this.entries = this.entries.filter((k) => !ids.includes(k.id));
    this.tell();
    void this.write((s) => s.remove(ids));
    return () => {
      this.entries = newest([...this.entries, ...gone]);
      this.tell();
      void this.write(async (s) => {
        for (const k of gone) await s.put(k);
      });
    };
  }
}

let own: Shelf | null = null;
/** The shelf of this browser. */
export const shelf = (): Shelf => (own ??= new Shelf(browserStore()));

export function useShelf(): Shelf {
  const [, see] = useState(0);
  const s = shelf();
  useEffect(() => {
    const stop = s.watch(() => see((n) => n + 1));
    see((n) => n + 1);
    return stop;
  }, []);
  return s;
}

// --- which entry a scenario is -----------------------------------------------------------------------------------------

type Work = Pick<Kept, "on" | "year" | "region" | "scenario">;

/** The same accounts and the same levers, whatever their values: what is one work. */
const workOf = ({ on, year, region, scenario: s }: Work): string =>
  JSON.stringify([on, year, region, s.package || (s.shocks ?? []).map(({ value: _, ...rest }) => rest)]);
const wholeOf = ({ on, year, region, scenario: { name: _, ...rest } }: Work): string => JSON.stringify([on, year, region, rest]);

/** Entries of the columns A to D, as far as they are known, with what they were begun from. */
const columns = new Map<number, { id: string; base: string }>();

/** The id of a column's entry: its own while it is the same work, that of an entry it came from, or a new one. */
export function idOf(column: number, made: Work, entries: Kept[], count: number): string {
  for (const k of columns.keys()) if (k >= count) columns.delete(k);
  const base = JSON.stringify([made.on, made.year, made.region, made.scenario.package]);
  const taken = new Set([...columns].flatMap(([k, c]) => (k === column ? [] : [c.id])));
  const known = columns.get(column);
  const same = entries.find((k) => wholeOf(k) === wholeOf(made));
  const id = same?.id ?? (known?.base === base && entries.some((k) => k.id === known.id) ? known.id : entries.find((k) => !taken.has(k.id) && workOf(k) === workOf(made))?.id) ?? crypto.randomUUID?.() ?? `${Date.now()}.${Math.random()}`;
  if (!taken.has(id)) columns.set(column, { id, base });
  return id;
}

/** Forget which column is which entry: others stand in them now. */
export const forgetColumns = (): void => columns.clear();

// --- what is done with entries -----------------------------------------------------------------------------------------

/** Whether an entry's numbers are not those that this version would compute on these accounts. */
export const isOld = (k: Kept, version: string, data: string): boolean => k.income !== null && (k.version !== version || (data !== "" && k.data !== data));

/** The state with entries as its columns, on the accounts of the first. */
export function opened(s: State, chosen: Kept[]): State {
  const [first] = chosen;
  if (!first) return s;
  forgetColumns();
  return { ...s, view: "try", on: first.on, year: first.year, region: first.region, scenarios: chosen.slice(0, 4).map((k) => k.scenario), active: 0 };
}

/** The address that opens entries elsewhere. */
export const linkOf = (chosen: Kept[], lang: string, version: string): string => `${location.href.split("#")[0]}${encode({ ...opened(emptyState(), chosen), lang }, version)}`;
