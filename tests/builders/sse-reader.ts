/** One event as a browser's EventSource would dispatch it. */
export interface ReadEvent {
  type: string;
  data: string;
  /** The last event id; absent when it is empty. */
  id?: string;
}

/**
 * Reads a whole event stream by the rules of the HTML standard. Written for tests of our writer, and itself tested on the
 * vectors made from the web platform tests.
 */
export function readEventStream(stream: string): { events: ReadEvent[]; comments: string[] } {
  const events: ReadEvent[] = [];
  const comments: string[] = [];
  let [type, data, idBuffer] = ["", undefined as string | undefined, ""];
  const lines = stream.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  // What stands behind the last line end is not a line.
  for (const line of lines.slice(0, -1)) {
    if (line === "") {
      if (data !== undefined) {
        events.push({ type: type || "message", data, ...(idBuffer && { id: idBuffer }) });
      }
      [type, data] = ["", undefined];
      continue;
    }
    const colon = line.indexOf(":");
    if (colon === 0) comments.push(line.slice(1));
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") type = value;
    if (field === "data") data = data === undefined ? value : `${data}\n${value}`;
    if (field === "id" && !value.includes("\0")) idBuffer = value;
  }
  return { events, comments };
}
