/** Where a number comes from: the same six fields everywhere, in a panel beside the page. */
import { useEffect, useRef, useState } from "preact/hooks";
import { useText, type Key, type Text } from "../i18n";
import { copyText } from "./save";

/** What is known of a number. */
export interface Source {
  /** The number as shown, and what it is. */
  value: string;
  label: string;
  id: string;
  formula: string;
  source: string;
  year: number | string;
  unit: string;
  status: string;
  note?: string;
}

let shown: { source: Source; from: HTMLElement | null } | null = null;
const watchers = new Set<() => void>();

/** Open the panel on a number. */
export function openSource(source: Source | null): void {
  const from = shown?.from;
  shown = source && { source, from: document.activeElement as HTMLElement | null };
  watchers.forEach((f) => f());
  if (!source) from?.focus();
}

/** A shape for each status. */
export const STATUS_GLYPHS: Record<string, string> = { observed: "●", estimated: "◐", estimate: "◐", proxy: "◐", simulated: "▬" };

/** A status in words; one that is not known stands for itself. */
export const statusWord = (status: string, t: Text["t"]): string => (["observed", "estimated", "proxy", "simulated"].includes(status) ? t(`status.${status}` as Key) : status);

/** Status with its shape: ● observed ◐ estimate ▬ simulated. */
export function Status({ status }: { status: string }) {
  const { t } = useText();
  return <span class="st"><span aria-hidden="true">{STATUS_GLYPHS[status] ?? "○"}</span> {statusWord(status, t)}</span>;
}

/** A small round button beside a number that opens its source. */
export function SourceButton({ source }: { source: Source }) {
  const { t } = useText();
  return <button class="src" aria-label={t("source.open", { label: source.label })} title={t("source.title")} onClick={() => openSource(source)}>i</button>;
}

/** Whether an id is one of the registry, or only a name of what was computed. */
const registered = (id: string): boolean => id.includes(".");

export function SourcePanel() {
  const { t } = useText();
  const [, see] = useState(0);
  const [copied, setCopied] = useState(false);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const watch = (): void => (setCopied(false), see((n) => n + 1));
    watchers.add(watch);
    return () => void watchers.delete(watch);
  }, []);
  useEffect(() => close.current?.focus(), [shown?.source]);
  if (!shown) return null;
  const s = shown.source;
  const rows: [Key, preact.ComponentChildren][] = [
    ["source.indicator", registered(s.id) ? <code>{s.id}</code> : ""],
    ["source.formula", s.formula],
    ["source.source", s.source],
    ["source.year", [s.year, s.unit].filter(Boolean).join(" · ")],
    ["source.status", <Status status={s.status} />],
  ];
  const known = rows.filter(([, v]) => v !== "");
  if (s.note) known.push(["source.note", s.note]);
  const citation = `${s.label}${s.value ? `: ${s.value}` : ""} (${registered(s.id) ? `${s.id}, ` : ""}${s.year}${s.unit ? `, ${s.unit}` : ""}, ${s.status}). ${s.source}. newind`;
  return (
    <div class="pan prov" role="dialog" aria-label={t("source.title")} onKeyDown={(e) => e.key === "Escape" && openSource(null)}>
      <div class="ph"><h2>{t("source.title")}</h2><button ref={close} class="ic" aria-label={t("ui.close")} onClick={() => openSource(null)}>×</button></div>
      <p class="pv"><b>{s.value}</b> {s.label}</p>
      <dl>{known.map(([k, v]) => <><dt>{t(k)}</dt><dd>{v}</dd></>)}</dl>
      <p><button onClick={() => void copyText(citation).then(setCopied)}>{t(copied ? "source.copied" : "source.cite")}</button></p>
    </div>
  );
}
