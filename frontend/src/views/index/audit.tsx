/** The audit of an index: what was imputed, treated and correlated, check by check, each with its figure and its limit. */
import type { Audit, Scored } from "../../api/types";
import { useText, type Key } from "../../i18n";
import { Downloads } from "../../ui/downloads";

const GLYPH: Record<string, string> = { pass: "●", attention: "◆", fail: "■" };
const MARKS: Record<string, Key> = { pass: "index.mark.pass", attention: "index.mark.attention", fail: "index.mark.fail" };

/** A mark as a shape and a word. */
function Mark({ mark, words = false }: { mark: string; words?: boolean }) {
  const { t } = useText();
  const said = MARKS[mark] ? t(MARKS[mark]) : mark;
  return <span class={`mark m-${mark}`}><span aria-hidden="true">{GLYPH[mark] ?? "○"}</span>{words ? ` ${said}` : <span class="vh"> {said}</span>}</span>;
}

export function AuditList({ audit, scored }: { audit: Audit; scored: Scored }) {
  const { t, pick } = useText();
  const title = t("index.audit");
  const rows = audit.steps.flatMap((s) => s.checks.map((c) => [s.number, pick(s.title), c.id, pick(c.title), c.mark, c.figure, c.limit, pick(c.text)]));
  return (
    <section class="pan wide" aria-label={title}>
      <div class="ph"><h2>{title}</h2></div>
      <p class="lede">{pick(audit.summary)}</p>
      <ol class="audit">
        {audit.steps.map((s) => (
          <li key={s.number}>
            <details>
              <summary>{s.number}. {pick(s.title)} <Mark mark={s.mark} words /> <small>{t("index.checks", { n: s.checks.length })}</small></summary>
              <ul>{s.checks.map((c) => (
                <li key={c.id} ><Mark mark={c.mark} /> <b>{pick(c.title)}</b> {pick(c.text)}
                  {c.figure !== null && <span class="num fig">{c.figure}{c.limit !== null && <> · {t("index.limit", { limit: c.limit })}</>}</span>}</li>
              ))}</ul>
            </details>
          </li>
        ))}
      </ol>
      <details class="more"><summary>{t("index.recipe")}</summary>
        <dl class="recipe">{Object.entries(scored.recipe).map(([step, method]) => <><dt><code>{step}</code></dt><dd><code>{typeof method === "string" ? method : JSON.stringify(method)}</code></dd></>)}</dl>
      </details>
      <Downloads title={title} numbers={{ columns: [t("index.col.step"), t("index.col.name"), t("index.col.check"), t("index.col.title"), t("index.col.mark"), t("index.col.figure"), t("index.col.limit"), t("index.col.text")], rows }} />
    </section>
  );
}
