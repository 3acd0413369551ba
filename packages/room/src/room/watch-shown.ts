import type { Size } from "@lectern/client/size";

/** While somebody draws a window larger, nothing is said, in ms. */
const settleMs = 250;

/**
 * Tells at which size an element is shown, in px of the screen, and `null` when it is
 * not: out of view, or in a tab that nobody looks at.
 *
 * @returns a function that ends it
 */
export function watchShown(element: HTMLElement, onShown: (size: Size | null) => void): () => void {
  let isInView = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    const isSeen = isInView && document.visibilityState === "visible";
    onShown(isSeen ? sizeOf(element) : null);
  };
  const sizes = new ResizeObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(tell, settleMs);
  });
  const views = new IntersectionObserver((entries) => {
    isInView = entries.at(-1)?.isIntersecting ?? false;
    tell();
  });
  sizes.observe(element);
  views.observe(element);
  document.addEventListener("visibilitychange", tell);
  return () => {
    clearTimeout(timer);
    sizes.disconnect();
    views.disconnect();
    document.removeEventListener("visibilitychange", tell);
  };
}

function sizeOf({ clientWidth, clientHeight }: HTMLElement): Size | null {
  const [width, height] = [clientWidth, clientHeight].map((side) =>
    Math.ceil(side * devicePixelRatio),
  );
  return width && height ? { width, height } : null;
}
