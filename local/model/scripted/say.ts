import type { Reply } from "./conversation.ts";
import type { KnownProject } from "./projects.ts";
import { slotsIn } from "./shown-data.ts";

/** A value of a tool's result as it may stand in a sentence: one line, no markup, of bounded length. */
export function clean(value: unknown, longest = 120): string {
  if (typeof value !== "string" && typeof value !== "number") return "";
  const line = String(value)
    .replaceAll(/[<>[\]`|{}]/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** "Flooring Installation, order 10021". */
function nameOf(project: KnownProject): string {
  const kind = [clean(project.category, 40), clean(project.project_type, 40)].filter(Boolean).join(" ");
  if (kind === "" && project.project_number === project.project_id)
    return `"${clean(project.project_id, 60)}"`;
  return `${kind || "Project"}, order ${clean(project.project_number, 60).replaceAll(/[()]/g, " ")}`;
}

/** The project's name as a link to the portal, where there is one. */
export function linkOf(project: KnownProject): string {
  const link = project.portal_link ?? "";
  return /^https:\/\/[^\s()<>"]{1,300}$/.test(link) ? `[${nameOf(project)}](${link})` : nameOf(project);
}

const link = /\[([^\]\n]{1,160}), order ([^\]\n]{1,60})\]\((https:\/\/[^)\s]{1,300}\/details\/(\d{1,12}))\)/g;

/** The projects that a text of ours links to, in its order, without doubles. */
export function linkedIn(said: string): KnownProject[] {
  const found = [...said.matchAll(link)].map(([, kind = "", number = "", portal = "", id = ""]) => ({
    project_id: id,
    project_number: number,
    category: kind,
    portal_link: portal,
  }));
  return found.filter((one, at) => found.findIndex((other) => other.project_id === one.project_id) === at);
}

/** A numbered list. An empty line must follow it: in Markdown the next line would else belong to its last item. */
export function numbered(lines: readonly string[]): string {
  return lines.map((line, at) => `${at + 1}. ${line}`).join("\n");
}

/** Whether a numbered list in `said` had exactly this line. */
export function wasListed(said: string, line: string): boolean {
  return said.split("\n").some((shown) => shown.replace(/^\d{1,3}\. /, "") === clean(line));
}

/** When a project's appointment is, in the labels given; empty when it has none. */
export function whenOf({ appointment }: KnownProject): string {
  if (!appointment) return "";
  return (
    clean(appointment.date_label) + (appointment.time_label ? ` at ${clean(appointment.time_label)}` : "")
  );
}

/** One project in a list. */
export function projectLine(project: KnownProject): string {
  const when = whenOf(project);
  return [linkOf(project), project.status && ` - ${clean(project.status, 60)}`, when && ` - ${when}`]
    .filter(Boolean)
    .join("");
}

/** How many projects stand in which state, for "nothing to schedule". */
export function groupsLine(projects: readonly KnownProject[]): string {
  const counts = new Map<string, number>();
  for (const { status_group: group } of projects)
    counts.set(group ?? "unknown", (counts.get(group ?? "unknown") ?? 0) + 1);
  return [...counts].map(([group, count]) => `${count} ${groupWords[group] ?? group}`).join(", ");
}

const groupWords: Record<string, string> = {
  schedulable: "ready to schedule",
  scheduled: "already scheduled",
  blocked: "in the office's hands",
  waiting: "waiting",
  terminal: "closed",
  unknown: "in a state that I cannot read",
};

/** The start times of one date; only those of a part of the day when the customer named one that has any. */
export function slotsText(reply: Reply, part: string | undefined, project: string): string {
  const slots = slotsIn(reply);
  if (!slots || slots.items.length === 0)
    return `There is no free time on that date for ${project}. Which other date suits you?`;
  const inPart = slots.items.filter((slot) => slot.part === part);
  const shown = inPart.length > 0 ? inPart : slots.items;
  const none = part && inPart.length === 0 ? `Nothing is free in the ${part}. ` : "";
  return `${none}Start times for ${project} on ${clean(slots.label)}:\n${numbered(shown.map((slot) => clean(slot.label)))}\n\nWhich time suits you?`;
}

/** What a booking or a cancelling came to, from its outcome alone. */
export function receiptText(operation: string, reply: Reply, name: string): string {
  const { date_label: date, time_label: time, confirmation_number: number } = reply.result;
  const when = `${date ? ` on ${clean(date)}` : ""}${time ? ` at ${clean(time)}` : ""}`;
  const cancelling = operation === "cancel_appointment";
  if (reply.outcome === "dry_run") {
    return `This was a trial run: nothing was ${cancelling ? "cancelled" : "booked"} and nothing has changed for ${name}.`;
  }
  if (reply.outcome === "pending_review") {
    return `Your request for ${name}${when} is with the office. It is not ${cancelling ? "cancelled" : "booked"} yet; the office will confirm it.`;
  }
  if (cancelling) return `The appointment for ${name}${when} is cancelled.`;
  return `Your appointment for ${name} is booked${when}.${number ? ` Confirmation number: ${clean(number)}.` : ""}`;
}
