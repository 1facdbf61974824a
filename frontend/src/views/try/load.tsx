/** A package file, chosen or dropped: read by the server, put beside the other scenarios, or refused at its line. */
import { useEffect, useRef, useState } from "preact/hooks";
import { post, type ApiError } from "../../api/client";
import { asApiError } from "../../api/hooks";
import type { ReadPackage, ReadyPackage } from "../../api/types";
import { useText } from "../../i18n";
import { ENGLISH, messageIn } from "../../i18n/catalogues";
import { current } from "../../state/store";
import { put } from "./bench";
import { MOST, scenarioOf, textOf, unread, type Unread } from "./file";

/** How long it is said that a file was loaded, in milliseconds. */
const SHOWN = 12_000;

type State =
  | { at: "idle" }
  | { at: "reading"; name: string }
  | { at: "unread"; name: string; why: Unread }
  | { at: "refused"; name: string; error: ApiError }
  | { at: "loaded"; name: string; left: number };

export interface Loader {
  state: State;
  /** Whether a file is held over the page. */
  over: boolean;
  take: (files: File[]) => Promise<void>;
  dismiss: () => void;
}

const held = (e: DragEvent): boolean => e.dataTransfer?.types.includes("Files") ?? false;

export function useLoader(packages: ReadyPackage[]): Loader {
  const [state, set] = useState<State>({ at: "idle" });
  const [over, setOver] = useState(false);
  const turn = useRef(0);

  async function take(files: File[]): Promise<void> {
    const name = files[0]?.name ?? "";
    const own = ++turn.current;
    const tell = (s: State): void => void (own === turn.current && set(s));
    const why = unread(files);
    if (why) return tell({ at: "unread", name, why });
    tell({ at: "reading", name });
    const read = textOf(await files[0]!.arrayBuffer());
    if ("why" in read) return tell({ at: "unread", name, why: read.why });
    const { on, year, region } = current();
    try {
      const found = await post<ReadPackage>("package", { on, year, region, yaml: read.text, file: name.slice(-200) });
      if (own !== turn.current) return;
      const now = current();
      put(scenarioOf(found, now.scenarios[now.active]!, packages, now.lang));
      tell({ at: "loaded", name, left: found.left_out });
      setTimeout(() => own === turn.current && set((s) => (s.at === "loaded" ? { at: "idle" } : s)), SHOWN);
    } catch (e) {
      tell({ at: "refused", name, error: asApiError(e) });
    }
  }

  const taking = useRef(take);
  taking.current = take;
  useEffect(() => {
    const above = (e: DragEvent): void => void (held(e) && (e.preventDefault(), setOver(true)));
    const leave = (e: DragEvent): void => void (e.relatedTarget === null && setOver(false));
    const drop = (e: DragEvent): void => {
      if (!held(e)) return;
      e.preventDefault();
      setOver(false);
      void taking.current([...(e.dataTransfer?.files ?? [])]);
    };
    const all = [["dragover", above], ["dragleave", leave], ["drop", drop]] as const;
    all.forEach(([name, f]) => addEventListener(name, f));
    return () => all.forEach(([name, f]) => removeEventListener(name, f));
  }, []);
  return { state, over, take, dismiss: () => set({ at: "idle" }) };
}

/** A message without its file, line and column, which are shown separately. */
const rest = (message: string): string => message.replace(/^\S+?:\d+:\d+: /, "");

/** What became of the file. */
export function Loaded({ state, pick, dismiss }: { state: State; pick: () => void; dismiss: () => void }) {
  const { t, lang } = useText();
  if (state.at === "idle") return null;
  const { name } = state;
  if (state.at === "reading") return <p class="got" role="status">{t("try.load.reading", { name })}</p>;
  if (state.at === "loaded")
    return <p class="got" role="status"><span>{t("try.load.done", { name })} {state.left > 0 && t("try.load.left", { n: state.left })}</span><button onClick={dismiss}>{t("ui.dismiss")}</button></p>;
  const where = state.at === "refused" ? (state.error.body.where as { line?: number; column?: number } | undefined) : undefined;
  return (
    <section class="got bad" role="alert">
      <b>{t("try.load.failed", { name })}</b>
      {state.at === "refused"
        ? <p>{where?.line ? t("try.load.where", { line: where.line, column: where.column ?? 1 }) : ""} <span lang={messageIn(state.error.body, lang) ? undefined : ENGLISH}>{rest(messageIn(state.error.body, lang) || state.error.body.message)}</span></p>
        : <p>{t(`try.load.${state.why}`, { kb: MOST / 1000 })}</p>}
      <p class="row"><button onClick={pick}>{t("try.load.other")}</button><button onClick={dismiss}>{t("ui.dismiss")}</button></p>
    </section>
  );
}
