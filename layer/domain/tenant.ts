import * as z from "zod";
import { exactOrigin } from "./origin.ts";

/** A time zone that this runtime knows. */
export const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, "must be an IANA time zone such as America/New_York");

/** One tenant's record (design, decision 16). Identity never comes from it. */
export const tenant = z.strictObject({
  client_id: z.string().regex(/^[A-Z0-9]{1,20}$/),
  client_name: z.string().regex(/^[a-z0-9-]{1,40}$/),
  public_key: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  display_name: z.string().min(1).max(80),
  time_zone: timeZone,
  /** The zone of `created_at` in a booking; India by default, as PF360's own clients send it. */
  created_at_zone: timeZone.default("Asia/Kolkata"),
  /** The pages on other origins that may call the BFF for this tenant. */
  allowed_origins: z.array(exactOrigin).default([]),
  link_hosts: z.array(z.string().regex(/^[a-z0-9.-]+$/)).default([]),
  support_phone: z.string().max(40).optional(),
  support_email: z.email().optional(),
  support_hours: z.string().max(120).optional(),
  languages: z.array(z.string().min(2).max(12)).min(1).default(["en"]),
  availability: z.enum(["get-rescheduler-slots", "slotsChatbot"]).default("get-rescheduler-slots"),
  cancel: z.enum(["cancel-reschedule", "cancel-appointment"]).default("cancel-reschedule"),
  notes: z.enum(["own", "list"]).default("own"),
});
export type Tenant = z.infer<typeof tenant>;
