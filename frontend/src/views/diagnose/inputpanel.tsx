/** What is known of one input: where its number comes from, who sells it, what losing it costs, and a package to try against it. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useGet } from "../../api/hooks";
import type { Dependence, Input, LossRow, Losses, ReadyPackage } from "../../api/types";
import { useWorld } from "../../context";
import { inside, joined, money, percent } from "../../format";
import { useText } from "../../i18n";
import { SourceButton, Status } from "../../ui/source";
import { copyText } from "../../ui/save";
import { lossText } from "./inputs";
import { useSources } from "./sources";
import { tryAgainst } from "./trying";

interface Props {
  found: Dependence;
  input: Input;
  loss: LossRow | null;
  losses: Losses | null;
  onClose: () => void;
}

/** Kinds of packages that can be meant against a dependence. */
const AGAINST = ["family", "together", "pathway"];

function TryPackage({ input }: { input: Input }) {
  const { t, pick } = useText();
  const { meta } = useWorld();
  const packages = (useGet<{ packages: ReadyPackage[] }>("packages").data?.packages ?? []).filter((p) => AGAINST.includes(p.kind));
  const usual = packages.find((p) => p.family === "innovation" && p.kind === "family") ?? packages[0];
  const [name, setName] = useState("");
  const chosen = packages.find((p) => p.name === name) ?? usual;
  if (!meta.closed || !chosen) return null;
  return (
    <div class="against">
      <label class="pick"><span>{t("diagnose.try.package")}</span>
        <select value={chosen.name} onChange={(e) => setName(e.currentTarget.value)}>{packages.map((p) => <option key={p.name} value={p.name}>{pick(p.label)}</option>)}</select>
      </label>
      <button class="primary" onClick={() => tryAgainst(chosen, input.industry, t("diagnose.try.name", { pack: pick(chosen.label), input: inside(pick(input.label)) }))}>{t("diagnose.try.go", { view: t("view.try") })}</button>
      <p class="note">{pick(chosen.note)}</p>
    </div>
  );
}

export function InputPanel({ found, input, loss, losses, onClose }: Props) {
  const { t, pick, lang } = useText();
  const source = useSources();
  const panel = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    setCopied(false);
    // only where a reader has just chosen a row, not where a link opens with one
    if (document.activeElement?.classList.contains("over")) panel.current?.focus({ preventScroll: innerWidth > 1100 });
  }, [input.industry]);
  const complete = source({ id: found.indicators.complete, value: percent(input.complete, 0), label: t("diagnose.dep.said", { input: inside(pick(input.label)) }), year: found.year, status: found.status, note: pick(found.notes[0]) });
  const direct = source({ id: found.indicators.direct, value: percent(input.direct, 0), year: found.year, status: found.status });
  const cost = loss && source({
    id: "losses", value: lossText(loss, lang, "%"), label: t("diagnose.dep.cost"), formula: t("diagnose.dep.cost.formula"), year: found.year, unit: "%", status: "simulated",
    note: joined([pick(losses?.notes[0]), t("diagnose.dep.corners", { n: losses?.corners ?? 0 }), loss.left_out.length > 0 && t("diagnose.dep.leftout", { codes: loss.left_out.join(", ") })], lang),
  });
  const suppliers = source({ id: "s4.supplier_hhi", value: input.hhi === null ? "–" : input.hhi.toFixed(2), year: found.year, status: found.status });
  const citation = `${complete.label}: ${complete.value} (${complete.id}, ${complete.year}, ${complete.status}). ${complete.source}. newind`;
  return (
    <aside ref={panel} class="pan about" tabIndex={-1} aria-label={`${t("source.title")}: ${pick(input.label)}`} onKeyDown={(e) => e.key === "Escape" && onClose()}>
      <div class="ph"><h2>{t("source.title")}</h2><button class="ic" aria-label={t("ui.close")} onClick={onClose}>×</button></div>
      <p class="pv"><b>{complete.value}</b> {complete.label}</p>
      <TryPackage input={input} />
      <dl>
        <dt>{t("source.indicator")}</dt><dd><code>{complete.id}</code></dd>
        <dt>{t("source.formula")}</dt><dd>{complete.formula}</dd>
        <dt>{t("source.source")}</dt><dd>{complete.source}</dd>
        <dt>{t("source.year")}</dt><dd>{found.year}, %</dd>
        <dt>{t("source.status")}</dt><dd><Status status={found.status} /></dd>
        <dt>{t("diagnose.dep.direct")}</dt><dd class="num">{direct.value} <SourceButton source={direct} /></dd>
        <dt>{t("diagnose.dep.bought")}</dt><dd class="num">{money(input.bought, found.unit, lang)}</dd>
        <dt>{t("diagnose.dep.suppliers")}</dt>
        <dd class="num">{[...input.suppliers.map((s) => t("diagnose.dep.share", { name: pick(s.label), share: percent(s.share, 0) })), ...(input.others > 0.005 ? [t("diagnose.dep.share", { name: t("diagnose.dep.others"), share: percent(input.others, 0) })] : []), t("diagnose.dep.unnamed", { share: (input.unnamed * 100).toFixed(0) })].join(t("diagnose.list"))}</dd>
        <dt>{t("diagnose.dep.hhi")}</dt><dd class="num">{suppliers.value} <SourceButton source={suppliers} /></dd>
        {loss && cost && <><dt>{t("diagnose.dep.cost")}</dt><dd class="num">{loss.sure ? cost.value : t("policy.signs.signs.sign_ambiguous")} <SourceButton source={cost} />
          {Object.entries(loss.horizons).map(([h, s]) => <small key={h} class="hor">{pick(losses?.horizons[h]).split(/[:：]/)[0]}{t("language.marks.colon")}{lossText(s, lang, "%")}</small>)}</dd></>}
      </dl>
      <p><button onClick={() => void copyText(citation).then(setCopied)}>{t(copied ? "source.copied" : "source.cite")}</button></p>
    </aside>
  );
}
