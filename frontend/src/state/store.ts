/** The one state, its history, and its place in the address. */
import { useEffect, useState } from "preact/hooks";
import { decode, encode, type Decoded } from "./codec";
import { EMBEDDED, said } from "./embedded";
import { keepChoice } from "./kept";
import { carried } from "./reconcile";
import { emptyState, type Lang, type State } from "./types";

/** Changes of the same thing within this time are one step, in milliseconds. */
const TOGETHER = 800;
/** Pages that browsers keep at least. */
const DEPTH = 48;

let state: State = emptyState();
/** Place in the browser's history, which is the only one: steps of undo are its pages. */
let [at, top] = [0, 0];
let last = { what: "", at: 0 };
let madeWith = "";
const listeners = new Set<() => void>();

const tell = (): void => listeners.forEach((f) => f());

/** Browsers refuse an address that changes with every step of a slider: it follows after this many milliseconds. */
const SETTLES = 150;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Put the state in the address now. */
function settle(): void {
  if (EMBEDDED) return;
  clearTimeout(timer);
  timer = undefined;
  history.replaceState({ at }, "", encode(state, madeWith));
}

function write(): void {
  timer ??= setTimeout(settle, SETTLES);
}

export const current = (): State => state;
export const canUndo = (): boolean => at > Math.max(0, top - DEPTH);
export const canRedo = (): boolean => at < top;

/**
 * Change the state, as a step that the browser's Back takes back too.
 *
 * `what` names the thing that changes: quick changes of one thing (a finger on a slider) are one step.
 */
export function change(what: string, update: (s: State) => State): void {
  const next = carried(state, update(state));
  if (encode(next) === encode(state)) return;
  const now = Date.now();
  const goesOn = what === last.what && now - last.at <= TOGETHER && next.view === state.view;
  last = { what, at: now };
  if (goesOn) return replace(next);
  if (timer) settle();
  state = next;
  top = ++at;
  history.pushState({ at }, "", encode(state, madeWith));
  tell();
}

function travel(by: 1 | -1): void {
  if (timer) settle();
  history.go(by);
}

export const undo = (): void => void (canUndo() && travel(-1));
export const redo = (): void => void (canRedo() && travel(1));

/** Put a state in place without a step of its own, as when a link is opened. */
export function replace(next: State): void {
  state = next;
  write();
  tell();
}

/** Choose a language: no step, as good for the pages before, and kept for the next visit. */
export function speak(lang: Lang): void {
  keepChoice("lang", lang);
  replace({ ...state, lang });
}

/** Read the address; `start` is what holds where it says nothing. */
export function open(start: State, version: string): Decoded {
  madeWith = version;
  const found = decode(said(), start);
  at = top = placeOf(history.state) ?? 0;
  replace(found.state);
  return found;
}

/** The place that a page of the history was given here. */
const placeOf = (said: unknown): number | undefined => (said as { at?: number } | null)?.at;

/** The state as an address that can be sent. */
export const link = (): string => location.href.replace(/#.*$/, "") + encode(state, madeWith);

/** Subscribe a component to the state. */
export function useAppState(): State {
  const [seen, see] = useState(state);
  useEffect(() => {
    const listen = (): void => see(state);
    listeners.add(listen);
    listen();
    return () => void listeners.delete(listen);
  }, []);
  return seen;
}

/** What a view remembers under a name, kept in the address: `const [by, setBy] = useParam("now.by", "rd")`. */
export function useParam(key: `${string}.${string}`, usual: string): [string, (value: string) => void] {
  const { params } = useAppState();
  const set = (value: string): void =>
    change(key, (s) => {
      const { [key]: _, ...rest } = s.params;
      return { ...s, params: value === usual ? rest : { ...rest, [key]: value } };
    });
  return [params[key] ?? usual, set];
}

/** Follow the browser's back and forward, and addresses typed by hand. */
export function followAddress(): void {
  addEventListener("pagehide", settle);
  addEventListener("popstate", (e) => {
    clearTimeout(timer);
    timer = undefined;
    const place = placeOf(e.state);
    const found = decode(location.hash, { ...state, scenarios: emptyState().scenarios, active: 0 }).state;
    if (place === undefined) top = ++at;
    else top = Math.max(top, (at = place));
    last = { what: "", at: 0 };
    replace(place === undefined ? found : { ...found, lang: state.lang });
  });
}
