import { describe, expect, it } from "vitest";
import { change, fine, emissions, level, money, moneyRange, number, percent, range } from "../src/format";

describe("numbers", () => {
  it("have a true minus, thousands and at most the figures that mean something", () => {
    expect(number(-1234.56)).toBe("−1,235");
    expect(number(0.618, 2, true)).toBe("+0.62");
    expect(number(null)).toBe("–");
    expect(number(-0.0001, 1, true)).toBe("0.0");
  });

  it("are percent without a space", () => {
    expect(percent(0.419)).toBe("41.9%");
    expect(percent(-0.053, 1, true)).toBe("−5.3%");
  });

  it("change by percent or by points, said in the language", () => {
    expect(change(-0.0614, "relative", "en")).toEqual({ text: "−6.1", unit: "%" });
    expect([0, 1e-9, 0.00012, 0.0048, 0.0997, 0.21, 3.7, 12].map(fine)).toEqual([0, 0, 4, 3, 2, 2, 1, 0]);
    expect(change(0.0004, "points", "en")).toEqual({ text: "+0.040", unit: " points" });
    expect(change(-0.013, "points", "zh")).toEqual({ text: "−1.3", unit: "个百分点" });
  });
});

describe("ranges", () => {
  it("have an en dash without signs, words between signs, 至 in Chinese", () => {
    expect(range("4", "20%", "en")).toBe("4–20%");
    expect(range("4.1%", "20%", "en")).toBe("4.1–20%");
    expect(range("−4", "−20%", "en")).toBe("−4 to −20%");
    expect(range("−0.1", "+0.3%", "en")).toBe("−0.1 to +0.3%");
    expect(range("4%", "20%", "zh")).toBe("4%至20%");
    expect(range("2.4 stages", "2.7 stages", "en")).toBe("2.4–2.7 stages");
    expect(range("2 Mt", "1 Gt", "en")).toBe("2 Mt–1 Gt");
    expect(range("0", "0", "en")).toBe("0");
  });
});

describe("units", () => {
  it("are those of the language", () => {
    expect(money(721_000, "M.USD", "en")).toBe("721 bn USD");
    expect(money(721_000, "M.USD", "zh")).toBe("7,210亿美元");
    expect(money(7_210_000, "M.USD", "zh")).toBe("7.2万亿美元");
    expect(moneyRange(24_500, 42_200, "M.USD", "en")).toBe("24.5–42.2 bn USD");
    expect(moneyRange(24_500, 42_200, "M.USD", "zh")).toBe("245至422亿美元");
    expect(moneyRange(-2_000, 900_000_000, "M.USD", "en")).toBe("−2.0 bn USD to 900 trillion USD");
    expect(emissions(7_956_000, "en")).toBe("7,956 Mt");
    expect(emissions(7_956_000, "zh")).toBe("79.56亿吨");
    expect(level(0.334, "1", "en")).toBe("33.4%");
    expect(level(1200, "USD/t", "en")).toBe("1,200 USD/t");
    expect(level(2.84, "stages", "zh")).toBe("2.8个阶段");
    expect(level(1621, "Mt", "zh")).toBe("16.21亿吨");
    expect(level(1621, "Mt", "en")).toBe("1,621 Mt");
    expect(level(null, "1", "zh")).toBe("–");
  });

  it("are read as the indicator says: a ratio is no percentage", () => {
    expect(level(0.1074, "1", "en", { display: "ratio", digits: 2 })).toBe("0.11");
    expect(level(0.1074, "1", "en", { display: "1", digits: 1 })).toBe("10.7%");
    expect(level(0.0004, "1", "zh", { display: "1", digits: null })).toBe("0.04%");
    expect(level(1621, "Mt", "en", { display: "Mt", digits: null })).toBe("1,621 Mt");
  });
});
