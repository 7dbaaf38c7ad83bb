import fc from "fast-check";

const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const strangers = ["=", "+", "/", ".", " ", "\n", "\t", "\0", "%", "?", "é", "\u200b", "%2e", "~"];

/** A place in the text, from its beginning or, since the library is most tolerant there, from its end. */
const place = (length: number) =>
  fc.oneof(fc.nat(length - 1), fc.integer({ min: Math.max(0, length - 4), max: length - 1 }));

/** A changed text of a compact token: other characters, spellings, orders and lengths; now and then the same text again. */
export function mutant(good: string): fc.Arbitrary<string> {
  const [header = "", payload = "", signature = ""] = good.split(".");
  const segments = [header, payload, signature];
  const at = place(good.length);
  const segment = fc.nat(2);
  const character = fc.oneof(fc.constantFrom(...base64url), fc.constantFrom(...strangers));
  const withSegment = (index: number, text: string) =>
    segments.map((own, own_index) => (own_index === index ? text : own)).join(".");
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(at, character).map(([i, c]) => good.slice(0, i) + c + good.slice(i + 1)),
    },
    { weight: 2, arbitrary: fc.tuple(at, character).map(([i, c]) => good.slice(0, i) + c + good.slice(i)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(at, fc.integer({ min: 1, max: 8 }))
        .map(([i, n]) => good.slice(0, i) + good.slice(i + n)),
    },
    // Other spellings of the same bytes: spare bits, padding, the other alphabet, case.
    {
      weight: 4,
      arbitrary: fc
        .tuple(segment, fc.integer({ min: 1, max: 3 }))
        .map(([s, bits]) => withSegment(s, respelt(segments[s] ?? "", bits))),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(segment, fc.constantFrom("=", "==", "==="))
        .map(([s, pad]) => withSegment(s, `${segments[s]}${pad}`)),
    },
    {
      weight: 1,
      arbitrary: segment.map((s) =>
        withSegment(s, (segments[s] ?? "").replaceAll("-", "+").replaceAll("_", "/")),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(segment, at).map(([s, i]) => withSegment(s, swapCase(segments[s] ?? "", i))),
    },
    // Parts moved, doubled, left out.
    {
      weight: 2,
      arbitrary: fc
        .shuffledSubarray([header, payload, signature, header, payload, ""], { minLength: 1 })
        .map((parts) => parts.join(".")),
    },
    // Another header or payload over the same signature.
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom("none", "HS384", "HS512", "RS256", "ES256", "hs256", ""),
          fc.constantFrom("k1", "k2", "i1", ""),
        )
        .map(([alg, kid]) => withSegment(0, encode({ alg, kid, typ: "pf360-session+jwt" }))),
    },
    { weight: 1, arbitrary: fc.jsonValue().map((value) => withSegment(1, encode(value))) },
    { weight: 1, arbitrary: fc.string({ maxLength: 40 }).map((text) => `${good}${text}`) },
  );
}

export function goodSessionClaims({ sessionId, now }: { sessionId: string; now: number }) {
  return {
    iss: "pf360-bff",
    aud: "pf360-bff",
    sid: sessionId,
    sub: `k1.${"A".repeat(43)}`,
    tenant: "EASTHOME",
    ver: 1,
    purpose: "stream",
    iat: now,
    exp: now + 900,
    jti: "t_1",
  };
}

/** Claims and headers of which exactly one thing is wrong: its value, its type, its name, or that it is not there. */
export function claimMutants(good: ReturnType<typeof goodSessionClaims>): fc.Arbitrary<{
  claims: Record<string, unknown>;
  header: Record<string, unknown>;
}> {
  const names = Object.keys(good);
  const wrongValues: Record<string, fc.Arbitrary<unknown>> = {
    iss: fc.string(),
    aud: fc.oneof(fc.string(), fc.array(fc.string())),
    sid: fc.oneof(fc.string(), fc.constant(["s_1"])),
    sub: fc.oneof(fc.integer(), fc.constant(""), fc.constant(null), fc.array(fc.string())),
    tenant: fc.oneof(fc.integer(), fc.constant(""), fc.string({ minLength: 65 }), fc.array(fc.string())),
    ver: fc.oneof(fc.constant(0), fc.constant("1"), fc.constant(1.5), fc.constant(-1), fc.constant(null)),
    purpose: fc.oneof(fc.string(), fc.constant("manage"), fc.constant(["stream"])),
    iat: fc.oneof(
      fc.constant(good.iat + 60),
      fc.constant(String(good.iat)),
      fc.constant(good.iat + 0.5),
      fc.constant(good.iat * 1000),
    ),
    exp: fc.oneof(
      fc.constant(good.iat - 60),
      fc.constant(good.exp + 3600),
      fc.constant(String(good.exp)),
      fc.constant(good.exp * 1000),
      fc.constant(null),
    ),
    jti: fc.oneof(fc.constant(""), fc.integer(), fc.string({ minLength: 65 })),
  };
  const oneWrong = fc
    .constantFrom(...names)
    .chain((name) =>
      (wrongValues[name] ?? fc.anything())
        .filter((value) => value !== good[name as keyof typeof good])
        .map((value) => ({ claims: { ...good, [name]: value }, header: {} })),
    );
  const oneMissing = fc.constantFrom(...names).map((name) => ({
    claims: Object.fromEntries(Object.entries(good).filter(([own]) => own !== name)),
    header: {},
  }));
  const oneMore = fc
    .string({ minLength: 1 })
    .filter((name) => !names.includes(name) && !["nbf", "__proto__"].includes(name))
    .map((name) => ({ claims: { ...good, [name]: 1 }, header: {} }));
  const wrongHeader = fc
    .constantFrom<Record<string, unknown>>(
      { typ: "JWT" },
      { typ: undefined },
      { typ: "at+jwt" },
      { kid: "k2" },
      { kid: "k9" },
      { kid: "" },
      { kid: undefined },
    )
    .map((header) => ({ claims: good, header }));
  return fc.oneof(
    { weight: 6, arbitrary: oneWrong },
    { weight: 1, arbitrary: oneMissing },
    { weight: 2, arbitrary: oneMore },
    { weight: 1, arbitrary: wrongHeader },
  );
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value) ?? "").toString("base64url");

/** The last character with other spare bits, which decoders that are not strict read as the same bytes. */
function respelt(segment: string, bits: number): string {
  const last = base64url.indexOf(segment.at(-1) ?? "A");
  return `${segment.slice(0, -1)}${base64url[last ^ bits]}`;
}

function swapCase(text: string, index: number): string {
  const at = index % Math.max(1, text.length);
  const own = text[at] ?? "";
  const other = own === own.toLowerCase() ? own.toUpperCase() : own.toLowerCase();
  return text.slice(0, at) + other + text.slice(at + 1);
}
