/** One figure as a slide that fills the screen: arrows turn, N shows notes, B is black, Esc leaves; the address keeps the slide. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { lines, textWidth } from "../charts/width";
import { useText } from "../i18n";
import { useParam } from "../state/store";
import { StageContext } from "./stage";
import "./present.css";

interface Props {
  id: string;
  title: string;
  sub: string;
  note: string;
  source: string;
  children: ComponentChildren;
}

/** Smallest text of a slide, as part of its width, and the sizes that a title may have. */
const [LEAST, TITLES] = [0.013, [0.036, 0.031, 0.027, 0.023, 0.019]] as const;
const FONT = 12;

const figures = (): string[] => [...document.querySelectorAll<HTMLElement>("[data-figure]")].map((e) => e.dataset.figure!);

export function Present({ id, title, sub, note, source, children }: Props) {
  const { t } = useText();
  const [, turnTo] = useParam("present.at", "");
  const dialog = useRef<HTMLDialogElement>(null);
  const [wide, setWide] = useState(innerWidth);
  const [notes, setNotes] = useState(false);
  const [black, setBlack] = useState(false);
  const slides = figures();
  const at = Math.max(0, slides.indexOf(id));
  const turn = (by: number): void => { const next = slides[at + by]; if (next) turnTo(next); };
  /** Back to the page, to the button that began it. */
  const leave = (): void => {
    turnTo("");
    setTimeout(() => document.querySelector<HTMLElement>(`[data-figure="${id}"] .present`)?.focus());
  };
  useEffect(() => {
    const el = dialog.current!;
    const resize = (): void => setWide(innerWidth);
    el.showModal();
    el.focus();
    addEventListener("resize", resize);
    return () => (removeEventListener("resize", resize), el.close());
  }, []);
  const press = (e: KeyboardEvent): void => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const key = e.key.toLowerCase();
    if (key === "arrowright" || key === "pagedown") turn(1);
    else if (key === "arrowleft" || key === "pageup") turn(-1);
    else if (key === "n") setNotes(!notes);
    else if (key === "b") setBlack(!black);
    else return;
    e.preventDefault();
  };
  const room = wide * 0.92;
  const least = Math.max(LEAST * wide, FONT + 2);
  // a serif face is narrower than the table's
  const large = TITLES.map((s) => Math.max(s * wide, 20)).find((s) => lines(title, room, (x) => textWidth(x, true, s)).length <= 2) ?? Math.max(TITLES.at(-1)! * wide, 16);
  return (
    <dialog ref={dialog} tabIndex={-1} class={`stage ${black ? "black" : ""}`} aria-label={title} onKeyDown={press} onCancel={(e) => (e.preventDefault(), leave())}>
      <div class="slide" style={{ fontSize: `${least}px` }}>
        <h2 style={{ fontSize: `${large}px` }}>{title}</h2>
        {sub && <p class="sub">{sub}</p>}
        <div class="shown"><StageContext.Provider value={least / FONT}>{children}</StageContext.Provider></div>
        {notes && note && <p class="notes" role="note">{note}</p>}
        <footer>
          <span class="by">{source}</span>
          <span class="dots" role="img" aria-label={t("present.slide", { n: at + 1, of: slides.length })}>{slides.map((s) => <i key={s} class={s === id ? "on" : ""} />)}</span>
          <span class="keys"><span class="hint">{t("present.keys")}</span>
            <button aria-label={t("present.back")} disabled={at === 0} onClick={() => turn(-1)}>←</button>
            <button aria-label={t("present.next")} disabled={at >= slides.length - 1} onClick={() => turn(1)}>→</button>
            <button aria-label={t("present.notes")} aria-pressed={notes} onClick={() => setNotes(!notes)}>N</button>
            <button aria-label={t("present.black")} aria-pressed={black} onClick={() => setBlack(!black)}>B</button>
            <button aria-label={t("present.leave")} onClick={leave}>×</button>
          </span>
        </footer>
      </div>
    </dialog>
  );
}
