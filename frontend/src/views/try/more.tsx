/** Details of a lever: whom it touches, its options, its preliminary WTO classification. */
import type { Flag, Lever } from "../../api/types";
import { useWorld } from "../../context";
import { useText } from "../../i18n";
import { textIn } from "../../i18n/catalogues";
import { HOME, type Selector, type Shock } from "../../state/types";
import { edit, move, useBench } from "./bench";
import { selectorText, shocksOf, template, type SelectorName } from "./scenario";

/** Words that options of levers take. */
const WORDS = ["direct", "embodied", "lump_sum", "output_based", "domestic", "world", "abaters"] as const;
const isWord = (v: string): v is (typeof WORDS)[number] => (WORDS as readonly string[]).includes(v);

interface Props {
  lever: Lever;
  shock: Shock;
  at: number;
  flag?: Flag;
}

/** A choice among everything, groups and single labels; a list that came with a package stays as one more choice. */
function Choose({ name, said, onChange }: { name: SelectorName; said: Selector | undefined; onChange: (s: Selector | undefined) => void }) {
  const { t, lang, pick } = useText();
  const { meta } = useWorld();
  const industries = name === "industry" || name === "user";
  const rows = industries ? meta.industries : meta.regions;
  const groups = meta.groups.filter((g) => g.kind === (industries ? "industries" : "regions"));
  const list = Array.isArray(said) ? said : null;
  const value = list ? "list" : said === undefined ? "*" : String(said);
  const known = value === "*" || value === "list" || rows.some((r) => r.code === value) || groups.some((g) => g.id === value);
  return (
    <label class="sel">
      {t(`try.by.${name}`)}
      <select value={value} onChange={(e) => onChange(e.currentTarget.value === "*" ? undefined : e.currentTarget.value)}>
        <option value="*">{t("try.everywhere")}</option>
        {(list || !known) && <option value={value} disabled={list !== null}>{selectorText(said, meta, lang, t("try.everywhere"))}</option>}
        {groups.length > 0 && <optgroup label={t("try.groups")}>{groups.map((g) => <option key={g.id} value={g.id}>{pick(g.label)}</option>)}</optgroup>}
        <optgroup label={t("try.each")}>{rows.map((r) => <option key={r.code} value={r.code}>{textIn(r, lang)}</option>)}</optgroup>
      </select>
    </label>
  );
}

export function More({ lever, shock, at, flag }: Props) {
  const { t, pick } = useText();
  const { packages } = useBench();
  const put = (next: Shock): void => move(at, next, lever, packages);
  const select = (name: SelectorName, said: Selector | undefined): void => {
    const { [name]: _, ...rest } = shock;
    put(said === undefined ? rest : { ...rest, [name]: said });
  };
  const option = (name: string, value: string | number): void => put({ ...shock, options: { ...shock.options, [name]: value } });
  const own = template(lever);
  const another = (): void => edit(`another.${Date.now()}`, (s) => ({ ...s, shocks: [...shocksOf(s, packages), { ...own!, region: shock.region ?? HOME, value: shock.value }] }));
  return (
    <div class="lvm">
      {(lever.slider?.by ?? []).map((name) => <Choose key={name} name={name} said={shock[name]} onChange={(s) => select(name, s)} />)}
      {Object.entries(lever.options).map(([name, o]) => (
        <label key={name} class="sel">
          {pick(o.note)}
          {o.one_of.length > 0 ? (
            <select value={String(shock.options?.[name] ?? o.default ?? "")} onChange={(e) => option(name, e.currentTarget.value)}>
              {o.one_of.map((v) => <option key={v} value={v}>{isWord(v) ? t(`try.option.${v}`) : v}</option>)}
            </select>
          ) : (
            <input type="number" value={String(shock.options?.[name] ?? o.default ?? "")} min={o.bounds?.[0]} max={o.bounds?.[1]} step="any"
              onChange={(e) => e.currentTarget.value !== "" && option(name, Number(e.currentTarget.value))} />
          )}
        </label>
      ))}
      {flag && <p class="note">{t("try.triage", { means: t(`try.tag.${flag.tag}`), article: flag.article })}</p>}
      {at >= 0 && own && <button onClick={another} title={t("try.another", { lever: pick(lever.label) })}>+ {t("try.another.short")}</button>}
    </div>
  );
}
