import { signal } from "@preact/signals";

const key = "lectern-scheme";

type Scheme = "light" | "dark";

/** Dark or light: the person's own choice, or what their system says. */
export const scheme = signal<Scheme>(readScheme());

/** Puts the choice that was kept into force; to be called before anything is shown. */
export function applyScheme(): void {
  document.documentElement.dataset["scheme"] = scheme.value;
}

export function toggleScheme(): void {
  scheme.value = scheme.value === "dark" ? "light" : "dark";
  localStorage.setItem(key, scheme.value);
  applyScheme();
}

function readScheme(): Scheme {
  const kept = localStorage.getItem(key);
  if (kept === "light" || kept === "dark") return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
