import { describe, expect, it } from "vitest";
import { askedOf, type BriefScenario } from "../src/ui/policybrief";

const scenario = (title: string, more: Partial<BriefScenario["request"]> = {}): BriefScenario => ({ title, request: { on: "world", year: 2022, region: "CHN", package: title, ...more } });

describe("what a policy brief is asked about", () => {
  it("is one scenario, or two in their order", () => {
    expect(askedOf(scenario("a"), null)).toEqual({ on: "world", year: 2022, region: "CHN", parameters: {}, packages: ["a"] });
    expect(askedOf(scenario("a"), scenario("b")).packages).toEqual(["a", "b"]);
  });
  it("keeps what is assumed of the first", () => {
    expect(askedOf(scenario("a", { parameters: { phi: 0 } }), null).parameters).toEqual({ phi: 0 });
  });
});
