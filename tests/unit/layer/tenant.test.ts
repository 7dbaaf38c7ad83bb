import { describe, expect, it } from "vitest";
import { tenant } from "#layer/domain/tenant.ts";
import { testTenant } from "#tests/builders/tenant.ts";

const originsOf = (allowed_origins: string[]) => tenant.safeParse({ ...testTenant(), allowed_origins });

describe("a tenant's allowed origins", () => {
  it.each([
    "https://shop.example.com",
    "https://shop.example.com:8443",
    "http://localhost:5173",
    "http://127.0.0.1:3000",
  ])("may hold %s", (origin) => {
    expect(originsOf([origin]).data?.allowed_origins).toEqual([origin]);
  });

  it.each([
    "https://shop.example.com/",
    "https://shop.example.com/path",
    "https://shop.example.com:443",
    "https://Shop.example.com",
    "https://user@shop.example.com",
    "https://*.example.com",
    "http://shop.example.com",
    "ftp://shop.example.com",
    "shop.example.com",
    "null",
    "*",
    "",
  ])("may not hold %j, which no browser sends or nobody should trust", (origin) => {
    expect(originsOf([origin]).success).toBe(false);
  });
});
