/** CSV, XLSX, PNG and SVG of what a chart shows. */
import type { ComponentChildren, RefObject } from "preact";
import { useState } from "preact/hooks";
import { postForFile } from "../api/client";
import { asApiError } from "../api/hooks";
import { useText } from "../i18n";
import { saveFile } from "./save";

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
  const [snippet, setSnippet] = useState<ComponentChildren>(null);

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

  const embed = async (): Promise<void> => {
    const { Snippet } = await import("./snippet");
    setSnippet(snippet ? null : <Snippet title={title} figure={figure!} />);
  };
  const offered = FORMATS.filter((f) => picture || f === "csv" || f === "xlsx");
  return (
    <div class="dl" role="group" aria-label={t("ui.downloads")}>
      {offered.map((f) => (
        <button key={f} disabled={busy !== null} aria-label={t("ui.download", { format: f.toUpperCase(), title })} onClick={() => void download(f)}>{f.toUpperCase()}</button>
      ))}
      {onPresent && <button class="present" aria-label={t("present.this", { title })} onClick={onPresent}>{t("present.start")}</button>}
      {figure && <button aria-expanded={snippet !== null} aria-label={t("embed.this", { title })} onClick={() => void embed()}>{t("embed.start")}</button>}
      {snippet}
      {failed && <span class="bad" role="alert">{failed}</span>}
    </div>
  );
}
