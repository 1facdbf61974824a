/** One lever: its slider with the value as text, what it touches, its flag, and more on request. */
import { useId, useState } from "preact/hooks";
import type { Flag, Lever, SimulateRequest } from "../../api/types";
import { regionName, useWorld } from "../../context";
import { percent } from "../../format";
import { useText } from "../../i18n";
import { useAppState } from "../../state/store";
import { HOME, type Shock } from "../../state/types";
import { drop, move, useBench } from "./bench";
import { useCentral } from "./effects";
import { Explain } from "./explain";
import { More } from "./more";
import { lacking, neutralOf, onRate, scaleOf, selectorText, settled, template } from "./scenario";
import { ticksOf } from "./ticks";
import { Typed } from "./typed";
import { withUnit } from "./words";

interface Props {
  lever: Lever;
  /** Place of the shock in the scenario; −1: not moved. */
  at: number;
  shock: Shock | null;
  /** Its place among the shocks that were sent; −1: none. */
  sent: number;
  flag: Flag | undefined;
}

/** The tariff that a shock leads to from the one in force. */
const rateAfter = ({ mode, value }: Shock, rate: number): number => (mode === "scale" ? rate * value : mode === "add" ? rate + value : value);

const KINDS = ["scale", "set", "add"] as const;
type Kind = (typeof KINDS)[number];

/** A shock typed in another way: the same rate in the end, to a hundredth of a point. */
export function retyped(shock: Shock, mode: Kind, inForce: number): Shock {
  const then = rateAfter(shock, inForce);
  const value = { scale: inForce > 0 ? then / inForce : 1, set: then, add: then - inForce }[mode];
  return { ...shock, mode, value: Math.round(value * 1e4) / 1e4 };
}

/** What the value is: a change, a new value or points on top. A choice of levers that act on what is in force; on nothing, all kinds are one. */
function KindOf({ lever, shock, inForce, put }: { lever: Lever; shock: Shock; inForce: number; put: (next: Shock) => void }) {
  const { t } = useText();
  return (
    <select class="kind" aria-label={t("try.mode")} value={shock.mode ?? "set"} onChange={(e) => put(retyped(shock, e.currentTarget.value as Kind, inForce))}>
      {KINDS.filter((m) => lever.modes.includes(m)).map((m) => <option key={m} value={m}>{t(`try.mode.rate.${m}`)}</option>)}
    </select>
  );
}

/** Whom and what a shock touches: who acts where it is not the economy in focus, towards whom, which industries, which buyers. */
function useTouched(shock: Shock | null): string {
  const { t, lang } = useText();
  const { meta } = useWorld();
  const { region } = useAppState();
  if (!shock) return "";
  const home = regionName(meta, region, lang);
  const said = (k: "region" | "partner" | "industry" | "user"): string => selectorText(shock[k], meta, lang, t("try.everywhere"), region);
  const parts: string[] = [];
  if (shock.region !== undefined && shock.region !== HOME && shock.region !== region) parts.push(said("region"));
  if (shock.partner !== undefined && shock.partner !== HOME) parts.push(`→ ${said("partner")}`);
  if (shock.industry !== undefined) parts.push(said("industry"));
  if (shock.user !== undefined) parts.push(`→ ${said("user")}`);
  return parts.filter((p) => p !== home).join(" · ");
}

/** The average tariff in force; where nothing was answered yet that of a tariff that changes nothing. */
function useStill(lever: Lever, known: number | null): number | null {
  const { on, year, region, scenarios, active } = useAppState();
  const own = lever.id === "tariff" && known === null ? template(lever) : null;
  const asked: SimulateRequest | null = own && { on, year, region, package: { name: "still", shocks: [settled(own, region)], financing: "lump_sum" }, horizon: scenarios[active]!.horizon };
  const { data } = useCentral(asked);
  return known ?? data?.tariff ?? null;
}

export function LeverRow({ lever, at, shock, sent, flag }: Props) {
  const { t, pick, lang } = useText();
  const { packages, tariff: known, tariffs } = useBench();
  const tariff = useStill(lever, known);
  const [more, setMore] = useState(false);
  const id = useId();
  const { meta } = useWorld();
  const touched = useTouched(shock);
  const name = pick(lever.label);
  if (at < 0 && lacking(lever, meta).length) return <div class="lev off"><span>{name}</span><p class="note">{t("try.lacking", { what: lacking(lever, meta).map((x) => (x === "co2" ? "CO₂" : x)).join(", ") })}</p></div>;
  const about = <button class="link" aria-expanded={more} aria-label={t("try.more", { lever: name })} onClick={() => setMore(!more)}>{t("try.about")} <span aria-hidden="true">{more ? "▴" : "▾"}</span></button>;
  if (!shock) return <div class="lev off"><span>{name}</span><p class="note">{t("try.packaged")}</p>{about}{more && <Explain lever={lever} />}</div>;
  const scale = scaleOf(lever, shock);
  const moved = at >= 0 && shock.value !== neutralOf(shock, lever);
  const text = withUnit(shock.value, lever, scale, lang);
  const rate = tariffs.find((r) => r.index === sent)?.rate ?? null;
  const today = lever.id !== "tariff" ? "" : rate !== null ? t("try.todayto", { value: percent(rate, 2), then: percent(rateAfter(shock, rate), 2) }) : tariff !== null ? t("try.today", { value: percent(tariff, 2) }) : "";
  const kinds = onRate(lever);
  const acts = [!kinds && scale.shown === lever.slider?.shown ? pick(lever.slider?.unit) : "", touched, today].filter(Boolean).join(" · ");
  const filled = ((shock.value - scale.min) / (scale.max - scale.min)) * 100;
  const rest = ((scale.neutral - scale.min) / (scale.max - scale.min)) * 100;
  const put = (next: Shock): void => move(at, next, lever, packages);
  const set = (value: number): void => put({ ...shock, value });
  return (
    <div class={`lev ${moved ? "mv" : ""}`}>
      <label for={id}>{name}</label>
      <Typed lever={lever} shock={shock} name={name} set={set} />
      {kinds && <KindOf lever={lever} shock={shock} inForce={rate ?? tariff ?? 0} put={put} />}
      {acts && <small>{acts}</small>}
      <span class="lvs">
        <input id={id} type="range" min={scale.min} max={scale.max} step={scale.step} value={shock.value} aria-valuetext={text}
        style={{ "--a": `${Math.min(filled, rest)}%`, "--b": `${Math.max(filled, rest)}%` }} onInput={(e) => set(Number(e.currentTarget.value))} />
        {moved && <button class="ghost" aria-label={t("try.reset", { lever: name })} title={t("try.reset", { lever: name })} onClick={() => drop(at, packages)}>↺</button>}
      </span>
      <span class="tks" aria-hidden="true" title={pick(lever.explanation.usual)}>
        {ticksOf(lever, shock, scale, lang).map((k) => <span key={k.at} class={k.side} style={{ left: `${k.at}%` }}>{k.text}</span>)}
      </span>
      {flag && <span class="flag" title={t("try.triage", { means: t(`try.tag.${flag.tag}`), article: flag.article })}>⚑ {t("try.flag", { label: pick(flag.label) })}</span>}
      {about}
      {more && <><Explain lever={lever} /><More lever={lever} shock={shock} at={at} {...(flag ? { flag } : {})} /></>}
    </div>
  );
}
