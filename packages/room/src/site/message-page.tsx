import { useTitle } from "../ui/use-title.ts";

/** A page that only says something, and leads home. */
export function MessagePage({ title, text }: { readonly title: string; readonly text: string }) {
  useTitle(title);
  return (
    <main class="lone">
      <div class="card stack">
        <h1>{title}</h1>
        <p class="soft">{text}</p>
        <div class="row">
          <a class="button primary" href="/">
            My conferences
          </a>
        </div>
      </div>
    </main>
  );
}
