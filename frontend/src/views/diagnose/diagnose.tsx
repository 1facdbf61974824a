/** The frame of the questions about what holds an economy back: each is a view of its own. */
import type { ComponentType } from "preact";
import { regionName, useWorld } from "../../context";
import { useText } from "../../i18n";
import { useAppState } from "../../state/store";
import "./depth.css";

/** A question as a view, with its heading for those who hear the page. */
export function framed(Question: ComponentType) {
  return function Framed() {
    const { t, lang } = useText();
    const { meta } = useWorld();
    const { region, view } = useAppState();
    return (
      <main class="page depth">
        <h1 class="vh">{t(`view.${view}`)}: {regionName(meta, region, lang)}</h1>
        <Question />
      </main>
    );
  };
}
