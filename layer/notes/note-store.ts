/** A note that was added through this assistant. */
export interface AddedNote {
  text: string;
  /** Epoch seconds. */
  addedAt: number;
}

/** Whose note it is: for finding all that is kept of a customer. */
export interface NoteOwner {
  clientId: string;
  customerId: string;
}

/**
 * Notes added here, for tenants whose PF360 has no list of its own. Kept seven days; expired ones are never given. A note's
 * writer reads the session again after `add`, and takes the note back with `remove` when the session is over, so that
 * nothing outlives a deletion.
 */
export interface NoteStore {
  /** Answers the note's id, which `remove` and `exists` take. */
  add(
    project: { clientId: string; projectId: string },
    note: AddedNote & Pick<NoteOwner, "customerId">,
  ): Promise<string>;
  /** Oldest first. */
  list(project: { clientId: string; projectId: string }): Promise<AddedNote[]>;
  /** Ids of all the customer's notes, expired ones too, by the index: may miss what was added within the last second. */
  listOf(owner: NoteOwner): Promise<string[]>;
  /** May be called again; true for the call that deleted it. */
  remove(noteId: string): Promise<boolean>;
  /** Whether there is such a row, expired ones too, by a consistent read. */
  exists(noteId: string): Promise<boolean>;
}

export const noteLifeSeconds = 7 * 24 * 60 * 60;
