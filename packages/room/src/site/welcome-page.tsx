import { useEffect, useState } from "preact/hooks";
import { call } from "../api.ts";
import { Field } from "../ui/field.tsx";
import { FormCard } from "./form-card.tsx";
import { linkSecret } from "./link-secret.ts";
import { LostLink } from "./lost-link.tsx";
import { MessagePage } from "./message-page.tsx";
import { useForm } from "./use-form.ts";

interface Invitation {
  readonly purpose: "first-account" | "account";
  readonly name: string | null;
  readonly username: string | null;
}

/** What a one-time link leads to: the first account, or the password of one that was made for somebody. */
export function WelcomePage() {
  const [invitation, setInvitation] = useState<Invitation | string | null>(null);
  useEffect(() => {
    if (linkSecret === "") return;
    void call<Invitation>("POST", "/api/links/inspect", { secret: linkSecret }).then((answer) =>
      setInvitation(answer.ok ? answer.body : answer.message),
    );
  }, []);
  if (linkSecret === "") return <LostLink />;
  if (invitation === null) return null;
  if (typeof invitation === "string") {
    return <MessagePage title="This link does not work" text={invitation} />;
  }
  return <Accept invitation={invitation} />;
}

function Accept({ invitation }: { readonly invitation: Invitation }) {
  const isFirst = invitation.purpose === "first-account";
  const [name, setName] = useState("");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const form = useForm(["name", "username", "password"]);
  const own = isFirst ? { name, username } : {};
  return (
    <FormCard
      title={isFirst ? "Welcome to Lectern" : `Welcome, ${invitation.name}`}
      intro={
        isFirst
          ? "Make the first account. It can teach, and make accounts for others."
          : `Choose a password. You sign in as ${invitation.username}.`
      }
      form={form}
      submit={isFirst ? "Make the account" : "Save and sign in"}
      onSubmit={() =>
        void form.send(
          () => call("POST", "/api/links/accept", { secret: linkSecret, password, ...own }),
          () => location.assign("/"),
        )
      }
    >
      {isFirst && (
        <>
          <Field
            label="Your name"
            hint="As the class sees it"
            autocomplete="name"
            required
            value={name}
            problem={form.problemOf("name")}
            onText={setName}
          />
          <Field
            label="Username"
            hint="Small letters, digits, and . _ -"
            autocomplete="username"
            required
            value={username}
            problem={form.problemOf("username")}
            onText={setUsername}
          />
        </>
      )}
      <Field
        label="Password"
        hint="At least 10 characters; a few words are good"
        type="password"
        autocomplete="new-password"
        minLength={10}
        required
        value={password}
        problem={form.problemOf("password")}
        onText={setPassword}
      />
    </FormCard>
  );
}
