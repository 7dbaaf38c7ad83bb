/** One call of the control plane, as `GET /_bedrock/calls` tells it. */
export interface LoggedCall {
  /** ISO instant. */
  at: string;
  operation: string;
  write: boolean;
  /** Undefined where the call names none. */
  agent_id?: string | undefined;
  agent_name?: string | undefined;
  /** 0 when the connection was cut on demand. */
  status: number;
  /** The error's class. */
  error?: string;
}

const mostCalls = 10_000;

/** The last calls, oldest first. */
export function createCallLog() {
  let calls: LoggedCall[] = [];
  return {
    add(call: LoggedCall): void {
      calls.push(call);
      if (calls.length > mostCalls) calls = calls.slice(-mostCalls / 2);
    },
    all: (): readonly LoggedCall[] => calls,
    clear(): void {
      calls = [];
    },
  };
}
export type CallLog = ReturnType<typeof createCallLog>;
