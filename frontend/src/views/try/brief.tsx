/** Briefs to hand over, with the link to the scenarios inside: of the economy, and the scenarios that one of a policy is about. */
import { useState } from "preact/hooks";
import { regionName, useWorld } from "../../context";
import { useText } from "../../i18n";
import { link, useAppState } from "../../state/store";
import { fileJob } from "../../ui/filejob";
import { Menu } from "../../ui/menu";
import type { BriefScenario } from "../../ui/policybrief";
import { Progress } from "../../ui/skeleton";
import { useBench } from "./bench";
import { titlesOf } from "./keep";
import { labelled, requestOf, titleOf } from "./scenario";

const FORMATS = ["pdf", "docx", "html"] as const;
const FORMS = ["decision", "page", "full"] as const;

type Asked = { on: string; year: number; region: string; lang: string; format: string; form: string; link: string };

const { make, useMade } = fileJob<Asked>("brief", (of) => `newind-${of.region.toLowerCase()}-${of.year}-${of.lang}.${of.format}`);

/** `name`: what the button says, where not its usual words. */
export function Brief({ name: said = "try.brief" }: { name?: "try.brief" | "start.brief" }) {
  const { t, lang } = useText();
  const { meta } = useWorld();
  const { on, year, region } = useAppState();
  const [format, setFormat] = useState<string>("pdf");
  const [form, setForm] = useState<string>("decision");
  const { at, of, job, error, stop } = useMade();
  const request = { on, year, region, lang, format, form, link: link() };
  const name = of && { region: regionName(meta, of.region, lang), year: of.year };

  return (
    <Menu button={<>{at === "busy" ? t("try.brief.busy") : t(said)} <span aria-hidden="true">▾</span></>} label={t(said)}>
      {() => (
        <>
          <span class="note">{t("try.brief.note", { region: regionName(meta, region, lang), year })}</span>
          <span class="row">
            <label class="sel">{t("try.brief.format")}<select value={format} onChange={(e) => setFormat(e.currentTarget.value)}>{FORMATS.map((f) => <option key={f} value={f}>{f.toUpperCase()}</option>)}</select></label>
            <label class="sel">{t("try.brief.form")}<select value={form} onChange={(e) => setForm(e.currentTarget.value)}>{FORMS.map((f) => <option key={f} value={f}>{t(`try.brief.${f}`)}</option>)}</select></label>
          </span>
          {at === "busy"
            ? <Progress job={job} label={t("try.brief.making", name!)} onStop={stop} />
            : <button class="primary" onClick={() => void make(request)}>{t("try.brief.make")}</button>}
          {at === "done" && <span role="status">{t("try.brief.done", name!)}</span>}
          {error && <span class="bad" role="alert">{error.in(lang)}</span>}
        </>
      )}
    </Menu>
  );
}

/** The scenarios that move something, the open one first, as a policy brief takes them. */
export function useBriefScenarios(): BriefScenario[] {
  const { t, lang } = useText();
  const state = useAppState();
  const { packages, levers } = useBench();
  const order = [state.active, ...state.scenarios.keys()].filter((i, k, all) => all.indexOf(i) === k);
  return order.flatMap((i) => {
    const s = state.scenarios[i]!;
    const request = requestOf(state, s, packages, levers);
    return request ? [{ at: i, title: titleOf(s, i, packages, lang, t("try.changedmark")), request: labelled(request, s.name || titlesOf(s, packages, levers)) }] : [];
  });
}
