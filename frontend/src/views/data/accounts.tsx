/** The accounts that are here, shipped and own: what they are, what they allow, and the way to look at them. */
import { useState } from "preact/hooks";
import { forget, remove } from "../../api/client";
import { asApiError } from "../../api/hooks";
import type { AccountsEntry } from "../../api/types";
import { barred, useWorld } from "../../context";
import { useText, type Key, type Text } from "../../i18n";
import { spans } from "../../state/reconcile";
import { change, useAppState } from "../../state/store";
import { copyText } from "../../ui/save";
import { Status } from "../../ui/source";
import { Use } from "./use";

/** What aggregates are called; other codes stand for themselves. */
const REST: Record<string, Key> = { ROW: "data.rest.ROW", "CN-REST": "data.rest.CN-REST" };

/** Years in words: those that follow each other as first and last. */
export function yearsText(years: number[], { t }: Pick<Text, "t">): string {
  const runs: [number, number][] = [];
  for (const y of years) {
    const run = runs.at(-1);
    if (run && y === run[1] + 1) run[1] = y;
    else runs.push([y, y]);
  }
  return runs.flatMap(([a, b]) => (a === b ? [`${a}`] : b === a + 1 ? [`${a}`, `${b}`] : [t("text.years", { first: a, last: b })])).join(t("language.marks.comma"));
}

/** Remove after a second thought. */
function Remove({ entry, onGone }: { entry: AccountsEntry; onGone: () => void }) {
  const { t, pick, lang } = useText();
  const { catalog } = useWorld();
  const { on } = useAppState();
  const [sure, ask] = useState(false);
  const [failed, setFailed] = useState("");
  const name = pick(entry.label);
  async function go(): Promise<void> {
    try {
      await remove(`tables/${encodeURIComponent(entry.name)}`);
      forget("catalog");
      forget(`accounts/${encodeURIComponent(entry.name)}`);
      if (on === entry.name) change("on", (s) => ({ ...s, ...catalog.start }));
      onGone();
    } catch (e) {
      setFailed(asApiError(e).in(lang));
      ask(false);
    }
  }
  return (
    <span class="rm">
      {sure ? <>{t("data.remove.sure")} <button class="danger" onClick={() => void go()}>{t("data.remove.yes")}</button> <button onClick={() => ask(false)}>{t("data.remove.no")}</button></>
        : <button aria-label={t("data.remove.of", { name })} onClick={() => ask(true)}>{t("data.remove")}</button>}
      {failed && <span class="bad" role="alert">{failed}</span>}
    </span>
  );
}

function Card({ entry, onGone }: { entry: AccountsEntry; onGone: () => void }) {
  const text = useText();
  const { t, pick } = text;
  const { catalog } = useWorld();
  const { on } = useAppState();
  const [copied, setCopied] = useState(false);
  const boundary = (entry.boundary ?? []).map((c) => (c in REST ? t(REST[c]!) : c)).join(t("language.marks.comma"));
  const citation = `${entry.title ?? pick(entry.label)}. newind ${catalog.version}${entry.licence ? `, ${entry.licence}` : ""}.`;
  return (
    <li class={`pan acc ${entry.name === on ? "now" : ""}`} aria-label={pick(entry.label)}>
      <div class="ph"><h3>{pick(entry.label)}</h3>{entry.name === on && <span class="tag">{t("data.now")}</span>}</div>
      <dl>
        <dt>{t("data.years")}</dt><dd class="num">{spans(entry).reverse().map((s) => <span key={s.status} class="span">{yearsText([...s.years].reverse(), text)} <Status status={s.status} /></span>)}</dd>
        <dt>{t("data.size")}</dt><dd>{t("data.size.of", { regions: entry.regions, industries: entry.industries })}</dd>
        <dt>{t("data.scope")}</dt><dd>{barred(entry) === "model" ? t("data.closed.refused") : entry.closed ? t("data.closed") : t("data.boundary", { boundary })}</dd>
        <dt>{t("source.source")}</dt><dd>{(entry.title_label ? pick(entry.title_label) : entry.title) || (entry.uploaded ? t("data.yours") : "–")}</dd>
        <dt>{t("data.licence")}</dt><dd>{entry.uploaded ? t("data.licence.own") : entry.licence || "–"}</dd>
        {entry.credits?.length ? <><dt>{t("data.credit")}</dt><dd lang="en">{entry.credits.join(". ").replace(/\.\./g, ".")}</dd></> : null}
      </dl>
      <div class="row"><Use entry={entry} /><span class="sp" />
        {entry.uploaded ? <Remove entry={entry} onGone={onGone} /> : <button class="link" onClick={() => void copyText(citation).then(setCopied)}>{t(copied ? "source.copied" : "source.cite")}</button>}
      </div>
    </li>
  );
}

export function AccountsList({ onGone }: { onGone: () => void }) {
  const { t } = useText();
  const { catalog } = useWorld();
  const own = catalog.accounts.filter((a) => a.uploaded);
  return (
    <>
      <section aria-labelledby="acc-own">
        <h2 class="part" id="acc-own">{t("data.list.yours", { n: own.length })}</h2>
        {own.length ? <ul class="accs">{own.map((a) => <Card key={a.name} entry={a} onGone={onGone} />)}</ul> : <p class="note">{t("data.list.none")}</p>}
      </section>
      <section aria-labelledby="acc-sh">
        <h2 class="part" id="acc-sh">{t("data.list.shipped")}</h2>
        <ul class="accs">{catalog.accounts.filter((a) => !a.uploaded).map((a) => <Card key={a.name} entry={a} onGone={onGone} />)}</ul>
      </section>
    </>
  );
}
