/** The API in components. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError, get, isConnected, watchConnection } from "./client";
import { runJob } from "./jobs";
import type { Job } from "./types";

/** An answer on its way: the last value stays while the next one is awaited (`pending`). */
export interface Asked<B> {
  data: B | null;
  error: ApiError | null;
  pending: boolean;
  again: () => void;
}

export const asApiError = (e: unknown): ApiError =>
  e instanceof ApiError ? e : new ApiError(0, { kind: "Error", message: e instanceof Error ? e.message : String(e) });

const aborted = (e: unknown): boolean => e instanceof DOMException && e.name === "AbortError";

export function useConnected(): boolean {
  const [connected, set] = useState(isConnected());
  useEffect(() => (set(isConnected()), watchConnection(set)), []);
  return connected;
}

/**
 * Ask for something whenever `key` changes; an empty key asks nothing.
 *
 * An earlier question is aborted; a lost connection asks again as soon as it is back.
 */
export function useAsked<B>(key: string, question: (signal: AbortSignal) => Promise<B>, delay = 0): Asked<B> {
  const [answer, set] = useState<{ key: string; data: B | null; error: ApiError | null }>({ key: "", data: null, error: null });
  const [round, next] = useState(0);
  const asked = useRef(question);
  asked.current = question;
  useEffect(() => {
    if (!key) return;
    const control = new AbortController();
    const timer = setTimeout(() => {
      asked.current(control.signal).then(
        (data) => control.signal.aborted || set({ key, data, error: null }),
        (e: unknown) => control.signal.aborted || aborted(e) || set((was) => ({ key, data: was.data, error: asApiError(e) })),
      );
    }, delay);
    return () => (clearTimeout(timer), control.abort(new DOMException("superseded", "AbortError")));
  }, [key, round]);
  const again = useCallback(() => next((n) => n + 1), []);
  const lost = answer.error?.lost ?? false;
  useEffect(() => (lost ? watchConnection((now) => now && again()) : undefined), [lost]);
  useEffect(() => {
    if (!lost) return;
    const timer = setInterval(again, 4000);
    return () => clearInterval(timer);
  }, [lost]);
  const fresh = answer.key === key;
  return { data: key ? answer.data : null, error: fresh ? answer.error : null, pending: key !== "" && !fresh, again };
}

/** GET an address; an empty one asks nothing. */
export const useGet = <B>(path: string): Asked<B> => useAsked<B>(path, () => get<B>(path));

/** A job on its way. */
export interface Running<B> extends Asked<B> {
  job: Job | null;
  stop: () => void;
  stopped: boolean;
}

const MOST = 60;
const kept = new Map<string, unknown>();

const parts = new Map<string, unknown>();

function keep(where: Map<string, unknown>, place: string, found: unknown): void {
  where.set(place, found);
  if (where.size > MOST) where.delete(where.keys().next().value!);
}

/** The result that a job had for a key, or what it has shown of it, if that is still kept. */
export const keptResult = <B>(kind: string, key: string): B | null => ((kept.get(`${kind} ${key}`) ?? parts.get(`${kind} ${key}`)) as B | undefined) ?? null;

/** A job under way, whoever looks at it. */
interface Live {
  job: Job | null;
  found: Promise<unknown>;
  halt: (why: string) => void;
  watchers: Set<() => void>;
}

/** Jobs under way by kind and key: they go on when their view is left, and are found again when it is opened. */
const live = new Map<string, Live>();

/** Whether a job is under way or done: what was begun before the view was left. */
export const isBegun = (kind: string, key: string): boolean => live.has(`${kind} ${key}`) || kept.has(`${kind} ${key}`);

/** The job of a key, begun if it is not under way; one of its kind that nobody looks at any more gives way to it. */
function begin(kind: string, request: unknown, place: string): Live {
  const before = live.get(place);
  if (before) return before;
  for (const [other, one] of live) if (other.startsWith(`${kind} `) && !one.watchers.size) one.halt("superseded");
  const control = new AbortController();
  const one: Live = { job: null, watchers: new Set(), found: Promise.resolve(), halt: (why) => (live.delete(place), control.abort(new DOMException(why, "AbortError"))) };
  const tell = (): void => one.watchers.forEach((f) => f());
  one.found = runJob(kind, request, (job) => ((one.job = job), tell()), control.signal, (part) => (keep(parts, place, part), tell())).then(
    (found) => (keep(kept, place, found), parts.delete(place), found),
  ).finally(() => live.get(place) === one && live.delete(place));
  one.found.catch(() => undefined);
  live.set(place, one);
  return one;
}

/** Run a job whenever `key` changes, after a pause without changes; an empty key runs nothing. Results are kept. */
export function useJob<B>(kind: string, request: unknown, key: string, delay = 600): Running<B> {
  const [stopped, setStopped] = useState("");
  const [, look] = useState(0);
  const left = useRef(false);
  useEffect(() => () => void (left.current = true), []); // before the one that asks, so that it knows why it ends
  const place = `${kind} ${key}`;
  const known = key ? (kept.get(place) as B | undefined) : undefined;
  const asked = useAsked<B>(
    known === undefined ? key : "",
    async (signal) => {
      setStopped("");
      const done = kept.get(place) as B | undefined;
      if (done !== undefined) return done; // over since it was drawn
      const one = begin(kind, request, place);
      const see = (): void => look((n) => n + 1);
      one.watchers.add(see);
      see();
      signal.addEventListener("abort", () => {
        one.watchers.delete(see);
        if (!left.current && !one.watchers.size) one.halt("superseded");
      }, { once: true });
      return (await one.found) as B;
    },
    live.has(place) ? 0 : delay,
  );
  const stop = (): void => {
    live.get(place)?.halt("stopped");
    setStopped(key);
  };
  const halted = stopped !== "" && stopped === key;
  const job = live.get(place)?.job ?? null;
  if (known !== undefined) return { ...asked, data: known, error: null, pending: false, job, stop, stopped: false };
  return { ...asked, pending: asked.pending && !halted, job, stop, stopped: halted };
}
