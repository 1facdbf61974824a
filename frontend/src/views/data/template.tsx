/** An empty table to fill in: whose, by which industries, of which year. */
import { useMemo, useState } from "preact/hooks";
import tiles from "virtual:tiles";
import { getFile, query } from "../../api/client";
import { asApiError } from "../../api/hooks";
import { unitName } from "../../format";
import { useText, type Text } from "../../i18n";
import { tagOf } from "../../i18n/catalogues";
import { saveFile } from "../../ui/save";
import { Segmented } from "../../ui/segmented";

type Whose = "province" | "country" | "several";

/** Ready lists of industries: id → number, list, year. */
const LISTS: [id: string, n: number, list: string, year: string][] = [
  ["nbs42-2017", 42, "nbs", "2017"], ["nbs42-2012", 42, "nbs", "2012"], ["nbs42-2002", 42, "nbs", "2002"], ["nbs153-2018", 153, "nbs", "2018"], ["nbs149-2017", 149, "nbs", "2017"],
  ["nbs139-2012", 139, "nbs", "2012"], ["ceads44", 44, "CEADs", ""], ["wiod26", 26, "WIOD", ""], ["wiod35", 35, "WIOD", "2013"], ["wiod56", 56, "WIOD", "2016"], ["icio45", 45, "OECD ICIO", ""], ["icio50", 50, "OECD ICIO", ""],
];
export const UNITS = ["10K.CNY", "100M.CNY", "M.CNY", "M.USD", "B.USD"] as const;
const OTHER = "other";

/** The year that a list of the statistical office is of. */
const yearOf = (id: string): string => LISTS.find((l) => l[0] === id && l[2] === "nbs")?.[3] ?? "";

const listName = ([, n, list, year]: (typeof LISTS)[number], { t }: Text): string =>
  list === "nbs" ? t("data.list.nbs", { n, year }) : t("data.list", { n, list: year ? `${list} ${year}` : list });

/** Codes of the regions of a table: a province or a country with what it trades with. */
export const regionsOf = (whose: Whose, province: string, typed: string): string =>
  whose === "province" ? `${province},CN-REST,ROW` : whose === "country" ? `${typed.trim().toUpperCase()},ROW` : typed.replace(/[，、；;\s]+/g, ",").toUpperCase();

export function Template() {
  const text = useText();
  const { t, lang, pick } = text;
  const [whose, setWhose] = useState<Whose>("province");
  const [province, setProvince] = useState("CN-GD");
  const [country, setCountry] = useState("CHN");
  const [several, setSeveral] = useState("CHN, USA, ROW");
  const [list, setList] = useState("nbs42-2017");
  const [own, setOwn] = useState("10");
  const [year, setYear] = useState("2017");
  const [unit, setUnit] = useState("10K.CNY");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState("");
  const [done, setDone] = useState("");
  const byName = useMemo(() => [...tiles].sort((a, b) => pick({ en: a[3], zh: a[4] }).localeCompare(pick({ en: b[3], zh: b[4] }), tagOf(lang))), [lang]);
  const typed = whose === "country" ? country : several;
  async function make(): Promise<void> {
    const regions = regionsOf(whose, province, typed);
    await take(`template?${query({ regions, industries: list === OTHER ? own : list, year, unit })}`, `table-${regions.split(",")[0]}${year ? `-${year}` : ""}.xlsx`.toLowerCase());
  }
  async function take(path: string, name: string): Promise<void> {
    setBusy(true);
    setFailed("");
    setDone("");
    try {
      saveFile(name, await getFile(path));
      setDone(name);
    } catch (e) {
      setFailed(asApiError(e).in(lang));
    } finally {
      setBusy(false);
    }
  }
  return (
    <section class="pan tpl" aria-labelledby="tpl-h">
      <h2 id="tpl-h">{t("data.template")}</h2>
      <p>{t("data.template.what")}</p>
      <form class="fields" onSubmit={(e) => (e.preventDefault(), void make())}>
        <Segmented label={t("data.whose")} value={whose} onChange={setWhose} options={[{ value: "province", label: t("data.whose.province") }, { value: "country", label: t("data.whose.country") }, { value: "several", label: t("data.whose.several") }]} />
        {whose === "province" ? (
          <label>{t("data.province")}<select value={province} onChange={(e) => setProvince(e.currentTarget.value)}>{byName.map(([code, , , en, zh]) => <option key={code} value={code}>{pick({ en, zh })}</option>)}</select></label>
        ) : (
          <label>{whose === "country" ? t("data.code") : t("data.codes", { row: "ROW", codes: "CHN,USA,DEU,ROW" })}<input type="text" required value={typed} onInput={(e) => (whose === "country" ? setCountry : setSeveral)(e.currentTarget.value)} /></label>
        )}
        <label>{t("data.industries")}<select value={list} onChange={(e) => { const id = e.currentTarget.value; setList(id); setYear((was) => yearOf(id) || was); }}>{LISTS.map((l) => <option key={l[0]} value={l[0]}>{listName(l, text)}</option>)}<option value={OTHER}>{t("data.list.own")}</option></select></label>
        {list === OTHER && <label>{t("data.list.codes")}<input type="text" required value={own} onInput={(e) => setOwn(e.currentTarget.value)} /></label>}
        <label>{t("language.columns.headers.year")}<input type="number" min={1900} max={2200} required value={year} onInput={(e) => setYear(e.currentTarget.value)} /></label>
        <label>{t("col.unit")}<select value={unit} onChange={(e) => setUnit(e.currentTarget.value)}>{UNITS.map((u) => <option key={u} value={u}>{unitName(u, lang)}</option>)}</select></label>
        <button class="primary" type="submit" disabled={busy}>{busy ? t("ui.loading") : t("data.template.get")}</button>
      </form>
      {whose !== "several" && <p class="note">{t("data.template.border", { several: t("data.whose.several") })}</p>}
      <p class="note">{t("data.example.what")} <button class="link" disabled={busy} onClick={() => void take("examples/table", "my-table.xlsx")}>{t("data.example")}</button></p>
      <div aria-live="polite">{failed && <p class="bad">{failed}</p>}{done && <p>{t("data.template.done", { name: done })}</p>}</div>
    </section>
  );
}
