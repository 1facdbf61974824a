/** A table of one's own: dropped or chosen, checked, and then used; what is wrong is said at its place. */
import { useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../../api/client";
import { asApiError } from "../../api/hooks";
import type { TableMessage, Uploaded } from "../../api/types";
import { barred, useWorld } from "../../context";
import { number } from "../../format";
import { useText } from "../../i18n";
import { useDrop } from "../../ui/drop";
import { Field } from "../../ui/field";
import { megabytes, refused, type Refused } from "./limits";
import { Messages } from "./messages";
import { TableRefused, send, type Options } from "./send";
import { Use } from "./use";

type State =
  | { at: "idle" }
  | { at: "refused"; name: string; why: Refused }
  | { at: "sending"; name: string; part: number }
  | { at: "failed"; name: string; error: ApiError; messages: TableMessage[] }
  | { at: "done"; name: string; found: Uploaded };

/** Whose table it is and of when, for layouts that may not say so. */
function Asked({ formats, options, onChange }: { formats: string[]; options: Options; onChange: (o: Options) => void }) {
  const { t } = useText();
  const set = (key: keyof Options) => (text: string): void => onChange({ ...options, [key]: text });
  return (
    <details class="asked">
      <summary>{t("data.asked")}</summary>
      <p class="note">{t("data.asked.why")}</p>
      <div class="fields">
        <label>{t("data.layout")}<select value={options.format} onChange={(e) => set("format")(e.currentTarget.value)}><option value="">{t("data.layout.auto")}</option>{formats.map((f) => <option key={f} value={f}>{NAMES[f] ?? t(`data.layout.${f as Own}`)}</option>)}</select></label>
        <label>{t("data.region")}<Field type="text" size={10} placeholder="CN-GD" value={options.region} onDone={set("region")} /></label>
        <label>{t("language.columns.headers.year")}<Field type="number" min={1900} max={2200} placeholder="2017" value={options.year} onDone={set("year")} /></label>
      </div>
    </details>
  );
}

/** Layouts that are called what they are in every language, and those that have a name in each. */
type Own = "template" | "newind" | "nbs";
const NAMES: Partial<Record<string, string>> = { icio: "OECD ICIO", adb: "ADB MRIO", wiod2016: "WIOD 2016", wiod2013: "WIOD 2013" };

function Working({ name, part, onStop }: { name: string; part: number; onStop: () => void }) {
  const { t } = useText();
  const [seconds, set] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => set((n) => n + 1), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p class="prog" role="status">
      <span>{part < 1 ? t("data.sending", { name, percent: Math.floor(part * 100) }) : t("data.reading", { name })}{part >= 1 && seconds > 1 ? ` ${t("ui.waiting", { s: seconds })}` : ""}</span>
      <progress aria-hidden="true" max={1} {...(part < 1 ? { value: part } : {})} />
      <button onClick={onStop}>{t("ui.stop")}</button>
    </p>
  );
}

/** Whether a table was taken with a warning, or cannot be used in full. */
const doubted = ({ entry, messages }: Uploaded): boolean => barred(entry) === "model" || messages.some((m) => m.level === "warning");

export function Upload({ onTaken }: { onTaken: () => void }) {
  const { t, lang } = useText();
  const { limits } = useWorld().catalog;
  const said = { endings: limits.endings.join(" "), mb: megabytes(limits), rows: number(limits.rows), tables: limits.tables };
  const [state, set] = useState<State>({ at: "idle" });
  const [options, setOptions] = useState<Options>({ format: "", region: "", year: "" });
  const file = useRef<HTMLInputElement>(null);
  const control = useRef<AbortController | null>(null);
  useEffect(() => () => control.current?.abort(new DOMException("left", "AbortError")), []);

  async function take(files: File[]): Promise<void> {
    const why = refused(files, limits);
    if (why) return set({ at: "refused", name: files[0]?.name ?? "", why });
    const [given] = files as [File];
    control.current?.abort(new DOMException("superseded", "AbortError"));
    const own = (control.current = new AbortController());
    set({ at: "sending", name: given.name, part: 0 });
    try {
      const found = await send(given, options, (part) => set((s) => (s.at === "sending" ? { ...s, part } : s)), own.signal);
      set({ at: "done", name: given.name, found });
      onTaken();
    } catch (e) {
      if (own.signal.aborted) return own === control.current ? set({ at: "idle" }) : undefined;
      const error = asApiError(e);
      set({ at: "failed", name: given.name, error, messages: e instanceof TableRefused ? e.messages : [] });
    }
  }

  const over = useDrop((files) => void take(files));
  return (
    <section class="pan up" aria-labelledby="up-h">
      <h2 id="up-h">{t("data.own")}</h2>
      <div class={`drop ${over ? "over" : ""}`}>
        <p><b>{t("data.drop")}</b></p>
        <input ref={file} id="up-f" class="vh" type="file" accept={limits.endings.join(",")} aria-describedby="up-l" onChange={(e) => (void take([...(e.currentTarget.files ?? [])]), (e.currentTarget.value = ""))} />
        <label class="pick" for="up-f">{t("data.choose")}</label>
        <p class="note" id="up-l">{t("data.limits", said)}</p>
        <p class="note">{t("data.stays")}</p>
      </div>
      <Asked formats={limits.formats} options={options} onChange={setOptions} />
      <div aria-live="polite">
        {state.at === "sending" && <Working name={state.name} part={state.part} onStop={() => control.current?.abort(new DOMException("stopped", "AbortError"))} />}
        {state.at === "refused" && <div class="out bad"><b>{t("data.refused", { name: state.name })}</b><p>{t(`data.refused.${state.why}`, said)}</p></div>}
        {state.at === "failed" && (
          <div class="out bad">
            <b>{t("data.failed", { name: state.name })}</b>
            {state.messages.length > 0 ? <Messages messages={state.messages} /> : <p>{state.error.in(lang)}</p>}
            {state.messages.length > 0 && <p>{t("data.failed.then")}</p>}
            <p class="acts"><button onClick={() => file.current?.click()}>{t("data.choose")}</button></p>
          </div>
        )}
        {state.at === "done" && (
          <div class={`out ${doubted(state.found) ? "" : "good"}`}>
            <b>{t(doubted(state.found) ? "data.done.doubted" : "data.done", { name: state.name })}</b>
            <p>{t("data.done.what", { regions: state.found.entry.regions, industries: state.found.entry.industries, years: state.found.entry.years.join(", ") })}</p>
            <Use entry={state.found.entry} />
            {state.found.messages.length > 0 ? <Messages messages={state.found.messages} /> : <p>{t("data.done.clean")}</p>}
          </div>
        )}
      </div>
    </section>
  );
}
