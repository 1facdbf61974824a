/** The policy brief of one scenario, or of two side by side, with a question of the user's. */
import { useState } from "preact/hooks";
import type { SimulateRequest } from "../api/types";
import { useText } from "../i18n";
import { link } from "../state/store";
import { fileJob } from "./filejob";
import { Menu } from "./menu";
import { Progress } from "./skeleton";

const FORMATS = ["pdf", "docx", "html"] as const;
/** Characters of a question that fit on the page. */
const LONGEST = 140;

/** A scenario as a brief takes it; `title` is what the choice of a second one calls it. */
export interface BriefScenario {
  title: string;
  /** Its place among scenarios side by side: the brief keeps their letters in this order. */
  at?: number;
  request: Pick<SimulateRequest, "on" | "year" | "region" | "package" | "parameters">;
}

interface Asked {
  on: string;
  year: number;
  region: string;
  packages: SimulateRequest["package"][];
  parameters: NonNullable<SimulateRequest["parameters"]>;
  question: string;
  lang: string;
  format: string;
  link: string;
}

const { make, useMade } = fileJob<Asked>("policy-brief", (of) => `newind-policy-${of.region.toLowerCase()}-${of.year}-${of.lang}.${of.format}`);

const sameGround = (a: BriefScenario, b: BriefScenario): boolean => JSON.stringify(groundOf(a)) === JSON.stringify(groundOf(b));
const groundOf = ({ request: r }: BriefScenario): unknown[] => [r.on, r.year, r.region, Object.entries(r.parameters ?? {}).sort()];

/** What a brief is asked about: the first scenario, and beside it the other, if there is one. */
export const askedOf = (first: BriefScenario, other: BriefScenario | null): Pick<Asked, "on" | "year" | "region" | "packages" | "parameters"> => ({
  on: first.request.on, year: first.request.year, region: first.request.region, parameters: first.request.parameters ?? {},
  packages: [first, ...(other ? [other] : [])].sort((a, b) => (a.at ?? 0) - (b.at ?? 0)).map((s) => s.request.package),
});

/**
 * The button: the brief is about the first scenario; each other on the same accounts and assumptions may stand beside it.
 * `both`: the scenarios were chosen for it, so the second one does.
 */
export function PolicyBrief({ scenarios, both = false, primary = false }: { scenarios: BriefScenario[]; both?: boolean; primary?: boolean }) {
  const { t, lang } = useText();
  const [first, ...rest] = scenarios;
  const others = first ? rest.filter((s) => sameGround(first, s)) : [];
  const [format, setFormat] = useState<string>("pdf");
  const [question, setQuestion] = useState("");
  const [beside, setBeside] = useState(both ? 0 : -1);
  const { at, job, error, stop } = useMade();
  return (
    <Menu button={<>{t(at === "busy" ? "try.brief.busy" : "policybrief")} <span aria-hidden="true">▾</span></>} class={primary ? "primary" : ""} label={t("policybrief")}>
      {() => (
        <>
          <span class="note">{t(first ? "policybrief.note" : "policybrief.nothing")}</span>
          <label class="sel">{t("policybrief.question", { n: LONGEST })}<input type="text" maxLength={LONGEST} value={question} onInput={(e) => setQuestion(e.currentTarget.value)} /></label>
          <span class="row">
            {others.length > 0 && <label class="sel">{t("policybrief.beside")}<select value={beside} onChange={(e) => setBeside(Number(e.currentTarget.value))}><option value={-1}>{t("policybrief.alone")}</option>{others.map((s, i) => <option key={i} value={i}>{s.title}</option>)}</select></label>}
            <label class="sel">{t("try.brief.format")}<select value={format} onChange={(e) => setFormat(e.currentTarget.value)}>{FORMATS.map((f) => <option key={f} value={f}>{f === "docx" ? "Word" : f.toUpperCase()}</option>)}</select></label>
          </span>
          {at === "busy"
            ? <Progress job={job} label={t("policybrief.making")} onStop={stop} />
            : <button class="primary" disabled={!first} onClick={() => first && void make({ ...askedOf(first, others[beside] ?? null), question, lang, format, link: link() })}>{t("try.brief.make")}</button>}
          {at === "done" && <span role="status">{t("policybrief.done")}</span>}
          {error && <span class="bad" role="alert">{error.in(lang)}</span>}
        </>
      )}
    </Menu>
  );
}
