import type { Camera } from "../support/camera.ts";
import { waitForMesh } from "../support/classroom.ts";
import { type Lectern, startLectern } from "../support/lectern.ts";
import { openSchool, type School } from "../support/school.ts";
import type { TlsFiles } from "../support/tls.ts";
import type { WireFrame } from "../support/wire.ts";
import { Attendee, type Sitter } from "./attendee.ts";
import type { Direction } from "./direction.ts";
import { relaySettings } from "./relay.ts";
import { on } from "./shell.ts";
import { addressOf, type Host } from "./topology.ts";

/** The port of the signaling server; the pages have one of their own. */
export const signalingPort = 6001;
const pagesPort = 8000;

const teacherName = "Tea Horvat";
const studentNames = { ana: "Ana Kovač", ben: "Ben Okafor", chen: "Chen Li" } as const;

/** What a machine needs that has hardly room for four browsers. */
const wholeWithinMs = 180_000;

export interface LessonOptions {
  readonly certificate: TlsFiles;
  readonly camera: Camera;
}

/** A class of four, each in a browser on a host of their own, and the server on another. */
export class Lesson {
  readonly #lectern: Lectern;
  readonly #attendees: readonly Attendee[];

  private constructor(lectern: Lectern, attendees: readonly Attendee[]) {
    this.#lectern = lectern;
    this.#attendees = attendees;
  }

  /** Starts all of it, and waits until everybody sees and hears all the others. */
  static async open({ certificate, camera }: LessonOptions): Promise<Lesson> {
    const lectern = await startServer(certificate);
    const school = await openSchool(lectern, teacherName);
    const { sitters, conferenceId } = await seat(school);
    const frames: WireFrame[] = [];
    const attendees: Attendee[] = [];
    for (const sitter of sitters) {
      attendees.push(await Attendee.enter(sitter, { lectern, conferenceId, frames }, camera));
    }
    await waitForMesh(
      attendees.map(({ person }) => person),
      wholeWithinMs,
    );
    return new Lesson(lectern, attendees);
  }

  /** Looks into all pages, and gives what each has got of each other of late. */
  async look(): Promise<readonly Direction[]> {
    const looks = this.#attendees.map(async (attendee) => {
      const samples = await attendee.look();
      return this.#attendees
        .filter((other) => other !== attendee)
        .map(({ sitter: { id, host } }) => ({
          from: host,
          to: attendee.sitter.host,
          samples: samples.get(id) ?? [],
        }));
    });
    return (await Promise.all(looks)).flat();
  }

  /** Opens somebody's page anew, for a fault that leaves its traces in it. */
  async enterAnew(host: Host): Promise<void> {
    await this.#attendees.find(({ sitter }) => sitter.host === host)?.enterAnew();
  }

  async close(): Promise<void> {
    for (const attendee of this.#attendees) await attendee.close();
    await this.#lectern.stop();
  }
}

function startServer({ cert, key }: TlsFiles): Promise<Lectern> {
  return startLectern({
    through: on("server"),
    env: {
      LECTERN_HOST: addressOf("server"),
      LECTERN_PORT: String(pagesPort),
      LECTERN_TLS_CERT: cert,
      LECTERN_TLS_KEY: key,
      CONFERENCE_SIGNALING_BIND_HOST: addressOf("server"),
      CONFERENCE_SIGNALING_PORT: String(signalingPort),
      ...relaySettings,
    },
  });
}

/** Makes the conference, and says who sits where. */
async function seat(school: School) {
  const sitters: Sitter[] = [
    { host: "teacher", id: `teacher-${school.teacherId}`, name: teacherName, user: school.teacher },
  ];
  const students = [];
  for (const host of ["ana", "ben", "chen"] as const) {
    const student = await school.newStudent(studentNames[host]);
    students.push(student);
    sitters.push({ host, id: `student-${student.id}`, name: student.name, user: student.user });
  }
  return { sitters, conferenceId: await school.newConference("Physics 7b", students) };
}
