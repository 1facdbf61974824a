import { describe, expect, it } from "vitest";
import { reachOf } from "../src/ui/reach";

describe("a link", () => {
  it("reaches as far as its host is known", () => {
    for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "my.localhost", ""]) expect(reachOf(host), host).toBe("computer");
    for (const host of ["192.168.0.7", "10.1.2.3", "172.16.0.1", "172.31.9.9", "169.254.1.1", "[fd00::1]", "[fe80::1]", "desk", "printer.local", "100.64.0.1"]) expect(reachOf(host), host).toBe("network");
    for (const host of ["newind.org", "8.8.8.8", "172.32.0.1", "11.0.0.1", "[2001:db8::1]", "100.128.0.1"]) expect(reachOf(host), host).toBe("anywhere");
  });
});
