import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { Field } from "../ui/field.tsx";
import { FormCard } from "./form-card.tsx";
import { useForm } from "./use-form.ts";

export function SignInPage() {
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const form = useForm();
  return (
    <FormCard
      title="Sign in to Lectern"
      form={form}
      submit="Sign in"
      onSubmit={() =>
        void form.send(
          () => call("POST", "/api/session", { username, password }),
          () => location.assign(nextPath()),
        )
      }
    >
      <Field
        label="Username"
        autocomplete="username"
        required
        value={username}
        onText={setUsername}
      />
      <Field
        label="Password"
        type="password"
        autocomplete="current-password"
        required
        value={password}
        onText={setPassword}
      />
    </FormCard>
  );
}

/** Where to go on; only to a path of our own. */
function nextPath(): string {
  const next = new URLSearchParams(location.search).get("next") ?? "/";
  const target = URL.canParse(next, location.origin) ? new URL(next, location.origin) : null;
  return target?.origin === location.origin ? target.pathname : "/";
}
