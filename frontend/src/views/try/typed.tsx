/** The value of a lever as a field: typed up to the lever's limits, beyond the ends of its slider too. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Lever } from "../../api/types";
import { useText } from "../../i18n";
import type { Shock } from "../../state/types";
import { useBench } from "./bench";
import { usualBeyond } from "./beyond";
import { limitsOf, scaleOf, type Scale } from "./scenario";
import { shockText, valueText } from "./words";

/** How long typing rests before it counts, in milliseconds. */
const RESTS = 400;

/** The number that was typed, on a scale; null where it is none. Signs, %, × and thousands may be written, in wide letters too; ×0.5 is −50%. */
export function typed(text: string, scale: Scale): number | null {
  const times = scale.shown === "times";
  const plain = text.normalize("NFKC").replace(/[−–]/g, "-").replace(/[\s+%×x倍]/gi, "").replace(/,(?=\d{3}(?:\D|$))/g, "").replace(",", ".");
  if (!/^-?(?:\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  if (scale.shown === "number" || (times && /[×x倍]/i.test(text))) return Number(plain);
  return Number((Number(plain) / 100 + (times ? 1 : 0)).toPrecision(12));
}

export function Typed({ lever, shock, name, set }: { lever: Lever; shock: Shock; name: string; set: (value: number) => void }) {
  const { t, lang } = useText();
  const { refuse: tell } = useBench();
  const id = useId();
  const scale = scaleOf(lever, shock);
  const [low, high] = limitsOf(lever, shock);
  /** What stands in the field while it is written in, and whether it is refused. */
  const [draft, write] = useState<string | null>(null);
  const [wrong, refuse] = useState(false);
  const before = useRef(shock.value);
  const own = useRef(shock.value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const said = (value: number): string => (scale.shown === "number" ? shockText({ ...shock, value }, lever, lang) : valueText(value, { ...scale, step: 0.01 }));

  useEffect(() => {
    if (shock.value !== own.current) (write(null), refuse(false)); // moved by another hand
    own.current = shock.value;
  }, [shock.value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => tell(name, wrong), [wrong]);
  useEffect(() => () => tell(name, false), []);

  const put = (value: number): void => {
    own.current = value;
    if (value !== shock.value) set(value);
  };
  const take = (text: string, done: boolean): void => {
    clearTimeout(timer.current);
    const value = typed(text, scale);
    const empty = text.trim() === "";
    const good = value !== null && value >= low && value <= high;
    refuse(!good && !empty);
    if (good) put(value);
    if (done && (good || empty)) write(null);
  };
  const key = (e: KeyboardEvent): void => {
    if (e.key === "Enter" && draft !== null) take(draft, true);
    if (e.key !== "Escape") return;
    clearTimeout(timer.current);
    (write(null), refuse(false), put(before.current));
  };
  const usual = usualBeyond(lever, shock, lang);
  const far = usual && t("try.typed.beyond", { usual });
  return (
    <>
      <input class={`typed ${wrong ? "wrong" : ""}`} type="text" inputMode={low < 0 ? "text" : "decimal"} autocomplete="off" aria-label={t("try.typed.label", { lever: name })} aria-invalid={wrong}
        aria-describedby={wrong || far ? id : undefined} value={draft ?? valueText(shock.value, scale)} onKeyDown={key}
        onFocus={(e) => (wrong || (before.current = shock.value), e.currentTarget.select())} onBlur={() => draft !== null && take(draft, true)}
        onInput={(e) => {
          const text = e.currentTarget.value;
          write(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => take(text, false), RESTS);
        }} />
      {wrong ? <p id={id} class="told bad" role="alert">{t("try.typed.wrong", { low: scale.shown === "number" ? valueText(low, scale) : said(low), high: said(high), value: draft ?? "" })}</p>
        : far && <p id={id} class="told">{far}</p>}
    </>
  );
}
