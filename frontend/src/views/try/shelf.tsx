/** The shelf under the results: what was tried, what it came to, and what is done with it. */
import { useRef, useState } from "preact/hooks";
import { regionName, useWorld } from "../../context";
import { whenOf } from "../../format";
import { useText } from "../../i18n";
import { change } from "../../state/store";
import { isOld, linkOf, opened, useShelf, type Kept } from "../../state/shelf";
import { LETTERS } from "../../state/types";
import { PolicyBrief } from "../../ui/policybrief";
import { ResultText, elsewhere, fileOf, nameOf } from "../../ui/shelfparts";
import { copyText, saveFile } from "../../ui/save";
import { reachOf } from "../../ui/reach";
import { edit, useBench } from "./bench";
import { briefOf, slug } from "./scenario";

/** Entries listed before the rest is asked for. */
const FEW = 6;

export function ShelfSection({ data }: { data: string }) {
  const { t, lang } = useText();
  const { catalog, meta } = useWorld();
  const bench = useBench();
  const shelf = useShelf();
  const [ticked, tick] = useState<string[]>([]);
  const [all, showAll] = useState(false);
  const [told, tell] = useState("");
  const undo = useRef<(() => void) | null>(null);
  const [gone, setGone] = useState(0);
  const entries = shelf.entries;
  const shown = all ? entries : entries.slice(0, FEW);
  const chosen = ticked.flatMap((id) => entries.find((k) => k.id === id) ?? []); // in the order in which they were ticked
  const one = chosen.length === 1 ? chosen[0]! : null;
  const open = (k: Kept[]): void => change(`shelf.${Date.now()}`, (s) => opened(s, k));
  const present = (k: Kept[]): void => change(`shelf.${Date.now()}`, (s) => { const now = opened(s, k); return { ...now, params: { ...now.params, "present.at": "industries" } }; });
  const drop = (ids: string[]): void => {
    undo.current = shelf.remove(ids);
    setGone(ids.length);
    tick([]);
  };
  const share = async (): Promise<void> => {
    const near = reachOf(location.hostname);
    const copied = t((await copyText(linkOf(chosen, lang, catalog.version))) ? "try.shared" : "try.notshared");
    tell(near === "anywhere" ? copied : `${copied}${t("language.marks.stop")} ${t(`try.reach.${near}`)} ${t("shelf.reach.file")}`);
  };
  const name = (text: string): void => {
    if (!one) return;
    void shelf.rename(one.id, text);
    // the same scenario stands in the open column
    if (JSON.stringify({ ...bench.scenario, name: "" }) === JSON.stringify({ ...one.scenario, name: "" })) edit("name", (s) => ({ ...s, name: text }));
  };
  return (
    <section class="pan shf" aria-labelledby="shelf">
      <div class="ph"><h2 id="shelf">{t("shelf")}</h2></div>
      {!shelf.lasting && <p class="warn" role="status">{t("shelf.visit")}</p>}
      {shelf.full && <p class="warn" role="status">{t("shelf.full")}</p>}
      <p class="note">{entries.length ? t("shelf.about") : t("shelf.empty")}</p>
      {entries.length > 0 && (
        <table class="tb">
          <caption class="vh">{t("shelf")}</caption>
          <thead><tr><th scope="col"><span class="vh">{t("shelf.tick")}</span></th><th scope="col">{t("shelf.scenario")}</th><th scope="col">{t("shelf.income")}</th><th scope="col">{t("shelf.co2")}</th><th scope="col" class="when">{t("shelf.changed")}</th></tr></thead>
          <tbody>
            {shown.map((k) => {
              const said = nameOf(k, lang);
              return (
                <tr key={k.id}>
                  <td><label class="tick"><input type="checkbox" aria-label={t("shelf.tickone", { name: said })} checked={ticked.includes(k.id)} onChange={() => tick(ticked.includes(k.id) ? ticked.filter((x) => x !== k.id) : [...ticked, k.id])} />{chosen.length > 1 && <b>{LETTERS[chosen.indexOf(k)]}</b>}</label></td>
                  <th scope="row"><button class="link" onClick={() => open([k])}>{said}</button><small>{t("shelf.where", { n: k.levers, region: regionName(meta, k.region, lang), year: k.year })}{elsewhere(k, catalog, lang)}</small>
                    {isOld(k, catalog.version, k.on === bench.request?.on && k.year === bench.request.year ? data : "") && <small class="warn">{t("shelf.old", { version: k.version })} <button class="link" onClick={() => open([k])}>{t("ui.resume")}</button></small>}</th>
                  <td><ResultText result={k.income} better="higher" /></td>
                  <td><ResultText result={k.co2} better="lower" /></td>
                  <td class="when">{whenOf(k.at, lang)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {entries.length > FEW && <p><button class="link" aria-expanded={all} onClick={() => showAll(!all)}>{all ? t("ui.fewer") : t("try.showall", { total: entries.length })}</button></p>}
      {one && <label class="sel">{t("try.rename")}<input type="text" maxLength={40} value={one.scenario.name} placeholder={nameOf(one, lang)} onInput={(e) => name(e.currentTarget.value)} /></label>}
      <p class="acts">
        <button disabled={chosen.length < 2 || chosen.length > LETTERS.length} onClick={() => open(chosen)}>{t("shelf.compare")}</button>
        {chosen.length > 0 && <PolicyBrief both scenarios={chosen.flatMap((k) => briefOf(k, nameOf(k, lang), bench.packages, bench.levers))} />}
        <button disabled={!chosen.length || chosen.length > LETTERS.length} onClick={() => present(chosen)}>{t("present.start")}</button>
        <button disabled={!chosen.some((k) => k.file)} onClick={() => chosen.forEach((k) => k.file && saveFile(`${slug(nameOf(k, lang))}.yaml`, fileOf(k, lang), "application/yaml"))}>{t("shelf.export")}</button>
        <button disabled={!chosen.length || chosen.length > LETTERS.length} onClick={() => void share()}>{t("shelf.link")}</button>
        <button disabled={!chosen.length} onClick={() => drop(ticked)}>{t("try.remove")}</button>
        <span class="sp" />
        <button onClick={bench.pick}>{t("shelf.import")}</button>
        {entries.length > 0 && <button onClick={() => drop(entries.map((k) => k.id))}>{t("shelf.deleteall")}</button>}
      </p>
      <p class="note" role="status">
        {gone > 0 && <>{t("shelf.deleted", { n: gone })} <button class="link" onClick={() => (undo.current?.(), setGone(0))}>{t("shelf.undo")}</button> </>}{told}
      </p>
    </section>
  );
}
