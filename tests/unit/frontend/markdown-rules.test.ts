import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import Markdown from "react-markdown";
import { describe, expect, it } from "vitest";
import { allowedAddress } from "../../../frontend/src/link-rules.ts";
import { markdownRules } from "../../../frontend/src/markdown-rules.ts";

const hosts = ["projectsforce.example"];

function render(text: string): string {
  return renderToStaticMarkup(createElement(Markdown, markdownRules(hosts), text));
}

describe("markdownRules", () => {
  it("shows lists, emphasis and links to the retailer's hosts", () => {
    const html = render("**Two**:\n\n1. [One](https://a.projectsforce.example/details/1)\n2. two");

    expect(html).toContain("<strong>Two</strong>");
    expect(html).toContain('<li><a href="https://a.projectsforce.example/details/1">One</a></li>');
  });

  it("makes a link of a bare address and leaves the sentence its full stop", () => {
    expect(render("See https://projectsforce.example/details/2.")).toBe(
      '<p>See <a href="https://projectsforce.example/details/2">https://projectsforce.example/details/2</a>.</p>',
    );
  });

  it("leaves an address in code as it is", () => {
    expect(render("`https://projectsforce.example/x`")).not.toContain("<a ");
  });

  it.each([
    "![x](https://evil.example/?q=secret)",
    '<img src="https://evil.example/?q=secret">',
    "<script>alert(1)</script>",
    "<iframe src='https://evil.example'></iframe>",
    "[x](javascript:alert(1))",
    "[x](data:text/html,hi)",
    "[x](https://evil.example/)",
    "<https://evil.example/>",
    "https://evil.example/?q=secret",
    "[x](//evil.example/)",
    "[x]: https://evil.example/\n[x]",
  ])("loads nothing from and leads nowhere else: %s", (text) => {
    const html = render(text);

    expect(html).not.toMatch(/<(img|script|iframe|link)|(href|src)="[^"]+"/);
  });
});

describe("allowedAddress", () => {
  it.each([
    "https://projectsforce.example/details/1",
    "https://a.b.projectsforce.example/",
    "tel:5550142",
    "mailto:office@example.com",
  ])("allows %s", (address) => {
    expect(allowedAddress(address, hosts)).toBe(address);
  });

  it.each([
    "http://projectsforce.example/",
    "https://evilprojectsforce.example/",
    "https://projectsforce.example.evil.example/",
    "https://projectsforce.example@evil.example/",
    "https://user:pw@projectsforce.example/",
    "https://projectsforce.example:8443/",
    "/details/1",
    "",
    " javascript:alert(1)",
  ])("refuses %s", (address) => {
    expect(allowedAddress(address, hosts)).toBe("");
  });

  it("refuses a host with an empty label", () => {
    expect(allowedAddress("https:%2eprojectsforce.example", hosts)).toBe("");
    expect(allowedAddress("https://.projectsforce.example/x", hosts)).toBe("");
  });

  it("lets through nothing but the schemes and hosts that it names", () => {
    const bits =
      "https: http: tel: javascript: // / \\ @ . : ? # %2e a projectsforce.example evil.example".split(" ");
    const address = fc.array(fc.constantFrom(...bits), { maxLength: 8 }).map((some) => some.join(""));
    fc.assert(
      fc.property(fc.oneof(address, fc.webUrl(), fc.string()), (text) => {
        const allowed = allowedAddress(text, hosts);

        expect(allowed).toMatch(/^$|^tel:|^mailto:|^https:\/\/([a-z0-9-]+\.)*projectsforce\.example\//);
      }),
      { numRuns: 500 },
    );
  });
});
