import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { Field } from "../ui/field.tsx";
import { FormCard } from "./form-card.tsx";
import { linkSecret } from "./link-secret.ts";
import { account } from "./session.ts";
import { SignedInGuest } from "./signed-in-guest.tsx";
import { useForm } from "./use-form.ts";

/** Where a guest link leads: a name, and in. Who is signed in goes in as themselves, where they may. */
export function GuestPage() {
  const self = account.value;
  if (self === undefined) return null;
  return self ? <SignedInGuest account={self} /> : <GuestForm />;
}

function GuestForm() {
  const [name, setName] = useState("");
  const form = useForm(["name"]);
  return (
    <FormCard
      title="Join the class as a guest"
      intro="You need no account. The class sees the name that you give."
      form={form}
      submit="Continue"
      onSubmit={() =>
        void form.send(
          () => call<{ conferenceId: string }>("POST", "/api/guests", { secret: linkSecret, name }),
          ({ conferenceId }) => location.assign(`/conferences/${conferenceId}/room`),
        )
      }
    >
      <Field
        label="Your name"
        autocomplete="name"
        required
        value={name}
        problem={form.problemOf("name")}
        onText={setName}
      />
    </FormCard>
  );
}
