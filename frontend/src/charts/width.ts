/** Width of the place in which a chart is drawn. */
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

export function useWidth(usual = 520): [RefObject<HTMLDivElement>, number] {
  const place = useRef<HTMLDivElement>(null);
  const [width, set] = useState(usual);
  useEffect(() => {
    const el = place.current;
    if (!el) return;
    const watch = new ResizeObserver(() => set(Math.max(240, Math.round(el.clientWidth))));
    watch.observe(el);
    return () => watch.disconnect();
  }, []);
  return [place as RefObject<HTMLDivElement>, width];
}

/** Height of a row whose numbers can be opened: more of it for fingers. */
export function useRow(): number {
  return useMemo(() => (matchMedia("(pointer: coarse)").matches ? 36 : 24), []);
}

/** About how wide a text is at 12 px. */
export const textWidth = (text: string): number => [...text].reduce((a, c) => a + (c.charCodeAt(0) > 0x2e80 ? 12.2 : 6.7), 0);

/** Shorten a text to a width. */
export function fit(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let out = text;
  while (out.length > 1 && textWidth(out + "…") > width) out = out.slice(0, -1);
  return out.trimEnd() + "…";
}

/** Break a text into one line of a width or two smaller ones, at a space or between Chinese characters; no line begins with a closing mark. */
export function twoLines(text: string, width: number): string[] {
  if (textWidth(text) <= width) return [text];
  const pieces = text.split(/(?<=\s)|(?<=[\u2e80-\uffff])(?<![（“【])(?![，。、；：）”】])/);
  const small = (width * 12) / 11;
  let first = "";
  let n = 0;
  while (n < pieces.length && textWidth(first + pieces[n]) <= small) first += pieces[n++];
  return n === 0 || n === pieces.length ? [fit(text, small)] : [first.trimEnd(), fit(pieces.slice(n).join(""), small)];
}

/** Widths of characters in em where nothing can be measured: an upper bound of the usual sans fonts, bold ones too. */
const EM: [RegExp, number][] = [[/[iljI|'’.,:;! ·]/, 0.42], [/[mwMW%@−+←→—…]/, 1.11], [/[A-Z&]/, 0.85], [/[\u2e80-\uffff]/, 1]];

/** How wide a text is at most, in pixels. */
export type Measure = (text: string) => number;

/** Widths by a table, without a page. */
export const reckoned = (fontSize: number): Measure => (text) => [...text].reduce((a, c) => a + (EM.find(([of]) => of.test(c))?.[1] ?? 0.73) * fontSize, 0);

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
