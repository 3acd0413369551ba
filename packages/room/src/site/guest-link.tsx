import { useState } from "preact/hooks";
import { call } from "../api.ts";
import { Copy, Link } from "../ui/icons.ts";
import { LinkAddress } from "./link-address.tsx";
import { useForm } from "./use-form.ts";

export interface GuestLinkProps {
  readonly path: string;
  /** Path and secret; `null` while it is closed. */
  readonly link: string | null;
  readonly onChange: () => void;
}

/** The link by which people without an account enter: open, renew, close. */
export function GuestLink({ path, link, onChange }: GuestLinkProps) {
  const form = useForm();
  const [isCopied, setCopied] = useState(false);
  const open = () => void form.send(() => call("PUT", `${path}/guest-link`), onChange);
  const close = () => void form.send(() => call("DELETE", `${path}/guest-link`), onChange);
  const address = link && location.origin + link;
  return (
    <section class="card stack" aria-labelledby="guest-heading">
      <div>
        <h2 id="guest-heading">Guest link</h2>
        <p class="soft">Whoever has it can enter under a name of their own, without an account.</p>
      </div>
      {address ? (
        <>
          <LinkAddress label="Guest link" address={address} />
          <div class="row">
            <button
              type="button"
              class="button primary"
              onClick={() =>
                void navigator.clipboard.writeText(address).then(() => setCopied(true))
              }
            >
              <Copy size={18} aria-hidden="true" /> {isCopied ? "Copied" : "Copy"}
            </button>
            <button type="button" class="button" onClick={open}>
              Renew
            </button>
            <button type="button" class="button risky" onClick={close}>
              Close the link
            </button>
          </div>
        </>
      ) : (
        <div>
          <button type="button" class="button" onClick={open}>
            <Link size={18} aria-hidden="true" /> Open a guest link
          </button>
        </div>
      )}
      {form.problem && <p class="problem">{form.problem}</p>}
    </section>
  );
}
