import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/site.css";
import { render } from "preact";
import { Announcer } from "../ui/announcer.tsx";
import { startScheme } from "../ui/scheme.ts";
import { AccountPage } from "./account-page.tsx";
import { AccountsPage } from "./accounts-page.tsx";
import { ConferencePage } from "./conference-page.tsx";
import { ConferencesPage } from "./conferences-page.tsx";
import { GuestPage } from "./guest-page.tsx";
import { InsecurePage } from "./insecure-page.tsx";
import { LivePage } from "./live-page.tsx";
import { MessagePage } from "./message-page.tsx";
import { account, loadSession } from "./session.ts";
import { SignInPage } from "./sign-in-page.tsx";
import { TopBar } from "./top-bar.tsx";
import { WelcomePage } from "./welcome-page.tsx";

function Site() {
  if (!isSecureContext) return <InsecurePage />;
  const { pathname } = location;
  if (pathname === "/sign-in") return <SignInPage />;
  if (pathname === "/welcome") return <WelcomePage />;
  if (pathname === "/guest") return <GuestPage />;
  const self = account.value;
  if (self === undefined) return null;
  if (self === null) return <SignInPage />;
  return (
    <>
      <TopBar account={self} />
      <Page path={pathname} />
    </>
  );
}

function Page({ path }: { readonly path: string }) {
  const self = account.value;
  if (!self) return null;
  if (path === "/") return <ConferencesPage account={self} />;
  if (path === "/account") return <AccountPage account={self} />;
  if (path === "/accounts") return <AccountsPage />;
  if (path === "/live") return <LivePage />;
  const conference = /^\/conferences\/([a-z0-9]+)$/.exec(path)?.[1];
  if (conference) return <ConferencePage id={conference} />;
  return <MessagePage title="There is nothing here" text="The address may be mistyped." />;
}

startScheme();
void loadSession();
const page = document.getElementById("page");
if (page) {
  render(
    <>
      <Announcer />
      <Site />
    </>,
    page,
  );
}
