import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientAddress } from "#frontend-bff/limits/client-address.ts";

describe("the client's address", () => {
  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2/64"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2/64"],
    ["2001:db8::1", "2001:db8:0:0/64"],
    ["::1", "0:0:0:0/64"],
    ["fe80::1%eth0", "fe80:0:0:0/64"],
    ["64:ff9b::192.0.2.7", "64:ff9b:0:0/64"],
    ["not an address", "unknown"],
    ["", "unknown"],
    [undefined, "unknown"],
  ])("of %s is %s", (peer, expected) => {
    expect(clientAddress(peer, null, 0)).toBe(expected);
  });

  it("is the peer's, whatever a header says, when there is no proxy of ours", () => {
    expect(clientAddress("192.0.2.7", "198.51.100.1", 0)).toBe("192.0.2.7");
  });

  it.each([
    ["one proxy", "198.51.100.1", 1, "198.51.100.1"],
    ["two proxies", "198.51.100.1, 203.0.113.9", 2, "198.51.100.1"],
    ["a proxy that has written the peer down already", "198.51.100.1, 192.0.2.7", 1, "198.51.100.1"],
    ["a client that forges what stands before", "10.0.0.1, 10.0.0.2, 198.51.100.1", 1, "198.51.100.1"],
    ["nothing written down", null, 1, "192.0.2.7"],
    ["fewer hops than proxies", "198.51.100.1", 5, "198.51.100.1"],
    ["something that is no address", "unknown", 1, "unknown"],
  ])("is the one before our proxies: %s", (_, forwardedFor, proxies, expected) => {
    expect(clientAddress("192.0.2.7", forwardedFor, proxies)).toBe(expected);
  });

  it("cannot be chosen by what a client writes before the addresses that our proxies add", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (forged) => {
        const header = [...forged, "198.51.100.1", "203.0.113.9"].join(", ");

        expect(clientAddress("192.0.2.7", header, 2)).toBe("198.51.100.1");
      }),
    );
  });

  it("is the same for every address of one IPv6 line, however it is written", () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((number) => number.toString(16));
    fc.assert(
      fc.property(fc.tuple(group, group, group, group), fc.tuple(group, group, group, group), (line, own) => {
        const long = [...line, ...own].map((text) => text.padStart(4, "0")).join(":");
        const short = new URL(`http://[${[...line, ...own].join(":")}]/`).hostname.slice(1, -1);

        expect(clientAddress(long, null, 0)).toBe(`${line.join(":")}/64`);
        expect(clientAddress(short, null, 0)).toBe(`${line.join(":")}/64`);
      }),
    );
  });
});
