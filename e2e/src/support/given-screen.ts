import type { Page } from "playwright-core";

/** A browser without a desktop has no screen to give: this one is drawn, and hums. */
export async function giveScreen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    navigator.mediaDevices.getDisplayMedia = async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
      const paper = canvas.getContext("2d");
      let at = 0;
      const drawing = setInterval(() => {
        at += 1;
        if (paper) paper.fillStyle = at % 2 ? "teal" : "white";
        paper?.fillRect(0, 0, 320, 180);
        if (stream.active) return;
        clearInterval(drawing);
        void context.close();
      }, 100);
      const context = new AudioContext();
      const sound = context.createMediaStreamDestination();
      const tone = context.createOscillator();
      tone.connect(sound);
      tone.start();
      const stream = new MediaStream([
        ...canvas.captureStream(10).getTracks(),
        ...sound.stream.getTracks(),
      ]);
      Reflect.set(window, "givenScreen", stream);
      return stream;
    };
  });
}
