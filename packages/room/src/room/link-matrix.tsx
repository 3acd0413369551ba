import type { ConferenceState } from "@lectern/client/state";
import { useId } from "preact/hooks";
import { announce } from "../ui/announcer.tsx";
import { type ClassLink, classLinks, type Trouble, troublesOf } from "./class-links.ts";
import { wordOf } from "./link-words.ts";

export interface LinkMatrixProps {
  readonly state: ConferenceState;
  readonly onMend: Mend;
}

type Mend = (...pair: readonly [ClassLink["from"]["id"], ClassLink["from"]["id"]]) => void;

/** For the teacher: who of the class gets no sound or picture of whom, why, and a way to mend it. */
export function LinkMatrix({ state, onMend }: LinkMatrixProps) {
  const heading = useId();
  const links = classLinks(state, Date.now());
  const troubles = troublesOf(links, state.self);
  return (
    <section class="links" aria-labelledby={heading}>
      <h3 id={heading}>Connections</h3>
      {troubles.length === 0 && <p class="hint">Nothing is wrong between any two of the class.</p>}
      <ul class="trouble-list" aria-label="Connections that are not well">
        {troubles.map((trouble) => (
          <TroubleItem key={keyOf(trouble)} trouble={trouble} onMend={onMend} />
        ))}
      </ul>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <section class="link-table" aria-label="All connections" tabIndex={0}>
        <table>
          <caption>A row for each who gets, a column for each from whom</caption>
          <thead>
            <tr>
              <td />
              {links.members.map(({ id, name }) => (
                <th key={id} scope="col">
                  <bdi>{name}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {links.rows.map((row, at) => (
              <tr key={links.members[at]?.id}>
                <th scope="row">
                  <bdi>{links.members[at]?.name}</bdi>
                </th>
                {row.map((cell) => (
                  <Cell key={cell.from.id} cell={cell} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function TroubleItem({ trouble, onMend }: { readonly trouble: Trouble; readonly onMend: Mend }) {
  const [one, other] = trouble.pair;
  return (
    <li class="trouble" data-pair={keyOf(trouble)}>
      <span>{trouble.sentences.join(" ")}</span>
      {trouble.canMend && one && other && (
        <button
          type="button"
          class="button quiet small"
          onClick={() => {
            onMend(one.id, other.id);
            announce(`Mending the connection of ${one.name} and ${other.name}`);
          }}
        >
          Mend
          <span class="visually-hidden">
            {" "}
            the connection of {one.name} and {other.name}
          </span>
        </button>
      )}
    </li>
  );
}

function Cell({ cell: { from, to, link } }: { readonly cell: ClassLink }) {
  if (from.id === to.id) return <td class="link-self" />;
  return (
    <td data-from={from.id} data-to={to.id} data-quality={link?.quality ?? "unknown"}>
      {link ? wordOf(link) : "Not known"}
    </td>
  );
}

function keyOf({ pair }: Trouble): string {
  return pair.map(({ id }) => id).join(" ");
}
