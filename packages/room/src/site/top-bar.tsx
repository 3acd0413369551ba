import type { ComponentChildren } from "preact";
import { Brand } from "../ui/brand.tsx";
import { LogOut, Moon, Sun } from "../ui/icons.ts";
import { scheme, toggleScheme } from "../ui/scheme.ts";
import { type Account, signOut } from "./session.ts";

/** Where one is, and where else one can go. */
export function TopBar({ account }: { readonly account: Account }) {
  return (
    <header class="top-bar">
      <a class="brand" href="/">
        <Brand />
      </a>
      <nav aria-label="Main">
        {account.role === "administrator" && <Place href="/live">Live</Place>}
        {account.role === "administrator" && <Place href="/accounts">Accounts</Place>}
        <Place href="/account" isOwn>
          {account.name}
        </Place>
        <button
          type="button"
          class="button quiet small"
          aria-label={scheme.value === "dark" ? "Light colours" : "Dark colours"}
          onClick={toggleScheme}
        >
          {scheme.value === "dark" ? <Sun size={18} /> : <Moon size={18} />}
        </button>
        <button type="button" class="button quiet small" onClick={() => void signOut()}>
          <LogOut size={18} aria-hidden="true" /> <span class="sign-out">Sign out</span>
        </button>
      </nav>
    </header>
  );
}

interface PlaceProps {
  readonly href: string;
  /** Named by oneself, at whatever length. */
  readonly isOwn?: boolean;
  readonly children: ComponentChildren;
}

function Place({ href, isOwn = false, children }: PlaceProps) {
  return (
    <a
      class={isOwn ? "place own-place" : "place"}
      href={href}
      aria-current={location.pathname === href ? "page" : undefined}
    >
      {children}
    </a>
  );
}
