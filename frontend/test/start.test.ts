import { describe, expect, it } from "vitest";
import en from "../../src/newind/messages/en/help.json";
import zh from "../../src/newind/messages/zh/help.json";
import { BOLD, PLAIN, planOf, WIDE, PAD, type Box, type BoxName, type Words } from "../src/views/start/flow";
import { VIEWS } from "../src/state/types";

const NAMES: BoxName[] = ["tables", "measure", "diagnose", "policy", "assumed", "answers", "range", "path"];
const said = (text: string): Record<BoxName, Words> => Object.fromEntries(NAMES.map((n) => [n, { title: `● ${text.slice(0, 18)}`, text }])) as Record<BoxName, Words>;
const apart = (a: Box, b: Box): boolean => a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;

describe("the picture of the model", () => {
  it.each([["en", "prices and who buys where, output, income and CO₂, until all markets clear"], ["zh", "价格变动后重新选择卖方，产出、收入与碳排放随之变化，直到市场全部出清"], ["one", "short"]])("keeps words in boxes and boxes apart: %s", (_, text) => {
    for (const w of [300, 358, 500, WIDE - 1, WIDE, 1240]) {
      const { boxes, h } = planOf(said(text), w);
      const all = Object.values(boxes);
      for (const b of all) {
        expect(Math.max(...b.title.map(BOLD), ...b.text.map(PLAIN))).toBeLessThanOrEqual(b.w - 2 * PAD);
        expect(b.x >= 0 && b.x + b.w <= w && b.y >= 0 && b.y + b.h <= h).toBe(true);
        expect(b.h).toBeGreaterThanOrEqual(2 * PAD + 20 * b.title.length + 19 * b.text.length);
      }
      all.forEach((a, i) => all.slice(i + 1).forEach((b) => expect(apart(a, b)).toBe(true)));
    }
  });
});

/** All strings inside, those of marks left out: they are read in the picture. */
const strings = (of: unknown): string[] => (typeof of === "string" ? [of] : Array.isArray(of) ? of.flatMap(strings) : Object.entries(of as object).flatMap(([k, v]) => (k === "mark" ? [] : strings(v))));
const paths = (of: unknown, at = ""): string[] => (typeof of !== "object" ? [at] : Object.entries(of as object).flatMap(([k, v]) => paths(v, `${at}.${k}`)));

describe("help", () => {
  it("is written for every view, in both languages alike", () => {
    expect(Object.keys(en.views).sort()).toEqual([...VIEWS].sort());
    expect(paths(zh)).toEqual(paths(en));
  });

  it("takes at most a page: 180 words, 400 characters in Chinese", () => {
    for (const view of VIEWS) {
      const words = strings([en.views[view], en.questions, en.heads]).join(" ").split(/\s+/).length;
      expect(words, view).toBeLessThanOrEqual(180);
      expect(strings([zh.views[view], zh.questions, zh.heads]).join("").length, view).toBeLessThanOrEqual(400);
    }
  });

  it("leaves no half-width punctuation in Chinese and no Chinese in English", () => {
    for (const text of strings(zh)) expect(text.match(/[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]/g) ?? [], text).toEqual([]);
    for (const text of strings(en)) expect(text).not.toMatch(/[\u4e00-\u9fff]/);
  });
});
