import { describe, expect, it } from "vitest";
import { longestScrubbed, scrub } from "#layer/privacy/scrub.ts";

const store = (text: string) => scrub(text, { mode: "storage" }).text;
const show = (text: string) => scrub(text, { mode: "model" }).text;

describe("scrub for both", () => {
  it.each([
    ["card 4111111111111111 please", "card [card] please"],
    ["Pay with 4111 1111 1111 1111.", "Pay with [card]."],
    ["5555-5555-5555-4444", "[card]"],
    ["amex 3782 822463 10005 exp 12/27", "amex [card] exp 12/27"],
    ["4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1", "[card]"],
    ["my card is 4111111111111112", "my card is [card]"],
    ["the cvv is 123", "the cvv is [card]"],
    ["SSN 123-45-6789", "SSN [ssn]"],
    ["123 45 6789 is mine", "[ssn] is mine"],
    ["my social is 123456789", "my social is [ssn]"],
    ["IBAN GB82 WEST 1234 5698 7654 32.", "IBAN [iban]."],
    ["gb82west12345698765432", "[iban]"],
    ["from 203.0.113.7 or 2001:db8::8a2e:370:7334", "from [ip] or [ip]"],
    ["I was born on 7/5/1981", "I was born on [date of birth]"],
    ["DOB: July 5th, 1981", "DOB: [date of birth]"],
    ["12/24/1975 is my birthday", "[date of birth] is my birthday"],
    ["policy number: AB-123456-7", "policy number: [record]"],
    ["Date of Birth (mm/dd/yyyy): 07/05/1981", "Date of Birth (mm/dd/yyyy): [date of birth]"],
    ["DOB 07051981", "DOB [date of birth]"],
    ["MRN 0048812", "MRN [record]"],
    ["my member ID is XJB 0012 345", "my member ID is [record]"],
    ["Bearer abcdefghijklmnopqrstuvwxyz0123456789", "Bearer [secret]"],
    ["ping fe80::1", "ping [ip]"],
    ["my Medicare card says 1EG4-TE5-MK73", "my Medicare card says [record]"],
    ["my driver's license is D123-4567-8901", "my driver's license is [record]"],
    ["bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTYifQ.dozjgNryP4J3jVmNHl0w5N", "bearer [secret]"],
    ["s_Zk3VxT9pQ2mL8rWc5yB1nH7dF0gJ4sKaEuXoIiTqPvY", "[secret]"],
  ])("%j becomes %j", (text, expected) => {
    expect(show(text)).toBe(expected);
    expect(store(text)).toBe(expected);
  });

  it("counts the kinds and holds no value", () => {
    const scrubbed = scrub("4111111111111111, 5555555555554444 and 203.0.113.7", { mode: "model" });

    expect(scrubbed).toEqual({ text: "[card], [card] and [ip]", found: { card: 2, ip: 1 }, isCut: false });
  });

  it("cuts a long text at white space and says so", () => {
    const text = `${"ab ".repeat(2729)}maria@example.com and more`;

    const { text: scrubbed, isCut } = scrub(text, { mode: "storage" });

    expect(isCut).toBe(true);
    expect(scrubbed.length).toBeLessThanOrEqual(longestScrubbed);
    expect(scrubbed).toMatch(/ab \[cut\]$/);
  });

  it("stays within the length when the placeholders are longer than what they stand for", () => {
    const { text } = scrub("a@b.co ".repeat(1170), { mode: "storage" });

    expect(text.length).toBeLessThanOrEqual(longestScrubbed);
    expect(text).not.toContain("@");
  });
});

describe("scrub for storage", () => {
  it.each([
    ["write to maria.garcia+pf@mail.example.com!", "write to [email]!"],
    ["maria @ example.com", "[email]"],
    ["maria\n@example.com", "[email]"],
    ["maria dot garcia at example dot com", "[email]"],
    ["maria (at) example.com", "[email]"],
    ["maria@localhost", "[email]"],
    ["maria[at]mail[dot]example[.]com", "[email]"],
    ['"maria garcia"@example.com', "[email]"],
    ["call (212) 555-0142", "call [phone]"],
    ["+1 212.555.0142 x12", "[phone]"],
    ["555-0142", "[phone]"],
    ["my number is 5550142", "my number is [phone]"],
    ["+44 (0)20 7946 0958", "[phone]"],
    ["what is 123456789012345678901234", "what is [number]"],
    ["A1234567", "[number]"],
    ["my password is hunter2.", "my password is [secret]."],
    ["I was born on July 5", "I was born on [date of birth]"],
    ["my name is maria garcia and I need a date", "my name is [name] and I need a date"],
    ["Hi, this is Maria Garcia-Lopez.", "Hi, this is [name]."],
    ["MY NAME IS MARIA", "MY NAME IS [name]"],
    ["ask Mrs. O'Neil about it", "ask Mrs. [name] about it"],
    ["Please ask for Ludwig van Beek", "Please ask for [name]"],
    ["Tell Maria to wait", "Tell [name] to wait"],
    ["I live at 12 Oak Street, Springfield, IL 62704.", "I live at [address]."],
    ["1200 NW 5th Ave Apt. 4", "[address]"],
    ["i live at 4512 w elm st unit 3b, tulsa ok 74104", "i live at [address]"],
    ["15 Rue de la Paix, Paris", "[address]"],
    ["we are at 80301-1234 now", "we are at [address] now"],
    ["send it to PO Box 1182", "send it to [address]"],
    ["my zip code is 62704", "my zip code is [address]"],
  ])("%j becomes %j", (text, expected) => {
    expect(store(text)).toBe(expected);
  });

  it.each([
    "What is the status of 74356-1 and 74356-2?",
    "Reschedule order 90000118 from 11/24 to 12/01/2026 at 13:00.",
    "Projects 90000118, 90000119 and 90000120",
    "Available: 2026-11-24, 2026-11-25, 2026-11-30, 2026-12-01 at 08:00, 10:00, 13:00.",
    "The total was $12,499.00 for 1,250 sq ft.",
    "gate code 4471#, lockbox 2580",
  ])("%j stays as it is", (text) => {
    expect(store(text)).toBe(text);
  });

  it("masks a card number and a phone number even where an order number is meant", () => {
    expect(store("order 4111111111111111, order 2125550142")).toBe("order [card], order [phone]");
  });

  it("keeps the references that the customer is shown anyway", () => {
    expect(scrub("90000118", { mode: "storage", known: { kept: ["90000118"] } }).text).toBe("90000118");
    expect(store("90000118")).toBe("[number]");
  });
});

describe("scrub for the model", () => {
  it.each([
    "Add a note: Maria Garcia will open, call (212) 555-0142 or maria@example.com.",
    "The visit is at 12 Oak Street, Springfield, IL 62704.",
    "My birthday is on December 5, so please not that day.",
    "My birthday is on Friday, so rather 12/03/2026, and it is order 90000118.",
    "The garage password is 7781.",
    "Meet the crew at the gate. Dot the map where the key is.",
    "What is your cancellation policy for 24 hours' notice?",
    "Orders 90000118 90000119 74356-1 74356-2",
    "Dates 12/03/2026 12/04/2026 12/05/2026 12/06/2026",
    "Call 423-555-0142 423-555-0143",
  ])("%j stays as it is", (text) => {
    expect(show(text)).toBe(text);
  });
});
