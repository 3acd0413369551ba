import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { announce } from "../ui/announcer.tsx";
import { Field } from "../ui/field.tsx";
import { useTitle } from "../ui/use-title.ts";
import { type Account, account as current } from "./session.ts";
import { useForm } from "./use-form.ts";

/** One's own name and password. */
export function AccountPage({ account }: { readonly account: Account }) {
  useTitle("My account");
  return (
    <main class="page stack">
      <h1>My account</h1>
      <NameForm account={account} />
      <PasswordForm />
    </main>
  );
}

function NameForm({ account }: { readonly account: Account }) {
  const [name, setName] = useState(account.name);
  const form = useForm();
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void form.send(
          () => call<{ account: Account }>("PUT", "/api/account", { name }),
          (body) => {
            current.value = body.account;
            announce("Saved");
          },
        );
      }}
    >
      <Field
        label="Name"
        hint="As classes see it"
        required
        maxLength={80}
        value={name}
        problem={form.problem || undefined}
        onText={setName}
      />
      <div>
        <button type="submit" class="button primary">
          Save
        </button>
      </div>
    </form>
  );
}

function PasswordForm() {
  const [present, setPresent] = useState("");
  const [next, setNext] = useState("");
  const [isDone, setDone] = useState(false);
  const form = useForm(["current"]);
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void form.send(
          () => call("PUT", "/api/account/password", { current: present, next }),
          () => {
            setPresent("");
            setNext("");
            setDone(true);
          },
        );
      }}
    >
      <h2>Password</h2>
      <Field
        label="Current password"
        type="password"
        autocomplete="current-password"
        required
        value={present}
        problem={form.problemOf("current")}
        onText={setPresent}
      />
      <Field
        label="New password"
        type="password"
        hint="At least 10 characters"
        autocomplete="new-password"
        minLength={10}
        required
        value={next}
        problem={form.problem || undefined}
        onText={setNext}
      />
      {isDone && <p role="status">The password was changed. Other devices were signed out.</p>}
      <div>
        <button type="submit" class="button primary">
          Change password
        </button>
      </div>
    </form>
  );
}
