import * as z from "zod";

const hostForm = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;
const loopbackHosts = ["localhost", "127.0.0.1"];

/** An origin exactly as a browser writes it, encrypted or of this machine: scheme, host and port, nothing after them. */
export const exactOrigin = z.string().refine((text) => {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  const isSafe = protocol === "https:" || (protocol === "http:" && loopbackHosts.includes(hostname));
  return origin === text && hostForm.test(hostname) && isSafe;
}, "must be an origin such as https://shop.example.com, without a path or a slash at its end");
