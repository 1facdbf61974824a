import { expect, it } from "vitest";
import { lines, textWidth } from "../src/charts/width";

const TEXTS = [
  "WHOLESALE AND RETAIL TRADE; REPAIR OF MOTOR VEHICLES: MEMBERS OF THE EUROPEAN UNION, MAMMOTH WOMEN'S MEMORANDUM",
  "Where manufacturing's value added comes from, by the economy in which it arises",
  "中国制造业增加值来自何处（按国民经济行业分类），以及OECD国家间投入产出表2022年的来源说明。",
  "Averyveryverylongwordthatnobodycouldeverputonasinglelineofapicturehoweverwideitmaybe",
];
const letters = (s: string): string => s.replace(/\s/g, "");

it.each(TEXTS)("no line of a title or a source is wider than its picture: %s", (text) => {
  for (const [size, width] of [[15, 240], [15, 520], [12, 240]] as const) {
    const measure = (t: string): number => textWidth(t, true, size);
    const found = lines(text, width, measure);
    expect(Math.max(...found.map(measure))).toBeLessThanOrEqual(width);
    expect(letters(found.join(""))).toBe(letters(text));
    expect(found.filter((line) => /^[，。、；：）》」”】]/.test(line))).toEqual([]);
  }
});

it("the table of widths is no narrower than the widest usual font, in capitals too", () => {
  // advance widths of DejaVu Sans Bold
  const wide: [string, number][] = [["W", 1.103], ["M", 0.995], ["m", 1.042], ["e", 0.678], ["n", 0.712], ["A", 0.774], ["O", 0.85], ["i", 0.343], [" ", 0.348]];
  for (const [c, em] of wide) expect(textWidth(c, true, 1)).toBeGreaterThanOrEqual(em);
});

it("nothing to say takes no line", () => expect(lines("", 240, (t) => textWidth(t))).toEqual([]));
