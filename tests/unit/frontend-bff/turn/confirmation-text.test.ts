import { describe, expect, it } from "vitest";
import { confirmationText } from "#frontend-bff/turn/confirmation-text.ts";
import { confirmedActions } from "#layer/domain/confirmation.ts";
import { askedConfirmation } from "#tests/builders/bff.ts";

const { summary } = askedConfirmation();

describe("the question before an irrevocable action", () => {
  it.each(confirmedActions)("of %s names project, order, date and time", (action) => {
    const text = confirmationText(action, summary);

    for (const fact of ["Flooring Installation", "74356-1", "Tuesday, November 24, 2026", "1:30 PM"]) {
      expect(text).toContain(fact);
    }
  });

  it("tells booking and cancelling apart, and neither reads as done", () => {
    const booking = confirmationText("confirm_appointment", summary);
    const cancelling = confirmationText("cancel_appointment", summary);

    expect(booking).toMatch(/\bbook\b/);
    expect(booking).not.toMatch(/cancel/);
    expect(cancelling).toMatch(/\bcancel\b/);
    for (const text of [booking, cancelling]) expect(text).toMatch(/^Shall I .*\?/);
  });

  it.each(confirmedActions)(
    "of %s in dry run says first that nothing will happen, and asks for no booking",
    (action) => {
      const text = confirmationText(action, { ...summary, dry_run: true });

      expect(text).toMatch(/^This is a trial run: nothing will be (booked|cancelled), whatever you answer\./);
      expect(text).not.toContain("Shall I book");
      expect(text).not.toContain("Shall I cancel");
      expect(text).not.toMatch(/\b(is|has been|was|are) (booked|cancelled|confirmed|scheduled)\b/);
    },
  );

  it("does with the order number alone when nothing else is known", () => {
    const text = confirmationText("cancel_appointment", {
      project_id: "1",
      project_number: "77",
      dry_run: false,
    });

    expect(text).toContain("order 77?");
  });

  it.each(["949_EASTHOME_1795285770", "55818_1", "PO-15648", "12__3"])(
    "shows the order number %s as it is",
    (project_number) => {
      const text = confirmationText("confirm_appointment", { ...summary, project_number });

      expect(text).toContain(`order ${project_number})`);
    },
  );

  it.each(["_sold_", "__sold__ ", "sold_ _now", "*_sold_*"])(
    "lets no underscore of %j emphasise",
    (category) => {
      const text = confirmationText("confirm_appointment", { ...summary, category });

      expect(text).not.toContain("_");
    },
  );

  it("takes no mark-up, link or line break from PF360's fields", () => {
    const text = confirmationText("confirm_appointment", {
      ...summary,
      category: "[click](https://evil.example)\n# **Free** <img src=x>`",
      project_type: "x".repeat(500),
    });

    expect(text).not.toMatch(/[[\]<>*`\n]|:\/\//);
    expect(text.length).toBeLessThan(400);
  });
});
