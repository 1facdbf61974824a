/** CSV, XLSX, PNG and SVG of what a chart shows. */
import type { RefObject } from "preact";
import { useState } from "preact/hooks";
import { postForFile } from "../api/client";
import { asApiError } from "../api/hooks";
import { useText } from "../i18n";
import { embedOf } from "../state/embedded";
import { link } from "../state/store";
import { copyText, saveFile } from "./save";

/** A table of numbers behind a chart. */
export interface Numbers {
  columns: string[];
  rows: (string | number | null)[][];
}

interface Props {
  /** Headline of the chart: the files are named after it. */
  title: string;
  /** Year and status beside it, written into pictures. */
  when?: string;
  numbers: Numbers;
  /** Where the picture stands, for PNG and SVG. */
  picture?: RefObject<HTMLElement | null>;
  /** Source and status, written under the picture. */
  note?: string;
  /** Its name, where it can be presented and embedded. */
  figure?: string;
  onPresent?: () => void;
}

const FORMATS = ["csv", "xlsx", "png", "svg"] as const;
type Format = (typeof FORMATS)[number];

const fileName = (title: string): string => title.trim().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60).toLowerCase() || "newind";

export function Downloads({ title, when = "", numbers, picture, note = "", figure, onPresent }: Props) {
  const { t, lang } = useText();
  const [busy, setBusy] = useState<Format | null>(null);
  const [failed, setFailed] = useState("");

  async function make(format: Format): Promise<Blob> {
    if (format === "csv" || format === "xlsx") return postForFile("export", { name: fileName(title), format, tables: [{ name: title.slice(0, 31), ...numbers }] });
    const svg = picture?.current?.querySelector("svg");
    if (!svg) throw new Error("no picture");
    const { standalone, png } = await import("../charts/svg");
    const made = standalone(svg, when ? `${title} (${when})` : title, note);
    return format === "svg" ? new Blob([made.text], { type: "image/svg+xml" }) : png(made);
  }

  async function download(format: Format): Promise<void> {
    setBusy(format);
    setFailed("");
    try {
      saveFile(`${fileName(title)}.${format}`, await make(format));
    } catch (e) {
      setFailed(asApiError(e).in(lang));
    } finally {
      setBusy(null);
    }
  }

  const offered = FORMATS.filter((f) => picture || f === "csv" || f === "xlsx");
  return (
    <div class="dl" role="group" aria-label={t("ui.downloads")}>
      {offered.map((f) => (
        <button key={f} disabled={busy !== null} aria-label={t("ui.download", { format: f.toUpperCase(), title })} onClick={() => void download(f)}>{f.toUpperCase()}</button>
      ))}
      {onPresent && <button class="present" aria-label={t("present.this", { title })} onClick={onPresent}>{t("present.start")}</button>}
      {figure && <Embed title={title} figure={figure} />}
      {failed && <span class="bad" role="alert">{failed}</span>}
    </div>
  );
}

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

/** The piece of a page that shows a figure by itself: copied, and shown to be taken by hand. */
function Embed({ title, figure }: { title: string; figure: string }) {
  const { t } = useText();
  const [said, say] = useState("");
  const [copied, setCopied] = useState(false);
  const make = (): void => {
    const piece = `<iframe src="${escaped(embedOf(new URL(link()).hash, figure))}" title="${escaped(title)}" width="720" height="520" loading="lazy" referrerpolicy="no-referrer"></iframe>`;
    say(said ? "" : piece);
    if (!said) void copyText(piece).then(setCopied);
  };
  return (
    <>
      <button aria-expanded={said !== ""} aria-label={t("embed.this", { title })} onClick={make}>{t("embed.start")}</button>
      {said && <p class="snippet" role="status">{t(copied ? "embed.copied" : "embed.take")} <code>{said}</code></p>}
    </>
  );
}
