/** What was tried before, for the first page: the newest two of the shelf, and what is done with them. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useWorld } from "../context";
import { useText } from "../i18n";
import { whenOf } from "../format";
import { change } from "../state/store";
import { opened, useShelf, type Kept } from "../state/shelf";
import { ResultText, elsewhere, nameOf } from "./shelfparts";

/** The policy brief comes with its own part of the page, once there is something to write about. */
function Briefed({ kept }: { kept: Kept[] }) {
  const [Of, set] = useState<{ of: typeof import("./shelfbrief").ShelfBrief } | null>(null);
  useEffect(() => void import("./shelfbrief").then((m) => set({ of: m.ShelfBrief }), () => undefined), []);
  return Of && <Of.of kept={kept} />;
}

export function ShelfCard() {
  const { t, lang } = useText();
  const { catalog } = useWorld();
  const shelf = useShelf();
  const undo = useRef<(() => void) | null>(null);
  const [gone, setGone] = useState(0);
  const two = shelf.entries.slice(0, 2);
  const open = (k: Kept[]): void => change(`shelf.${Date.now()}`, (s) => opened(s, k));
  const clear = (): void => {
    setGone(shelf.entries.length);
    undo.current = shelf.remove(shelf.entries.map((k) => k.id));
  };
  return (
    <section class="pan shf" aria-labelledby="shelfcard">
      <h2 id="shelfcard">{t("shelf.yours")}</h2>
      <p class="note">{!shelf.lasting ? t("shelf.visit") : two.length ? t("shelf.here") : t("shelf.empty")}</p>
      {two.map((k) => (
        <div key={k.id} class="row">
          <span><b>{nameOf(k, lang)}</b><small>{t("shelf.levers", { n: k.levers })} · {t("shelf.income.short")} <ResultText result={k.income} better="higher" /> · {whenOf(k.at, lang)}{elsewhere(k, catalog, lang)}</small></span>
          <button aria-label={t("shelf.openone", { name: nameOf(k, lang) })} onClick={() => open([k])}>{t("shelf.open")}</button>
        </div>
      ))}
      {two.length > 0 && (
        <p class="acts">
          {two.length > 1 && <button class="link" onClick={() => open(two)}>{t("shelf.compare.two")}</button>}
          <Briefed kept={two} />
          <button class="link" onClick={clear}>{t("shelf.deleteall")}</button>
        </p>
      )}
      <p class="note" role="status">{gone > 0 && <>{t("shelf.deleted", { n: gone })} <button class="link" onClick={() => (undo.current?.(), setGone(0))}>{t("shelf.undo")}</button></>}</p>
    </section>
  );
}
