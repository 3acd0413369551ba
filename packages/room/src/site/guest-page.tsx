import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { Field } from "../ui/field.tsx";
import { FormCard } from "./form-card.tsx";
import { linkSecret } from "./link-secret.ts";
import { useForm } from "./use-form.ts";

/** Where a guest link leads: a name, and in. */
export function GuestPage() {
  const [name, setName] = useState("");
  const form = useForm();
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
      <Field label="Your name" autocomplete="name" required value={name} onText={setName} />
    </FormCard>
  );
}
