import { describe, expect, it } from "vitest";
import { isAmbiguous } from "#frontend-bff/raw-request.ts";

const plain = ["Host", "chat.example.com", "Authorization", "Bearer a", "Content-Type", "application/json"];

describe("a request as it came", () => {
  it.each([
    ["a path", "/api/session"],
    ["a path that looks like an address", "//other.example.com/api"],
    ["the server itself", "*"],
    ["an address of the host that Host names", "http://chat.example.com/api/session"],
  ])("can be read in one way: %s", (_, url) => {
    expect(isAmbiguous({ rawHeaders: plain, url })).toBe(false);
  });

  it.each([
    "host",
    "Authorization",
    "CONTENT-TYPE",
    "content-length",
    "Origin",
    "If-Match",
    "Transfer-Encoding",
  ])("cannot with two of %s, alike or not", (name) => {
    const rawHeaders = ["Host", "chat.example.com", name, "1", name.toLowerCase(), "1"];

    expect(isAmbiguous({ rawHeaders, url: "/" })).toBe(true);
  });

  it("may repeat what is a list", () => {
    const rawHeaders = [...plain, "Accept", "a/b", "Accept", "c/d"];

    expect(isAmbiguous({ rawHeaders, url: "/" })).toBe(false);
  });

  it.each([
    ["http://other.example.com/api/session"],
    ["http://chat.example.com:8080/api/session"],
    ["http://chat.example.com@other.example.com/"],
    ["ftp://chat.example.com/"],
    ["chat.example.com:443"],
    ["api/session"],
    [""],
  ])("cannot with the target %s", (url) => {
    expect(isAmbiguous({ rawHeaders: plain, url })).toBe(true);
  });

  it.each([
    "",
    "a b",
    "chat.example.com/x",
    "user@chat.example.com",
    "chat.example.com:x",
    "a,b",
    "chat..example.com",
  ])("cannot with the host %j", (host) => {
    expect(isAmbiguous({ rawHeaders: ["Host", host], url: "/" })).toBe(true);
  });

  it.each(["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "chat.example.com"])("can with %s", (host) => {
    expect(isAmbiguous({ rawHeaders: ["Host", host], url: "/" })).toBe(false);
  });

  it("cannot with a body of two lengths", () => {
    const rawHeaders = [...plain, "Content-Length", "5", "Transfer-Encoding", "chunked"];

    expect(isAmbiguous({ rawHeaders, url: "/" })).toBe(true);
  });
});
