import { describe, expect, it } from "vitest";
import { ApiError } from "../src/api/client";
import { learn, plainly } from "../src/ui/plain";

learn([{ code: "CHN", en: "China", zh: "中国" }, { code: "c2", en: "Mining", zh: "采矿业" }], [{ id: "carbon_price", label: { en: "Carbon price", zh: "碳价" } }]);

describe("a message of newind", () => {
  it("has names in the place of ids and codes, and no shock, mode or command", () => {
    expect(plainly("shock 1: value 5000 is out of bounds for carbon_price (add): give -1000 to 1000 USD/t.", "en")).toBe("Value 5000 is out of bounds for Carbon price: give -1000 to 1000 USD/t.");
    expect(plainly("shock 1 (carbon_price): the value would be -20 at 1: 'CHN c2'. Raise it to 0 or above.", "en")).toBe("The value would be -20 at 1: “China Mining”. Raise it to 0 or above.");
    expect(plainly("第1项冲击（“碳价”）：取值会变为-20，涉及“CHN c2”。碳价不能为负。", "zh")).toBe("取值会变为-20，涉及“中国 采矿业”。碳价不能为负。");
    expect(plainly("shock 1: unknown label or group 'XXX'. Labels here are CHN; newind.groups() lists the groups.", "en")).toBe("Unknown label or group “XXX”.");
    expect(plainly("unknown package 'x'. Did you mean 'home-demand'? newind levers lists them; Package.from_yaml reads your own.", "en")).toBe("Unknown package “x”. Did you mean “home-demand”?");
    expect(plainly("没有名为“x”的方案。newind levers列出全部方案；Package.from_yaml读取自己的方案。", "zh")).toBe("没有名为“x”的方案。");
  });

  it("is given up where only programs understand it, and where it is not written in the language", () => {
    const said = new ApiError(422, { kind: "RequestError", message: "package.financing: Input should be 'lump_sum' or 'output_tax'." });
    expect(said.in("en")).toMatch(/^This cannot be computed/);
    expect(said.in("zh")).toMatch(/^按现有设置无法计算/);
    const file = { kind: "DataError", message: "mine.yaml:10:3: goal 40 is below 100.", where: { line: 10, column: 3 } };
    expect(new ApiError(422, file).in("en")).toBe(file.message);
    expect(new ApiError(0, { kind: "ConnectionError", message: "newind serve does not answer." }).in("en")).toBe("newind serve does not answer.");
  });
});
