import { Brand } from "../ui/brand.tsx";
import { useTitle } from "../ui/use-title.ts";
import { linkSecret } from "./link-secret.ts";

const title = "This address is not secure";

/**
 * What is shown over plain HTTP from another machine, in place of any form.
 *
 * Browsers keep no `Secure` cookie there and give no camera: a form would only
 * let a password be read on the way, and use a one-time link up for nothing.
 */
export function InsecurePage() {
  useTitle(title);
  const local = new URL(location.href);
  local.hostname = "localhost";
  local.hash = linkSecret;
  return (
    <main class="lone">
      <p class="brand">
        <Brand />
      </p>
      <div class="card stack">
        <h1>{title}</h1>
        <p>
          By plain HTTP from another computer nobody can sign in or use a camera, and what you type
          could be read on the way. {linkSecret && "Your link was not used up."}
        </p>
        <p>
          On the computer that Lectern runs on, open <a href={local.href}>{local.host}</a>. On any
          other, use an address that begins with https.
        </p>
        <p class="soft">
          Whoever runs Lectern gets such an address with <code>--tls self-signed</code>, or with a
          certificate of their own.
        </p>
      </div>
    </main>
  );
}
