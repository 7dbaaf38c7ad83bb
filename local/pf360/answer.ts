/** What the simulator answers over HTTP; the body goes out as JSON. */
export interface HttpAnswer {
  status: number;
  body: unknown;
}
