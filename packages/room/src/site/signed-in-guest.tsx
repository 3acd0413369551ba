import { useEffect, useState } from "preact/hooks";
import { call, type Refusal } from "../api.ts";
import { Brand } from "../ui/brand.tsx";
import { useTitle } from "../ui/use-title.ts";
import { linkSecret } from "./link-secret.ts";
import { MessagePage } from "./message-page.tsx";
import { type Account, endSession } from "./session.ts";

const title = "Join the class as a guest";

/** What a guest link is for somebody who is signed in: their class, or a reason to sign out first. */
export function SignedInGuest({ account }: { readonly account: Account }) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useTitle(title);
  useEffect(() => {
    const body = { secret: linkSecret, name: account.name };
    void call<{ conferenceId: string }>("POST", "/api/guests", body).then((answer) => {
      if (answer.ok) location.replace(`/conferences/${answer.body.conferenceId}/room`);
      else setRefusal(answer);
    });
  }, [account]);
  if (refusal === null) return null;
  if (refusal.code !== "already-signed-in") {
    return <MessagePage title="This link does not work" text={refusal.message} />;
  }
  return (
    <main class="lone">
      <p class="brand">
        <Brand />
      </p>
      <div class="card stack">
        <h1>{title}</h1>
        <p class="soft">
          You are signed in as <bdi>{account.name}</bdi>, who is not among the people of this class.
          As a guest you enter under a name that you give.
        </p>
        <button type="button" class="button primary" onClick={() => void endSession()}>
          Sign out and enter as a guest
        </button>
        <a class="button" href="/">
          My conferences
        </a>
      </div>
    </main>
  );
}
