import { expect, test } from "vitest";
import { ApiUser } from "./support/api.ts";
import { openChromium, windowOf } from "./support/browser.ts";
import { enterRoom } from "./support/classroom.ts";
import { startLectern } from "./support/lectern.ts";
import { expectOk, openSchool, secretOf } from "./support/school.ts";
test("look", async () => {
  const lectern = await startLectern();
  const browser = await openChromium();
  const school = await openSchool(lectern);
  const out = process.env["LECTERN_PICTURES"];
  const ana = await school.newStudent("Ana Kovač");
  const id = await school.newConference("Physics 7b", [ana]);
  const { guestLink } = await expectOk(school.teacher.call("PUT", `/api/conferences/${id}/guest-link`, {}));
  const guest = new ApiUser(lectern.url);
  await expectOk(guest.call("POST", "/api/guests", { secret: secretOf(guestLink), name: "Gus" }));
  const room = { lectern, browser, conferenceId: id, frames: [] };
  const tea = await enterRoom("Tea Horvat", school.teacher, room);
  const a = await enterRoom(ana.name, ana.user, room);
  const g = await enterRoom("Gus", guest, room);
  const shots = async (page: any, name: string) => {
    for (const [size, w, h] of [["desktop", 1280, 800], ["phone", 390, 844]] as const) {
      for (const scheme of ["light", "dark"]) {
        await page.setViewportSize({ width: w, height: h });
        await page.evaluate((s: string) => { document.documentElement.dataset["scheme"] = s; }, scheme);
        await page.screenshot({ path: `${out}/${name}-${size}-${scheme}.png` });
      }
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  };
  const live = await (await windowOf(browser, lectern.url, school.teacher)).newPage();
  await live.goto(lectern.url + "/live");
  await live.getByText("Physics 7b").first().waitFor();
  await shots(live, "live");
  await live.getByRole("button", { name: /End/ }).first().click();
  await shots(live, "live-end");
  await tea.page.getByRole("button", { name: "People" }).click();
  await shots(tea.page, "people");
  await tea.page.getByRole("button", { name: "Remove Gus" }).click();
  await shots(tea.page, "remove");
  await tea.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await tea.page.getByRole("button", { name: "Renew the link" }).waitFor();
  await shots(tea.page, "guest");
  await tea.page.getByRole("button", { name: "Renew the link" }).click();
  await tea.page.getByRole("dialog").waitFor({ state: "detached" });
  console.log("focus after:", await tea.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80)));
  await tea.page.getByRole("button", { name: "Remove Ana" }).focus();
  await tea.page.keyboard.press("Enter");
  await tea.page.getByRole("dialog").waitFor();
  console.log("focus in dialog:", await tea.page.evaluate(() => document.activeElement?.textContent));
  await tea.page.keyboard.press("Tab");
  await tea.page.keyboard.press("Enter");
  await a.page.getByRole("heading", { name: /removed you/ }).waitFor();
  await shots(a.page, "removed");
  await g.page.getByRole("heading").first().waitFor();
  console.log("guest sees:", await g.page.getByRole("heading").first().textContent());
  console.log("focus after:", await tea.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80)));
  const conf = await (await windowOf(browser, lectern.url, school.teacher)).newPage();
  await conf.goto(`${lectern.url}/conferences/${id}`);
  await conf.getByRole("heading", { name: /Removed/ }).waitFor();
  await shots(conf, "conference");
  await browser.close();
  await lectern.stop();
  expect(1).toBe(1);
}, 120_000);
