/** A card whose title says the result, with a chart, its note, and its downloads where there is something to save. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useText } from "../i18n";
import { EMBEDDED } from "../state/embedded";
import { link, useParam } from "../state/store";
import { Downloads, type Numbers } from "./downloads";
import { dated } from "./dated";

interface Props {
  /** Its name in links that present or embed it. */
  id?: string;
  title: string;
  numbers: Numbers;
  /** Year and status of what the title says; they stand beside it, but for what it says itself. */
  of?: { year: number; status: string };
  /** What the reader must know. */
  note?: string;
  /** Source, year and status: written under saved pictures; on the page they are written once. */
  credit?: string;
  /** Choices at the right of the title. */
  tools?: ComponentChildren;
  class?: string;
  children: ComponentChildren;
  /** Below the note, before the downloads. */
  foot?: ComponentChildren;
  /** False where there is no picture to save. */
  drawn?: boolean;
  /** Simulated without a range: said above the picture, under saved ones, and in every row of files. */
  central?: boolean;
}

/** A table with one more column that says the same in every row. */
const beside = ({ columns, rows }: Numbers, head: string, said: string): Numbers => ({ columns: [...columns, head], rows: rows.map((r) => [...r, said]) });

/** The stage, once the first slide has loaded it: the next one is there at once. */
let loaded: typeof import("./present").Present | null = null;

export function Figure({ id = "", title, of, numbers, note, credit, tools, class: extra = "", children, foot, drawn = true, central = false }: Props) {
  const { t } = useText();
  const picture = useRef<HTMLDivElement>(null);
  const when = of ? dated(title, of.year, of.status, t) : "";
  const [presented, present] = useParam("present.at", "");
  const on = id !== "" && presented === id;
  const [Present, load] = useState<typeof loaded>(() => loaded);
  useEffect(() => void (on && import("./present").then((m) => load(() => (loaded = m.Present)))), [on]);
  const said = [central && t("ui.central"), note, credit].filter(Boolean).join(" ");
  const named = id && drawn ? { "data-figure": id } : {};
  if (EMBEDDED && EMBEDDED === id) return (
    <section class={`pan only ${extra}`} aria-label={title} {...named}>
      <div class="ph"><h2>{title}{when && <small class="when"> {when}</small>}</h2></div>
      {central && <p class="note above">{t("ui.central")}</p>}
      <div ref={picture}>{children}</div>
      <footer><span>{credit ?? "newind"}</span><a href={new URL(new URL(link()).hash, document.baseURI).href} target="_blank" rel="noopener">{t("embed.open")}</a></footer>
    </section>
  );
  const Stage = Present ?? loaded;
  if (on && Stage) return (
    <section class={`pan ${extra}`} aria-label={title} {...named}>
      <Stage key={id} id={id} title={title} sub={when} note={said} source={credit ?? "newind"}><div class={extra}>{children}</div></Stage>
    </section>
  );
  return (
    <section class={`pan ${extra}`} aria-label={title} {...named}>
      <div class="ph"><h2>{title}{when && <small class="when"> {when}</small>}</h2>{tools}</div>
      {central && <p class="note above">{t("ui.central")}</p>}
      <div ref={picture}>{children}</div>
      {note && <p class="note">{note}</p>}
      {foot}
      {numbers.rows.length > 0 && <Downloads title={title} when={when} numbers={central ? beside(numbers, t("language.columns.headers.range"), t("ui.central")) : numbers} note={said} {...(drawn ? { picture } : {})} {...(id && drawn ? { figure: id, onPresent: () => present(id) } : {})} />}
    </section>
  );
}
