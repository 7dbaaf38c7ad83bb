/** Whose data is meant; from a token or an operator's command, never from a request. */
export interface Customer {
  clientId: string;
  customerId: string;
}

/** How many of each kind a deletion has deleted, in a receipt's words. */
export interface Deleted {
  messages: number;
  conversations: number;
  notes: number;
  sessions: number;
  token_families: number;
  agent_sessions: number;
}

/**
 * One kind of what is kept of a customer, as a deletion needs it. All of it may be called again, and finds expired and marked
 * items too. A new store joins the deletion by one of these in the list of `erasablesOf`.
 */
export interface Erasable {
  /** Ids of all there is. An index may hide what was made within the last second; a later sweep finds it. */
  find(customer: Customer): Promise<string[]>;
  /** Makes it gone for every reader and writer, before anything is deleted. */
  mark(customer: Customer, id: string): Promise<void>;
  /** Deletes it. Answers what was there. */
  erase(customer: Customer, id: string): Promise<Partial<Deleted>>;
  /** How many items there are of it, by consistent reads. */
  count(customer: Customer, id: string): Promise<number>;
}
