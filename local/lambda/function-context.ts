/** What Lambda hands a Node.js handler beside the event (AWS, "Using the Lambda context object"). */
export interface FunctionContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

/** The context of one call. The remaining time runs on the monotonic clock, as the function's own time-out does. */
export function functionContext(
  arn: string,
  { requestId, timeoutMs, memoryMb }: { requestId: string; timeoutMs: number; memoryMb: number },
): FunctionContext {
  const startedAt = performance.now();
  const functionName = arn.split(":")[6] ?? arn;
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: "1",
    invokedFunctionArn: arn,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: `local/[1]${requestId}`,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(timeoutMs - (performance.now() - startedAt))),
  };
}
