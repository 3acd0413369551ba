/** What is said of an account that nobody has used yet. */
export const unseen = "Not signed in yet";

export interface PersonNameProps {
  readonly name: string;
  readonly username: string;
  /** What there is to know of them, as badges. */
  readonly notes?: readonly string[];
}

/** A person as lists show them; a name in a script that runs the other way leaves the rest in place. */
export function PersonName({ name, username, notes = [] }: PersonNameProps) {
  return (
    <span class="person-name">
      <bdi>{name}</bdi> <span class="small soft">{username}</span>
      {notes.map((note) => (
        <span key={note} class="badge muted">
          {note}
        </span>
      ))}
    </span>
  );
}
