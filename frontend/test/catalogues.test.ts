import { describe, expect, it } from "vitest";
import { en } from "../src/i18n/en";
import { zh } from "../src/i18n/zh";

/** Latin words that Chinese readers write too. */
const ALLOWED = /newind|serve|CSV|XLSX|PNG|SVG|PDF|HTML|DOCX|YAML|UTF-8|WTO|GDP|CO₂|RCEP|ZIP|JSON|HS6|JavaScript|[A-D]\b|EN\b/g;
const keys = Object.keys(en) as (keyof typeof en)[];
const values = (s: string): string[] => (s.match(/\{\w+\}/g) ?? []).sort();

describe("the two catalogues", () => {
  it("have the same keys", () => {
    expect(Object.keys(zh).sort()).toEqual([...keys].sort());
  });

  it("say something, with the same values inside", () => {
    for (const key of keys) {
      expect(en[key].trim(), key).not.toBe("");
      expect(zh[key].trim(), key).not.toBe("");
      expect(values(zh[key]), key).toEqual(values(en[key]));
    }
  });

  it("leave no English in Chinese, and no half-width punctuation between characters", () => {
    for (const key of keys) {
      const rest = zh[key].replace(/\{\w+\}/g, "").replace(ALLOWED, "");
      expect(rest.match(/[A-Za-z]{2,}/g) ?? [], key).toEqual([]);
      expect(zh[key].match(/[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]/g) ?? [], key).toEqual([]);
    }
  });

  it("leave no Chinese in English", () => {
    for (const key of keys) expect(en[key].match(/[\u4e00-\u9fff]/g) ?? [], key).toEqual([]);
  });
});
