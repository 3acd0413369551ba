import { signal } from "@preact/signals";

const key = "lectern-scheme";

const systemDark = matchMedia("(prefers-color-scheme: dark)");

type Scheme = "light" | "dark";

/** Dark or light: the person's own choice, or what their system says. */
export const scheme = signal<Scheme>(readScheme());

/** Puts the choice that was kept into force, or follows the system; to be called before anything is shown. */
export function startScheme(): void {
  applyScheme();
  systemDark.addEventListener("change", () => {
    scheme.value = readScheme();
    applyScheme();
  });
}

export function toggleScheme(): void {
  scheme.value = scheme.value === "dark" ? "light" : "dark";
  localStorage.setItem(key, scheme.value);
  applyScheme();
}

function applyScheme(): void {
  document.documentElement.dataset["scheme"] = scheme.value;
}

function readScheme(): Scheme {
  const kept = localStorage.getItem(key);
  if (kept === "light" || kept === "dark") return kept;
  return systemDark.matches ? "dark" : "light";
}
