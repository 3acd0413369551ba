import type { Browser } from "playwright-core";
import { openChromium } from "./browser.ts";
import type { Camera } from "./camera.ts";
import { enterRoom, type Person, waitForMesh } from "./classroom.ts";
import { type Lectern, type StartOptions, startLectern } from "./lectern.ts";
import { openSchool } from "./school.ts";
import type { WireFrame } from "./wire.ts";

/** A teacher and three students in a call, each in a window of their own. */
export interface ClassOfFour {
  readonly lectern: Lectern;
  readonly browser: Browser;
  /** The teacher first. */
  readonly people: readonly Person[];
  /** All that went over their sockets so far. */
  readonly frames: readonly WireFrame[];
  offersSent(): number;
  /** How often somebody has been let in. */
  joinedCount(name: string): number;
  close(): Promise<void>;
}

export interface ClassOfFourOptions extends StartOptions {
  readonly camera?: Camera | null;
}

/** Starts Lectern, makes a class and waits until everybody sees and hears all the others. */
export async function openClassOfFour({
  camera,
  ...options
}: ClassOfFourOptions = {}): Promise<ClassOfFour> {
  const lectern = await startLectern(options);
  const browser = await openChromium(camera === undefined ? {} : { camera });
  const school = await openSchool(lectern);
  const students = [];
  for (const name of ["Ana Kovač", "Ben Okafor", "Chen Li"]) {
    students.push(await school.newStudent(name));
  }
  const conferenceId = await school.newConference("Physics 7b", students);
  const frames: WireFrame[] = [];
  const room = { lectern, browser, conferenceId, frames };
  const people = [await enterRoom("Tea Horvat", school.teacher, room)];
  for (const { name, user } of students) people.push(await enterRoom(name, user, room));
  await waitForMesh(people);
  return {
    lectern,
    browser,
    people,
    frames,
    offersSent: () =>
      frames.filter(({ type, direction }) => type === "offer" && direction === "sent").length,
    joinedCount: (name) =>
      frames.filter(({ page, type }) => page === name && type === "joined").length,
    close: async () => {
      await browser.close();
      await lectern.stop();
    },
  };
}
