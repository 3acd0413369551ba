import { call } from "../api.ts";
import { initialsOf } from "../ui/initials.ts";
import type { KeptOut } from "./conference.ts";
import { useForm } from "./use-form.ts";

export interface RemovedPeopleProps {
  readonly path: string;
  readonly removals: readonly KeptOut[];
  readonly onChange: () => void;
}

/** Who was removed from the class and stays out, and the way back. */
export function RemovedPeople({ path, removals, onChange }: RemovedPeopleProps) {
  const form = useForm();
  if (removals.length === 0) return null;
  return (
    <section class="card stack" aria-labelledby="removed-heading">
      <div>
        <h2 id="removed-heading">Removed from the class ({removals.length})</h2>
        <p class="soft">They cannot enter until you let them back in, or start the class anew.</p>
      </div>
      <ul>
        {removals.map(({ actor, name, removedAt, by }) => (
          <li key={actor} class="person">
            <span class="avatar" aria-hidden="true">
              {initialsOf(name)}
            </span>
            <span class="person-name">
              <bdi>{name}</bdi>{" "}
              <span class="small soft">
                {new Date(removedAt).toLocaleString([], {
                  dateStyle: "medium",
                  timeStyle: "short",
                })}
                {by === "operator" && ", on the server"}
              </span>
            </span>
            <button
              type="button"
              class="button small"
              onClick={() =>
                void form.send(() => call("DELETE", `${path}/removals/${actor}`), onChange)
              }
            >
              Let back in<span class="visually-hidden"> {name}</span>
            </button>
          </li>
        ))}
      </ul>
      {form.problem && (
        <p class="problem" role="alert">
          {form.problem}
        </p>
      )}
    </section>
  );
}
