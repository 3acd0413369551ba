import { LogOut, Moon, Sun } from "../ui/icons.ts";
import { scheme, toggleScheme } from "../ui/scheme.ts";
import { type Account, signOut } from "./session.ts";

/** Where one is, and where else one can go. */
export function TopBar({ account }: { readonly account: Account }) {
  return (
    <header class="top-bar">
      <a class="brand" href="/">
        Lectern
      </a>
      <nav aria-label="Main" class="row">
        {account.role === "administrator" && <a href="/live">Live</a>}
        {account.role === "administrator" && <a href="/accounts">Accounts</a>}
        <a href="/account">{account.name}</a>
        <button
          type="button"
          class="button quiet small"
          aria-label={scheme.value === "dark" ? "Light colours" : "Dark colours"}
          onClick={toggleScheme}
        >
          {scheme.value === "dark" ? <Sun size={18} /> : <Moon size={18} />}
        </button>
        <button type="button" class="button quiet small" onClick={() => void signOut()}>
          <LogOut size={18} aria-hidden="true" /> Sign out
        </button>
      </nav>
    </header>
  );
}
