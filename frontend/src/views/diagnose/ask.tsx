/** All questions that can be asked of an economy: one chosen, its options, and the answer. */
import { useGet, useJob } from "../../api/hooks";
import type { Answer, AnswerTable, QuestionEntry, QuestionList, QuestionOption } from "../../api/types";
import { useWorld } from "../../context";
import { useText, type Key } from "../../i18n";
import { useParam } from "../../state/store";
import type { Lang } from "../../state/types";
import { Field } from "../../ui/field";
import { Table } from "../../ui/table";
import { useFocus } from "./asked";
import { Awaited } from "./state";

export const SYSTEM_OF: Record<string, string> = { science: "s1", manufacturing: "s2", green: "s3", circulation: "s4" };

export function Asks() {
  const { t } = useText();
  const listed = useGet<QuestionList>("questions");
  return <Awaited asked={listed} title={t("view.ask")}>{(found) => <Chosen questions={found.questions} />}</Awaited>;
}

function Chosen({ questions }: { questions: QuestionEntry[] }) {
  const { t, pick } = useText();
  const [id, setId] = useParam("diagnose.question", "");
  const [typed, setTyped] = useParam("diagnose.asked", "");
  const question = questions.find((q) => q.id === id);
  const families = [...new Set(questions.map((q) => q.family))];
  const called = (f: string): string => t((SYSTEM_OF[f] ? `diagnose.system.${SYSTEM_OF[f]}` : `diagnose.family.${f}`) as Key);
  const choose = (next: string): void => (setTyped(""), setId(next));
  return (
    <>
      <div class="filters">
        <label class="pick"><span>{t("diagnose.ask.question")}</span>
          <select value={question?.id ?? ""} onChange={(e) => choose(e.currentTarget.value)}>
            {!question && <option value="">{t("diagnose.ask.choose")}</option>}
            {families.map((f) => (
              <optgroup key={f} label={called(f)}>
                {questions.filter((q) => q.family === f).map((q) => <option key={q.id} value={q.id}>{firstLine(pick(q.help))}</option>)}
              </optgroup>
            ))}
          </select>
        </label>
      </div>
      {question ? <Asked key={question.id} question={question} typed={typed} onTyped={setTyped} /> : (
        <>
          <p class="lede">{t("diagnose.ask.lede", { n: questions.length })}</p>
          <div class="cards">{families.map((f) => (
            <section key={f} class="pan" aria-label={called(f)}><div class="ph"><h2>{called(f)}</h2></div>
              <ul class="plain">{questions.filter((q) => q.family === f).map((q) => <li key={q.id}><button class="link" onClick={() => choose(q.id)}>{firstLine(pick(q.help))}</button></li>)}</ul>
            </section>
          ))}</div>
        </>
      )}
    </>
  );
}

export const firstLine = (text: string): string => text.split("\n")[0]!.replace(/\.$/, "");

/** Options as they are typed, in the address of the page: `by=origin&year=2015`. */
export const readTyped = (typed: string): Record<string, string> => Object.fromEntries(new URLSearchParams(typed));

function Asked({ question, typed, onTyped }: { question: QuestionEntry; typed: string; onTyped: (text: string) => void }) {
  const { t, pick } = useText();
  const { meta } = useWorld();
  const { on, year, region } = useFocus();
  const given = readTyped(typed);
  const asksYear = question.options.some((o) => o.name === "year");
  const options = asksYear && given.year === undefined && year !== meta.years.at(-1) ? { ...given, year: String(year) } : given;
  const lacking = question.options.filter((o) => o.required && !options[o.name]);
  const put = (name: string, value: string): void => onTyped(new URLSearchParams(Object.entries({ ...given, [name]: value }).filter(([, v]) => v !== "")).toString());
  return (
    <>
      {question.options.length > 0 && (
        <form class="filters asks" aria-label={t("diagnose.ask.options")} onSubmit={(e) => e.preventDefault()}>
          {question.options.map((o) => <Choice key={o.name} option={o} value={options[o.name] ?? ""} onChange={(v) => put(o.name, v)} />)}
        </form>
      )}
      {lacking.length
        ? <p class="lede">{t("diagnose.ask.needs", { what: lacking.map((o) => firstLine(pick(o.help))).join(t("language.marks.semicolon")) })}</p>
        : <Waited id={question.id} on={on} region={region} options={options} />}
    </>
  );
}

function Waited({ id, on, region, options }: { id: string; on: string; region: string; options: Record<string, string> }) {
  const { t } = useText();
  const asked = useJob<Answer>("question", { id, on, region, options }, JSON.stringify([id, on, region, options]));
  return <Awaited asked={asked} title={t("view.ask")}>{(found) => <Answered found={found} />}</Awaited>;
}

/** One option: a list of words, yes or no, a number or a text; what it means stands with it. */
function Choice({ option, value, onChange }: { option: QuestionOption; value: string; onChange: (value: string) => void }) {
  const { t, pick } = useText();
  const schema = option.schema as { enum?: string[]; type?: string; default?: unknown; minimum?: number; maximum?: number };
  const usual = schema.default === undefined ? "" : String(schema.default);
  const words = schema.type === "boolean" ? [["true", t("diagnose.ask.yes")], ["false", t("diagnose.ask.no")]] as const : schema.enum?.map((w) => [w, pick(option.words[w]) || w] as const);
  const number = schema.type === "integer" || schema.type === "number";
  const bounds = { ...(schema.minimum === undefined ? {} : { min: schema.minimum }), ...(schema.maximum === undefined ? {} : { max: schema.maximum }) };
  const field = { placeholder: usual || t("diagnose.ask.open"), value, onDone: onChange };
  return (
    <label class="pick" title={pick(option.help)}><span>{pick(option.help).replace(/[.。]$/, "")}</span>
      {words
        ? <select value={value || usual} onChange={(e) => onChange(e.currentTarget.value === usual ? "" : e.currentTarget.value)}>{usual === "" && <option value="">{t("diagnose.ask.open")}</option>}{words.map(([w, said]) => <option key={w} value={w}>{said}</option>)}</select>
        : number
          ? <Field type="number" step="any" {...bounds} {...field} />
          : <Field type="text" maxLength={2000} size={10} {...field} />}
    </label>
  );
}

function Answered({ found }: { found: Answer }) {
  const { t, pick } = useText();
  return (
    <section class="pan answer" aria-label={pick(found.title)}>
      <div class="ph"><h2>{pick(found.title)}</h2></div>
      {found.lead.map((said, i) => <p key={i} class="lede">{pick(said)}</p>)}
      {found.picture && <Drawn svg={pick(found.picture)} said={pick(found.lead[0] ?? found.title)} />}
      {found.tables.map((one) => <Shown key={one.id} table={one} />)}
      {found.notes.map((said, i) => <p key={i} class="note">{pick(said)}</p>)}
      <p class="note">{t("diagnose.ask.again")} <code>{found.command}</code></p>
    </section>
  );
}

/** A picture; one that is drawn wide is moved sideways where there is no room, so that its words can be read. */
function Drawn({ svg, said }: { svg: string; said: string }) {
  const wide = Number(/ width="(\d+)"/.exec(svg)?.[1]) > 700;
  return <div class="scroll"><img class={wide ? "drawn wide" : "drawn"} alt={said} src={`data:image/svg+xml,${encodeURIComponent(svg)}`} /></div>;
}

interface Row { id: string; cells: string[] }

function Shown({ table }: { table: AnswerTable }) {
  const { t, pick, lang } = useText();
  const { columns, numeric, en, ...others } = table.glance;
  const rows: Row[] = ((others as Record<Lang, string[][]>)[lang] ?? en).map((cells, i) => ({ id: String(i), cells }));
  if (!columns.length || !rows.length) return null;
  const title = table.label ? pick(table.label) : "";
  return (
    <div class="scroll">
      {title && <h3>{title}</h3>}
      <Table<Row> caption={title} rows={rows} rowKey={(r) => r.id} columns={columns.map((c, i) => ({ label: pick(c.label), numeric: numeric[i] ?? false, cell: (r) => r.cells[i] }))} />
      {table.rows.length > rows.length && <p class="note">{t("diagnose.ask.more", { n: table.rows.length - rows.length })}</p>}
    </div>
  );
}
