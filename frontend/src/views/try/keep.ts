/** What is answered is put on the shelf by itself, after every whole answer. */
import { useEffect, useState } from "preact/hooks";
import type { Lever, RangeResult, ReadyPackage, Simulated, Span } from "../../api/types";
import { useWorld } from "../../context";
import { LANGUAGES, say, textIn, type Said } from "../../i18n/catalogues";
import { useAppState } from "../../state/store";
import { idOf, shelf, type Kept, type Result } from "../../state/shelf";
import type { Lang, Scenario } from "../../state/types";
import { useBench } from "./bench";
import { movedOf } from "./scenario";
import { shockText } from "./words";

/** What a scenario is called where its reader gave it no name: its package, or the first lever that is moved. */
function titleIn(lang: Lang, s: Scenario, packages: ReadyPackage[], levers: Lever[]): string {
  const ready = packages.find((p) => p.name === s.package);
  if (ready) return textIn(ready.label, lang) + (s.shocks === null ? "" : say(lang, "try.changedmark"));
  const [first, ...more] = movedOf(s, packages, levers);
  const lever = levers.find((l) => l.id === first?.lever);
  if (!first || !lever) return say(lang, "shelf.unnamed");
  const one = `${textIn(lever.label, lang)} ${shockText(first, lever, lang)}`;
  return more.length ? say(lang, "shelf.more", { first: one, n: more.length }) : one;
}

/** The same in every language. */
export const titlesOf = (s: Scenario, packages: ReadyPackage[], levers: Lever[]): Said => Object.fromEntries(LANGUAGES.map(({ value }) => [value, titleIn(value, s, packages, levers)])) as Said;

const resultOf = (span: Span | undefined): Result | null => (span ? { low: span.low, high: span.high, central: span.central, sign: span.sign, drawn: span.drawn } : null);

/** Keep a scenario of a column as it stands; `range` null: its numbers stay those that it had. */
export function useKept(scenario: Scenario, column: number, central: Simulated | null, range: RangeResult | null, whole: boolean): number {
  const { catalog } = useWorld();
  const { on, year, region, scenarios } = useAppState();
  const { levers, packages } = useBench();
  const [at, set] = useState(0);
  useEffect(() => {
    if (!whole) return;
    const s = shelf();
    let gone = false;
    void s.ready.then(() => {
      if (gone) return;
      const work = { on, year, region, scenario };
      const id = idOf(column, work, s.entries, scenarios.length);
      const before = s.entries.find((k) => k.id === id);
      const title = titlesOf(scenario, packages, levers);
      const numbers = central && range
        ? { income: resultOf(range.cards.real_income), co2: resultOf(range.cards.co2), version: catalog.version, data: central.reproduce.data_hash, file: central.reproduce.yaml }
        : { income: null, co2: null, version: catalog.version, data: "", file: "", ...(before && JSON.stringify(before.scenario) === JSON.stringify(scenario) ? pickNumbers(before) : {}) };
      const made: Kept = { ...work, id, at: Date.now(), title, levers: new Set(movedOf(scenario, packages, levers).map((x) => x.lever)).size, ...numbers };
      set(made.at);
      void s.keep(made);
    });
    return () => void (gone = true);
  }, [whole, central, JSON.stringify(scenario), on, year, region]);
  return at;
}

const pickNumbers = ({ income, co2, version, data, file }: Kept): Pick<Kept, "income" | "co2" | "version" | "data" | "file"> => ({ income, co2, version, data, file });
