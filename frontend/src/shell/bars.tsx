/** The bar at the top with the five places, the row of views of the place that is open, and on phones the bar at the bottom. */
import { useEffect, useRef } from "preact/hooks";
import type { AccountsMeta, Catalog } from "../api/types";
import { useText } from "../i18n";
import { LANGUAGES, textIn } from "../i18n/catalogues";
import { canRedo, canUndo, change, redo, speak, undo, useAppState } from "../state/store";
import { PLACES, placeOf, type Place } from "../state/types";
import { nearest, spans } from "../state/reconcile";
import { THEMES, useTheme } from "../theme";
import { Menu } from "../ui/menu";
import { Segmented } from "../ui/segmented";
import { STATUS_GLYPHS, statusWord } from "../ui/source";
import { Glyph, THEME_GLYPHS } from "./glyphs";
import { go } from "./go";
import { openHelp } from "./later";

/** The five places; that of the view is the page itself where it has no other view. */
function Links({ short = false }: { short?: boolean }) {
  const { t } = useText();
  const here = placeOf(useAppState().view);
  return (
    <>
      {(Object.keys(PLACES) as Place[]).map((place) => (
        <a key={place} href={`#/${PLACES[place][0]}`} onClick={go(PLACES[place][0])} aria-current={place !== here ? undefined : PLACES[place].length > 1 ? "true" : "page"}>
          {short && <Glyph of={place} />}
          {t(short ? `place.${place}.short` : `place.${place}`)}
        </a>
      ))}
    </>
  );
}

/** The views of the place that is open; on a phone a row that fades where it goes on. */
export function Within() {
  const { t } = useText();
  const { view, lang } = useAppState();
  const row = useRef<HTMLElement>(null);
  const views = PLACES[placeOf(view)];
  useEffect(() => row.current?.querySelector("[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" }), [view, lang]);
  if (views.length < 2) return null;
  return (
    <nav class="within" aria-label={t("shell.within")} ref={row}>
      {views.map((v) => <a key={v} href={`#/${v}`} onClick={go(v)} aria-current={v === view ? "page" : undefined}>{t(`view.${v}`)}</a>)}
    </nav>
  );
}

function Pickers({ catalog, meta }: { catalog: Catalog | null; meta: AccountsMeta | null }) {
  const { t, pick, lang } = useText();
  const { on, year, region, view } = useAppState();
  const entry = catalog?.accounts.find((a) => a.name === on);
  if (!catalog || !entry) return null;
  if (view === "now") return null; // its economies and years are not those of accounts
  const setOn = (name: string): void => {
    const years = catalog.accounts.find((a) => a.name === name)!.years;
    change("on", (s) => ({ ...s, on: name, year: nearest(years, s.year) }));
  };
  const economy = textIn(meta?.regions.find((r) => r.code === region), lang) || region;
  const at = `${pick(entry.label)} ${year}`;
  return (
    <Menu class="at" label={t("shell.at", { economy, at })} button={<><b>{economy}</b><span class="more"> · {at}</span> <span aria-hidden="true">▾</span></>}>
      {() => (
        <span class="ctx">
          <label class="sel">{t("language.columns.headers.economy")}
            <select class="economy" value={region} onChange={(e) => pickRegion(e.currentTarget.value)}>
              {(meta?.regions ?? []).filter((r) => r.kind !== "rest").map((r) => <option key={r.code} value={r.code}>{textIn(r, lang)}</option>)}
            </select>
          </label>
          <label class="sel">{t("shell.accounts")}
            <select class="accounts" value={on} onChange={(e) => setOn(e.currentTarget.value)}>
              {catalog.accounts.map((a) => <option key={a.name} value={a.name}>{pick(a.label)}</option>)}
            </select>
          </label>
          <label class="sel">{t("language.columns.headers.year")}
            <select class="years" value={year} onChange={(e) => pickYear(Number(e.currentTarget.value))}>
              {spans(entry).map((s) => (
                <optgroup key={s.status} label={`${STATUS_GLYPHS[s.status] ?? "○"} ${statusWord(s.status, t)}`}>
                  {s.years.map((y) => <option key={y} value={y}>{s.status === "observed" ? y : `${y} ◐`}</option>)}
                </optgroup>
              ))}
            </select>
          </label>
          <Theme class="inmenu" />
        </span>
      )}
    </Menu>
  );
}

/** Light or dark: with its names where there is room. */
function Theme({ class: extra }: { class: string }) {
  const { t } = useText();
  const [theme, setTheme] = useTheme();
  return <Segmented label={t("shell.theme")} class={extra} value={theme} onChange={setTheme} options={THEMES.map((v) => ({ value: v, label: t(`theme.${v}`) }))} />;
}

const pickRegion = (region: string): void => change("region", (s) => ({ ...s, region }));
const pickYear = (year: number): void => change("year", (s) => ({ ...s, year }));

export function TopBar({ catalog, meta }: { catalog: Catalog | null; meta: AccountsMeta | null }) {
  const { t, lang } = useText();
  const [theme, setTheme] = useTheme();
  useAppState();
  return (
    <header class="app">
      <a class="logo" href="#/start" onClick={go("start")}>newind<i aria-hidden="true" /></a>
      <nav aria-label={t("shell.views")}><Links /></nav>
      <span class="tools">
        <Pickers catalog={catalog} meta={meta} />
        <button class="ic hist" aria-label={t("shell.undo")} title={t("shell.undo")} disabled={!canUndo()} onClick={undo}>↶</button>
        <button class="ic hist" aria-label={t("shell.redo")} title={t("shell.redo")} disabled={!canRedo()} onClick={redo}>↷</button>
        <Segmented label={t("shell.language")} class="lng" value={lang} onChange={speak} options={LANGUAGES} />
        <Theme class="thm" />
        <button class="ic thb" aria-label={`${t("shell.theme")}: ${t(`theme.${theme}`)}`} onClick={() => setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]!)}>{THEME_GLYPHS[theme]}</button>
        <button class="hlp" aria-label={t("shell.help")} aria-haspopup="dialog" onClick={openHelp}><b aria-hidden="true">?</b> <span>{t("shell.help")}</span></button>
      </span>
    </header>
  );
}

export function BottomBar() {
  const { t } = useText();
  return <nav class="bot" aria-label={t("shell.views")}><Links short /></nav>;
}
