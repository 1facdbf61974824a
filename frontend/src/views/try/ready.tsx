/** The choice among packages that come with newind. */
import type { ReadyPackage } from "../../api/types";
import { useWorld } from "../../context";
import { useText } from "../../i18n";
import { HOME, type Selector } from "../../state/types";
import { edit, useBench } from "./bench";

const KINDS = ["family", "together", "pathway", "contrast", "other"] as const;

export const choose = (name: string): void => edit("package", (s) => ({ ...s, package: name, shocks: name ? null : [] }));

/** Whether the accounts have every economy, industry and group that a package names. */
export function usePackageFits(): (p: ReadyPackage) => boolean {
  const { meta } = useWorld();
  const there = new Set(["*", HOME, "industries", "households", "government", ...meta.regions.map((r) => r.code), ...meta.industries.map((i) => i.code), ...meta.groups.map((g) => g.id)]);
  const fits = (s: Selector | undefined): boolean => s === undefined || (Array.isArray(s) ? s : [s]).every((c) => there.has(c));
  return (p) => p.shocks.length > 0 && p.shocks.every((x) => fits(x.region) && fits(x.partner) && fits(x.industry));
}

export function Ready() {
  const { t, pick } = useText();
  const { packages, scenario } = useBench();
  const fits = usePackageFits();
  const own = packages.find((p) => p.name === scenario.package);
  const changed = own && scenario.shocks !== null;
  const shown = packages.filter((p) => fits(p) || p === own);
  return (
    <>
      <label class="pk">
        {t("try.ready")}
        <select value={changed ? "*" : scenario.package} onChange={(e) => choose(e.currentTarget.value)}>
          <option value="">{t("try.ready.none")}</option>
          {changed && <option value="*" disabled>{t("try.ready.changed", { name: pick(own.label) })}</option>}
          {KINDS.filter((k) => shown.some((p) => p.kind === k)).map((k) => (
            <optgroup key={k} label={t(`try.kind.${k}`)}>
              {shown.filter((p) => p.kind === k).map((p) => (
                <option key={p.name} value={p.name} disabled={!fits(p)}>{pick(p.label)}{fits(p) ? "" : ` ${t("try.notthere")}`}</option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      {shown.length < packages.length && <p class="note">{t("try.ready.elsewhere", { n: packages.length - shown.length })}</p>}
      {own && <details class="about"><summary>{t("try.ready.about")}</summary><p class="note">{pick(own.note)}</p></details>}
    </>
  );
}
