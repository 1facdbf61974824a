/** A brief to hand over, with the link to the scenarios inside. */
import { useRef, useState } from "preact/hooks";
import type { ApiError } from "../../api/client";
import { asApiError } from "../../api/hooks";
import { runFileJob } from "../../api/jobs";
import type { Job } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { useText } from "../../i18n";
import { link, useAppState } from "../../state/store";
import { Menu } from "../../ui/menu";
import { saveFile } from "../../ui/save";
import { Progress } from "../../ui/skeleton";

const FORMATS = ["pdf", "docx", "html"] as const;
const FORMS = ["full", "one-page"] as const;

export function Brief() {
  const { t, lang } = useText();
  const { meta } = useWorld();
  const { on, year, region } = useAppState();
  const [format, setFormat] = useState<string>("pdf");
  const [form, setForm] = useState<string>("full");
  const [job, setJob] = useState<Job | null>(null);
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const control = useRef<AbortController | null>(null);

  async function make(): Promise<void> {
    control.current = new AbortController();
    setBusy(true);
    setDone(false);
    setError(null);
    try {
      const file = await runFileJob("brief", { on, year, region, lang, format, form, link: link() }, setJob, control.current.signal);
      saveFile(`newind-${region.toLowerCase()}-${year}-${lang}.${format}`, file);
      setDone(true);
    } catch (e) {
      if (!control.current.signal.aborted) setError(asApiError(e));
    } finally {
      setBusy(false);
      setJob(null);
    }
  }

  return (
    <Menu button={<>{t("try.brief")} <span aria-hidden="true">▾</span></>} class="primary" label={t("try.brief")}>
      {() => (
        <>
          <span class="note">{t("try.brief.note", { region: regionName(meta, region, lang), year })}</span>
          <span class="row">
            <label class="sel">{t("try.brief.format")}<select value={format} onChange={(e) => setFormat(e.currentTarget.value)}>{FORMATS.map((f) => <option key={f} value={f}>{f.toUpperCase()}</option>)}</select></label>
            <label class="sel">{t("try.brief.form")}<select value={form} onChange={(e) => setForm(e.currentTarget.value)}>{FORMS.map((f) => <option key={f} value={f}>{t(f === "full" ? "try.brief.full" : "try.brief.one")}</option>)}</select></label>
          </span>
          {busy
            ? <Progress job={job} label={t("try.brief.making")} onStop={() => control.current?.abort(new DOMException("stopped", "AbortError"))} />
            : <button class="primary" onClick={() => void make()}>{t("try.brief.make")}</button>}
          {done && <span role="status">{t("try.brief.done")}</span>}
          {error && <span class="bad" role="alert">{error.in(lang)}</span>}
        </>
      )}
    </Menu>
  );
}
