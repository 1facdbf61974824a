/** Questions to the API: one error type, retries when the connection is lost, answers kept by address. */
import { messageIn, messageOf, say } from "../i18n/catalogues";
import type { Lang } from "../state/types";
import { plainly } from "../ui/plain";
import type { ErrorBody } from "./types";

/** A refusal of the API, or (`status` 0) no answer at all. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.message);
  }
  get lost(): boolean {
    return this.status === 0;
  }
  /** The message in a language, in words that need no knowledge of programs; one about a place in the reader's own file as it is. */
  in(lang: Lang): string {
    const said = messageIn(this.body, lang);
    const { line, sheet } = this.body.where ?? {};
    return (this.lost || line || sheet ? said || this.body.message : plainly(said, lang)) || say(lang, "ui.error.plain");
  }
}

/** Nobody answered. */
export const lostError = (): ApiError => new ApiError(0, { kind: "ConnectionError", ...messageOf("shell.lost") });

export const address = (path: string): string => new URL(`api/v1/${path}`, document.baseURI).href;

// --- connection --------------------------------------------------------------------------------------------------------

let connected = true;
const watchers = new Set<(connected: boolean) => void>();

function setConnected(now: boolean): void {
  if (connected === now) return;
  connected = now;
  watchers.forEach((f) => f(now));
}

/** Tell whenever the connection is lost or found again. */
export function watchConnection(f: (connected: boolean) => void): () => void {
  watchers.add(f);
  return () => void watchers.delete(f);
}

export const isConnected = (): boolean => connected;

const wait = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((done, stop) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", () => (clearTimeout(timer), stop(signal.reason)), { once: true });
  });

/** Fetch, trying again while nobody answers or the server is busy; an abort ends it. */
async function ask(path: string, init: RequestInit, tries: number): Promise<Response> {
  for (let n = 1; ; n++) {
    try {
      const answer = await fetch(address(path), init);
      setConnected(true);
      if (answer.ok) return answer;
      const said = (await answer.json().catch(() => null)) as { error?: ErrorBody } | null;
      const error = new ApiError(answer.status, said?.error ?? { kind: "RequestError", message: `${answer.status} ${answer.statusText}` });
      if (![429, 503].includes(answer.status) || n >= tries) throw error;
    } catch (e) {
      if (init.signal?.aborted || e instanceof ApiError) throw e;
      setConnected(false);
      if (n >= tries) throw lostError();
    }
    await wait(Math.min(250 * 2 ** n, 5000), init.signal ?? undefined);
  }
}

// --- questions ---------------------------------------------------------------------------------------------------------

const kept = new Map<string, Promise<unknown>>();

/** GET a body; the same address is asked once (the browser keeps ETags beyond that). */
export function get<B>(path: string): Promise<B> {
  const before = kept.get(path);
  if (before) return before as Promise<B>;
  const asked = ask(path, { cache: "no-cache" }, 4).then((r) => r.json() as Promise<B>);
  kept.set(path, asked);
  asked.catch(() => kept.delete(path));
  return asked;
}

/** Forget what was answered under addresses that start with this. */
export function forget(prefix: string): void {
  for (const path of kept.keys()) if (path.startsWith(prefix)) kept.delete(path);
}

const json = (body: unknown): RequestInit => ({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** POST a body and read the answer's. */
export async function post<B>(path: string, body: unknown, signal?: AbortSignal): Promise<B> {
  return (await ask(path, { ...json(body), signal: signal ?? null }, 3)).json() as Promise<B>;
}

/** POST a body and receive a file. */
export async function postForFile(path: string, body: unknown): Promise<Blob> {
  return (await ask(path, json(body), 2)).blob();
}

export async function getFile(path: string): Promise<Blob> {
  return (await ask(path, {}, 3)).blob();
}

export async function remove(path: string): Promise<void> {
  await ask(path, { method: "DELETE" }, 1);
}

/** Query text of the values that are given. */
export function query(values: Record<string, string | number | boolean | null | undefined>): string {
  const given = Object.entries(values).filter(([, v]) => v !== null && v !== undefined && v !== "");
  return given.map(([k, v]) => `${k}=${encodeURIComponent(String(v))}`).join("&");
}
