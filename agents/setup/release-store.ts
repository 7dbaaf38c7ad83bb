import type { EnvironmentName } from "#layer/config.ts";

/** What every alias pointed at, from one moment on. */
export interface Release {
  releaseId: string;
  environment: EnvironmentName;
  /** ISO instant. */
  at: string;
  action: "apply" | "rollback" | "destroy";
  /** Of the checkout that it was made from; `-dirty` when that had changes. Absent: no checkout. */
  gitCommit?: string | undefined;
  /** In the order of the names; empty after a destroy. */
  agents: readonly ReleasedAgent[];
  /** By action group, 16 hexadecimal characters. */
  schemaHashes: Readonly<Record<string, string>>;
  /** The release before it; absent for the first. */
  previous?: string | undefined;
  /** Of a rollback: the applied release that it went back to. */
  restores?: string | undefined;
}

export interface ReleasedAgent {
  name: string;
  agentId: string;
  aliasId: string;
  version: string;
  /** As the alias says; absent when someone else described it. */
  specHash?: string | undefined;
}

/** The releases of one environment. All throw StoreDownError when the table cannot be reached. */
export interface ReleaseStore {
  /** Newest first. */
  list(limit: number): Promise<Release[]>;
  get(releaseId: string): Promise<Release | undefined>;
  /** A release is written once and never changed. @throws AppError `release_exists` */
  add(release: Release): Promise<void>;
}
