/** Width of the place in which a chart is drawn. */
import type { RefObject } from "preact";
import { useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { StageContext } from "../ui/stage";
import { bold as heavy, regular, seam } from "../../../src/newind/charts/widths.json";

export function useWidth(usual = 520): [RefObject<HTMLDivElement>, number] {
  const place = useRef<HTMLDivElement>(null);
  const [width, set] = useState(usual);
  const larger = useContext(StageContext);
  useEffect(() => {
    const el = place.current;
    if (!el) return;
    const watch = new ResizeObserver(() => set(Math.max(240, Math.round(el.clientWidth / larger))));
    watch.observe(el);
    return () => watch.disconnect();
  }, [larger]);
  return [place as RefObject<HTMLDivElement>, width];
}

/** Height of a row whose numbers can be opened: more of it for fingers. */
export function useRow(): number {
  return useMemo(() => (matchMedia("(pointer: coarse)").matches ? 36 : 24), []);
}

const widths = (by: Record<string, string>): Map<string, number> => new Map(Object.entries(by).flatMap(([wide, chars]) => [...chars].map((c) => [c, Number(wide) / 1000] as const)));
/** Widths of characters in em, regular and bold: the one table that Python reckons with, too. */
const EM = [widths(regular), widths(heavy)] as const;
const chinese = (c: string): boolean => c >= "\u2e80";

/** How wide a text is at most, in pixels. */
export const textWidth = (text: string, bold = false, size = 12): number => {
  const chars = [...text];
  const em = chars.reduce((sum, c) => sum + (chinese(c) ? 1 : (EM[bold ? 1 : 0].get(c) ?? EM[bold ? 1 : 0].get(c.normalize("NFD")[0]!) ?? 1)), 0);
  const seams = chars.filter((c, i) => i > 0 && chinese(c) !== chinese(chars[i - 1]!)).length;
  return (em + (seams * seam) / 1000) * size;
};

/** Distance of the lines of a label. */
export const LEAD = 13;
/** A text at 12 px in lines of a width; all of it. */
export const wrapped = (text: string, width: number, bold = false): string[] => lines(text, width, (t) => textWidth(t, bold));

/** Height of rows in which every label has its lines: at least the usual one. */
export const tall = (labels: string[], width: number, usual: number, bold = false): number =>
  Math.max(usual, ...labels.map((l) => usual + LEAD * (wrapped(l, width, bold).length - 1) - 4));

export type Measure = (text: string) => number;

/** Break a text into lines of a width: between words or Chinese characters, and within a word only where it is wider than a line. */
export function lines(text: string, width: number, measure: Measure): string[] {
  const out = [""];
  const add = (piece: string): void => {
    const now = out.at(-1)!;
    if (now && measure((now + piece).trimEnd()) > width) out.push(piece);
    else out[out.length - 1] = now + piece;
  };
  for (const piece of text.split(/(?<=\s)|(?<=[\u2e80-\uffff])(?<![（《「“【])(?![，。、；：）》」”】])/)) {
    if (measure(piece.trimEnd()) > width) [...piece].forEach(add);
    else add(piece);
  }
  return out.map((line) => line.trimEnd()).filter(Boolean);
}

/** Labels of an axis without the decimals that none of them needs. */
export const plain = (labels: string[]): string[] =>
  labels.every((l) => /\.0+(?!\d)/.test(l) || /^0%?$/.test(l)) ? labels.map((l) => l.replace(/\.0+(?!\d)/, "")) : labels;

/** Round steps between two ends: 1, 2 or 5 times a power of ten; about `count` of them, and at least two. */
export function ticks([low, high]: [number, number], count: number): number[] {
  const raw = (high - low) / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(raw));
  const steps = [0.5, 1, 2, 5, 10].map((k) => k * power);
  const usual = steps.findIndex((s, i) => i > 0 && s >= raw * 0.999);
  const within = (step: number): number[] => {
    const out: number[] = [];
    for (let k = Math.ceil(low / step); k * step <= high + Math.abs(high) * 1e-9; k++) out.push(k * step);
    return out;
  };
  const found = within(steps[usual] ?? raw);
  return found.length < 2 && usual > 0 ? within(steps[usual - 1]!) : found;
}
