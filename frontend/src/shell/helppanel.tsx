/** Help on the view that is shown: a dialog at the right, in words of at most a page, loaded with its language. */
import { useEffect, useRef, useState } from "preact/hooks";
import type english from "../../../src/newind/messages/en/help.json";
import { useText } from "../i18n";
import { ENGLISH } from "../i18n/catalogues";
import { useAppState } from "../state/store";
import type { Lang, View } from "../state/types";
import { go } from "./go";
import "./help.css";
import { Mark, type MarkName } from "./helpmarks";

export type HelpTexts = typeof english;

/** What is said on one view. */
export interface Page {
  title: string;
  see: string;
  mark?: MarkName;
  read: string;
  words: [term: string, meaning: string][];
  cannot: string;
}

const FILES = import.meta.glob<HelpTexts>("../../../src/newind/messages/*/help.json", { import: "default" });

/** The texts of a language, of English where it has none. */
const textsOf = (lang: Lang): Promise<HelpTexts> => {
  const file = (of: Lang): string => `../../../src/newind/messages/${of}/help.json`;
  return (FILES[file(lang)] ?? FILES[file(ENGLISH)]!)();
};

function useTexts(lang: Lang): HelpTexts | null {
  const [texts, set] = useState<HelpTexts | null>(null);
  useEffect(() => void textsOf(lang).then(set, () => undefined), [lang]);
  return texts;
}

/** Keep the focus inside: after the last comes the first. */
function turn(e: KeyboardEvent): void {
  if (e.key !== "Tab") return;
  const all = [...(e.currentTarget as HTMLElement).querySelectorAll<HTMLElement>("button, a[href], summary")];
  const [first, last] = [all[0], all.at(-1)];
  const leaves = e.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaves) return;
  e.preventDefault();
  (e.shiftKey ? last : first)?.focus();
}

export function HelpPanel({ onClose }: { onClose: () => void }) {
  const { t, lang } = useText();
  const { view } = useAppState();
  const texts = useTexts(lang);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => dialog.current?.close();
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose} onKeyDown={turn} onClick={(e) => e.target === dialog.current && close()}>
      <div class="in">
        <div class="ph"><span class="note">{texts?.heads.of}</span><button onClick={close}>{t("ui.close")} <kbd aria-hidden="true">Esc</kbd></button></div>
        {texts && <Written texts={texts} view={view} onLeave={close} />}
      </div>
    </dialog>
  );
}

function Written({ texts, view, onLeave }: { texts: HelpTexts; view: View; onLeave: () => void }) {
  const page = texts.views[view] as unknown as Page;
  const { heads, questions, marks } = texts;
  return (
    <>
      <h2 id="help-title">{page.title}</h2>
      <p>{page.see}</p>
      <h3>{heads.read}</h3>
      {page.mark && <Mark name={page.mark} said={marks[page.mark]} label={page.read} />}
      <p>{page.read}</p>
      <h3>{heads.words}</h3>
      <dl>{page.words.map(([term, meaning]) => <><dt>{term}</dt><dd>{meaning}</dd></>)}</dl>
      <h3>{heads.cannot}</h3>
      <p>{page.cannot}</p>
      <h3>{heads.others}</h3>
      {questions.map((q) => <details key={q.ask}><summary>{q.ask}</summary><p>{q.answer}</p></details>)}
      {view !== "start" && <p><a href="#/start" onClick={(e) => (onLeave(), go("start")(e))}>{heads.how}</a></p>}
    </>
  );
}
