import messages from "virtual:messages";
import { describe, expect, it } from "vitest";
import english from "../../src/newind/messages/en/cockpit.json";
import englishDivision from "../../src/newind/messages/en/division.json";
import englishStart from "../../src/newind/messages/en/start.json";
import englishTour from "../../src/newind/messages/en/tour.json";
import chinese from "../../src/newind/messages/zh/cockpit.json";
import chineseDivision from "../../src/newind/messages/zh/division.json";
import chineseStart from "../../src/newind/messages/zh/start.json";
import chineseTour from "../../src/newind/messages/zh/tour.json";
import { text } from "../src/i18n";
import { LANGUAGES, languageOf, messageIn, messageOf, readMessages, say, tagOf } from "../src/i18n/catalogues";
import { SHARED } from "../src/i18n/shared";

/** What a browser reads, not a reader. */
const NAMED = "language.tag";
/** Latin words that Chinese readers write too. */
const ALLOWED = /newind|China Economist|serve|kB|CSV|XLSX|PNG|SVG|PDF|HTML|DOCX|YAML|UTF-8|WTO|GDP|CO₂|RCEP|ZIP|JSON|HS6|JavaScript|Esc|[A-D]\b|EN\b/g;
const { [NAMED]: _english, ...en } = { ...english, ...englishDivision, ...englishStart, ...englishTour };
const { [NAMED]: _chinese, ...zh } = { ...chinese, ...chineseDivision, ...chineseStart, ...chineseTour };
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

describe("languages", () => {
  it("are those that have a catalogue, English first, each with its name", () => {
    expect(LANGUAGES).toEqual([{ value: "en", label: "English", lang: "en" }, { value: "zh", label: "中文", lang: "zh-Hans" }]);
  });

  it("are one more with one more folder; English says what it lacks", () => {
    const { languages, find } = readMessages({
      keys: ["language.name", "language.tag", "shell.undo", "shell.redo"],
      words: { de: [null, null, null, null], en: ["English", "en", "Undo", "Redo"], fr: ["Français", null, "Annuler", null], zh: ["中文", "zh-Hans", "撤销", "重做"] },
    });
    expect(languages.map((l) => [l.value, l.label, l.lang])).toEqual([["en", "English", "en"], ["de", "de", "de"], ["fr", "Français", "fr"], ["zh", "中文", "zh-Hans"]]);
    expect([find("fr", "shell.undo"), find("fr", "shell.redo"), find("de", "shell.undo"), find("fr", "no.such")]).toEqual(["Annuler", "Redo", "Undo", undefined]);
  });

  it("have the words that are shared with Python", () => {
    for (const id of SHARED)
      for (const lang of ["en", "zh"] as const) {
        const said = messages.keys.flatMap((key, i) => (key === id || key.startsWith(`${id}.`) ? [messages.words[lang]![i]] : []));
        expect(said.length, id).toBeGreaterThan(0);
        expect(said, id).not.toContain(null);
      }
  });

  it("are found by a browser's tag", () => {
    expect(["zh-CN", "ZH", "zh-Hant-TW", "en-GB", "zha", "fr", ""].map(languageOf)).toEqual(["zh", "zh", "zh", "en", "en", "en", "en"]);
    expect(["en", "zh", "fr"].map(tagOf)).toEqual(["en", "zh-Hans", "en"]);
  });
});

describe("what the API says", () => {
  it("is in English where a language lacks it", () => {
    expect(["zh", "fr"].map((lang) => text(lang).pick({ en: "CO2 of one", zh: "某国" }))).toEqual(["某国", "CO₂ of one"]);
    expect([text("zh").pick({ en: "one", zh: "" }), text("zh").pick(null)]).toEqual(["one", ""]);
    const sent = { message: "no year", message_zh: "缺少年份" };
    expect(["en", "zh", "fr"].map((lang) => messageIn(sent, lang))).toEqual(["no year", "缺少年份", ""]);
    expect(messageIn({ message: "no year" }, "zh")).toBe("");
  });

  it("is said by the page itself where nobody answers", () => {
    expect(["en", "zh"].map((lang) => messageIn(messageOf("shell.lost"), lang))).toEqual(["en", "zh"].map((lang) => say(lang, "shell.lost")));
  });
});
