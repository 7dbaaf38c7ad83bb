import type { TableDeclaration } from "#layer/tables/tables.ts";

/** A table whose items have an end. */
export type ExpiringTable = TableDeclaration & { ttl: NonNullable<TableDeclaration["ttl"]> };

/** An item as the sweeper sees it: where it is and when it ends; nothing of what it holds. */
export interface ExpiringItem {
  key: Readonly<Record<string, string | number>>;
  /** Epoch seconds. */
  endsAt: number;
}

/** What the sweeper does with tables, of which it knows the declarations alone. */
export interface ExpiringItems {
  /** All items that have an end, or those whose end is not after that; by pages, in no order. */
  scan(table: ExpiringTable, endedBy?: number): AsyncIterable<ExpiringItem[]>;
  /** Deletes the item, if its end still is not after that: one that was given a longer life meanwhile stays. */
  removeEnded(table: ExpiringTable, key: ExpiringItem["key"], endedBy: number): Promise<boolean>;
  /**
   * Conversations that have messages, all written before that (epoch seconds), and no head, or a marked one: a deletion or a
   * writer broke off.
   */
  findOrphans(writtenBefore: number): Promise<string[]>;
  /** Deletes a conversation's messages; how many there were. */
  removeMessages(conversationId: string): Promise<number>;
}
