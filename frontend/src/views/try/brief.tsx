/** A brief to hand over, with the link to the scenarios inside. */
import { useEffect, useState } from "preact/hooks";
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
const FORMS = ["decision", "page", "full"] as const;

type Asked = { on: string; year: number; region: string; lang: string; format: string; form: string; link: string };

/** The brief that is being made, or was made last: it goes on when the view is left. */
interface Made {
  at: "idle" | "busy" | "done" | "failed";
  of: Asked | null;
  job: Job | null;
  error: ApiError | null;
  control: AbortController | null;
}

let made: Made = { at: "idle", of: null, job: null, error: null, control: null };
const watchers = new Set<() => void>();

function tell(next: Partial<Made>): void {
  made = { ...made, ...next };
  watchers.forEach((f) => f());
}

function useMade(): Made {
  const [, look] = useState(0);
  useEffect(() => {
    const see = (): void => look((n) => n + 1);
    watchers.add(see);
    return () => void watchers.delete(see);
  }, []);
  return made;
}

async function make(of: Asked): Promise<void> {
  const control = new AbortController();
  tell({ at: "busy", of, job: null, error: null, control });
  try {
    const file = await runFileJob("brief", of, (job) => tell({ job }), control.signal);
    saveFile(`newind-${of.region.toLowerCase()}-${of.year}-${of.lang}.${of.format}`, file);
    tell({ at: "done" });
  } catch (e) {
    tell(control.signal.aborted ? { at: "idle" } : { at: "failed", error: asApiError(e) });
  }
}

export function Brief() {
  const { t, lang } = useText();
  const { meta } = useWorld();
  const { on, year, region } = useAppState();
  const [format, setFormat] = useState<string>("pdf");
  const [form, setForm] = useState<string>("decision");
  const { at, of, job, error, control } = useMade();
  const request = { on, year, region, lang, format, form, link: link() };
  const name = of && { region: regionName(meta, of.region, lang), year: of.year };

  return (
    <Menu button={<>{at === "busy" ? t("try.brief.busy") : t("try.brief")} <span aria-hidden="true">▾</span></>} class="primary" label={t("try.brief")}>
      {() => (
        <>
          <span class="note">{t("try.brief.note", { region: regionName(meta, region, lang), year })}</span>
          <span class="row">
            <label class="sel">{t("try.brief.format")}<select value={format} onChange={(e) => setFormat(e.currentTarget.value)}>{FORMATS.map((f) => <option key={f} value={f}>{f.toUpperCase()}</option>)}</select></label>
            <label class="sel">{t("try.brief.form")}<select value={form} onChange={(e) => setForm(e.currentTarget.value)}>{FORMS.map((f) => <option key={f} value={f}>{t(`try.brief.${f}`)}</option>)}</select></label>
          </span>
          {at === "busy"
            ? <Progress job={job} label={t("try.brief.making", name!)} onStop={() => control?.abort(new DOMException("stopped", "AbortError"))} />
            : <button class="primary" onClick={() => void make(request)}>{t("try.brief.make")}</button>}
          {at === "done" && <span role="status">{t("try.brief.done", name!)}</span>}
          {error && <span class="bad" role="alert">{error.in(lang)}</span>}
        </>
      )}
    </Menu>
  );
}
