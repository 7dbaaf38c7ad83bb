/** A note that was added through this assistant. */
export interface AddedNote {
  text: string;
  /** Epoch seconds. */
  addedAt: number;
}

/** Notes added here, for tenants whose PF360 has no list of its own. Kept seven days. */
export interface NoteStore {
  add(project: { clientId: string; projectId: string }, note: AddedNote): Promise<void>;
  /** Oldest first; expired ones are never given. */
  list(project: { clientId: string; projectId: string }): Promise<AddedNote[]>;
}

export const noteLifeSeconds = 7 * 24 * 60 * 60;
