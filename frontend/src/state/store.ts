/** The one state, its history, and its place in the address. */
import { useEffect, useState } from "preact/hooks";
import { decode, encode, type Decoded } from "./codec";
import { emptyState, type State } from "./types";

/** Changes of the same thing within this time are one step of undo, in milliseconds. */
const TOGETHER = 800;
const DEPTH = 100;

let state: State = emptyState();
let past: State[] = [];
let future: State[] = [];
let last = { what: "", at: 0 };
let madeWith = "";
const listeners = new Set<() => void>();

const tell = (): void => listeners.forEach((f) => f());

/** Browsers refuse an address that changes with every step of a slider: it follows after this many milliseconds. */
const SETTLES = 150;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Put the state in the address now. */
function settle(): void {
  clearTimeout(timer);
  timer = undefined;
  const hash = encode(state, madeWith);
  if (hash !== location.hash) history.replaceState(null, "", hash);
}

function write(): void {
  timer ??= setTimeout(settle, SETTLES);
}

export const current = (): State => state;
export const canUndo = (): boolean => past.length > 0;
export const canRedo = (): boolean => future.length > 0;

/**
 * Change the state.
 *
 * `what` names the thing that changes: quick changes of one thing (a finger on a slider) are undone together. A change of
 * view is a page of the browser's history and no step of undo.
 */
export function change(what: string, update: (s: State) => State): void {
  const next = update(state);
  if (next === state) return;
  const turned = next.view !== state.view;
  if (turned) settle();
  const now = Date.now();
  if (!turned) {
    if (what !== last.what || now - last.at > TOGETHER) past = [...past.slice(1 - DEPTH), state];
    last = { what, at: now };
    future = [];
  }
  state = next;
  if (turned) history.pushState(null, "", encode(state, madeWith));
  else write();
  tell();
}

export function undo(): void {
  const before = past.at(-1);
  if (!before) return;
  past = past.slice(0, -1);
  future = [state, ...future];
  state = { ...before, view: state.view };
  last = { what: "", at: 0 };
  write();
  tell();
}

export function redo(): void {
  const after = future[0];
  if (!after) return;
  future = future.slice(1);
  past = [...past, state];
  state = { ...after, view: state.view };
  last = { what: "", at: 0 };
  write();
  tell();
}

/** Put a state in place without a step of undo, as when a link is opened. */
export function replace(next: State): void {
  state = next;
  write();
  tell();
}

/** Read the address; `start` is what holds where it says nothing. */
export function open(start: State, version: string): Decoded {
  madeWith = version;
  const found = decode(location.hash, start);
  past = [];
  future = [];
  replace(found.state);
  return found;
}

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

/** What a view remembers under a name, kept in the address: `const [tab, setTab] = useParam("diagnose.tab", "dependence")`. */
export function useParam(key: `${string}.${string}`, usual: string): [string, (value: string) => void] {
  const { params } = useAppState();
  const set = (value: string): void =>
    change(key, (s) => {
      const { [key]: _, ...rest } = s.params;
      return { ...s, params: value === usual ? rest : { ...rest, [key]: value } };
    });
  return [params[key] ?? usual, set];
}

/** Follow the browser's back and forward. */
export function followAddress(): void {
  addEventListener("pagehide", settle);
  addEventListener("popstate", () => {
    clearTimeout(timer);
    timer = undefined;
    const found = decode(location.hash, { ...state, scenarios: emptyState().scenarios, active: 0 });
    past = [...past, state];
    state = found.state;
    tell();
  });
}
