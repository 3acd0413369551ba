import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { Field } from "../ui/field.tsx";
import { useTitle } from "../ui/use-title.ts";
import { LinkAddress } from "./link-address.tsx";
import { MessagePage } from "./message-page.tsx";
import { PersonName, unseen } from "./person-name.tsx";
import type { Account } from "./session.ts";
import { useForm } from "./use-form.ts";
import { useLoaded } from "./use-loaded.ts";

interface ListedAccount extends Account {
  readonly disabled: boolean;
  readonly pending: boolean;
}

const roles = { student: "Student", teacher: "Teacher", administrator: "Administrator" } as const;

/** The administrator's list of accounts. */
export function AccountsPage() {
  useTitle("Accounts");
  const { answer, reload } = useLoaded<{ accounts: readonly ListedAccount[] }>("/api/accounts");
  const [link, setLink] = useState<{ readonly name: string; readonly address: string } | null>(
    null,
  );
  const form = useForm();
  if (!answer) return null;
  if (!answer.ok) return <MessagePage title="Accounts" text={answer.message} />;
  const show = (name: string, path: string) => {
    setLink({ name, address: location.origin + path });
    void reload();
  };
  return (
    <main class="page stack">
      <h1>Accounts</h1>
      <NewAccount onMade={show} />
      {link && (
        <div class="notice stack tight" role="status">
          <p>
            Hand this link to <bdi>{link.name}</bdi>. It works once, and is shown only now.
          </p>
          <LinkAddress label={`Link for ${link.name}`} address={link.address} />
        </div>
      )}
      {form.problem && (
        <p class="problem" role="alert">
          {form.problem}
        </p>
      )}
      <ul class="card">
        {answer.body.accounts.map((one) => (
          <li key={one.id} class="person account-row">
            <PersonName name={one.name} username={one.username} notes={notesOf(one)} />
            <select
              aria-label={`Role of ${one.name}`}
              value={one.role}
              onChange={(event) => {
                const { name, disabled } = one;
                const role = event.currentTarget.value;
                void form.send(
                  () => call("PUT", `/api/accounts/${one.id}`, { name, role, disabled }),
                  reload,
                );
              }}
            >
              <RoleOptions />
            </select>
            <button
              type="button"
              class="button small"
              onClick={() =>
                void form.send(
                  () => call<{ link: string }>("POST", `/api/accounts/${one.id}/link`),
                  (body) => show(one.name, body.link),
                )
              }
            >
              New link<span class="visually-hidden"> for {one.name}</span>
            </button>
            <button
              type="button"
              class="button small"
              onClick={() => {
                const { name, role } = one;
                const body = { name, role, disabled: !one.disabled };
                void form.send(() => call("PUT", `/api/accounts/${one.id}`, body), reload);
              }}
            >
              {one.disabled ? "Enable" : "Disable"}
              <span class="visually-hidden"> {one.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </main>
  );
}

function notesOf({ disabled, pending }: ListedAccount): readonly string[] {
  return [...(disabled ? ["Disabled"] : []), ...(pending ? [unseen] : [])];
}

function RoleOptions() {
  return Object.entries(roles).map(([role, word]) => (
    <option key={role} value={role}>
      {word}
    </option>
  ));
}

function NewAccount({ onMade }: { readonly onMade: (name: string, link: string) => void }) {
  const [name, setName] = useState("");
  const [username, setUsername] = useState("");
  const [role, setRole] = useState<string>("student");
  const form = useForm(["name", "username"]);
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void form.send(
          () => call<{ link: string }>("POST", "/api/accounts", { name, username, role }),
          (body) => {
            onMade(name, body.link);
            setName("");
            setUsername("");
          },
        );
      }}
    >
      <h2>New account</h2>
      <div class="row fields">
        <Field
          label="Name"
          required
          maxLength={80}
          value={name}
          problem={form.problemOf("name")}
          onText={setName}
        />
        <Field
          label="Username"
          hint="Small letters, digits, and . _ -"
          required
          value={username}
          problem={form.problemOf("username")}
          onText={setUsername}
        />
        <div class="field">
          <label for="new-role">Role</label>
          <select
            id="new-role"
            value={role}
            onChange={(event) => setRole(event.currentTarget.value)}
          >
            <RoleOptions />
          </select>
        </div>
      </div>
      {form.problem && (
        <p class="problem" role="alert">
          {form.problem}
        </p>
      )}
      <div>
        <button type="submit" class="button primary">
          Make the account
        </button>
      </div>
    </form>
  );
}
