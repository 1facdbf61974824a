/** Start: what this is, four doors by question, what was tried, how it works, what it cannot tell. */
import words from "virtual:messages/start";
import { useEffect, useState } from "preact/hooks";
import { useText } from "../../i18n";
import { addMessages } from "../../i18n/catalogues";
import { go } from "../../shell/go";
import { openTour } from "../../shell/later";
import { change } from "../../state/store";
import type { View } from "../../state/types";
import { Brief } from "../try/brief";
import { Doors } from "./doors";
import { Figures } from "./figures";
import { Model } from "./model";
import "./start.css";

addMessages(words);

const CANNOT = [1, 2, 3, 4] as const;

/** The shelf comes with its own part of the page. */
function Shelf() {
  const [Card, set] = useState<{ of: typeof import("../../ui/shelfcard").ShelfCard } | null>(null);
  useEffect(() => void import("../../ui/shelfcard").then((m) => set({ of: m.ShelfCard }), () => undefined), []);
  return Card ? <Card.of /> : <section class="pan" aria-busy="true" />;
}

export default function Start() {
  const { t } = useText();
  const to = (view: View) => (): void => change("view", (s) => ({ ...s, view }));
  return (
    <main class="page startp">
      <div class="intro">
        <div>
          <h1>{t("start.title")}</h1>
          <p class="lead">{t("start.lead")}</p>
          <div class="acts">
            <button class="primary" onClick={openTour}>{t("start.tour")}</button>
            <Brief name="start.brief" />
            <button onClick={to("data")}>{t("start.own")}</button>
          </div>
        </div>
        <Shelf />
      </div>
      <Doors />
      <Model />
      <div class="ends">
        <Figures />
        <section class="pan" aria-labelledby="st-cannot">
          <h2 id="st-cannot">{t("start.cannot")}</h2>
          <ul class="cannot">{CANNOT.map((k) => <li key={k}>{t(`start.cannot.${k}`)}</li>)}</ul>
          <p><a href="#/pathway" onClick={go("pathway")}>{t("start.cannot.go")}</a></p>
        </section>
      </div>
    </main>
  );
}
