import type { Conference } from "@lectern/client/conference";
import type { ConferenceState } from "@lectern/client/state";
import { useEffect, useRef, useState } from "preact/hooks";
import { arrange } from "./arrange.ts";
import type { ClassDevices } from "./class-devices.ts";
import { shortDeviceWords } from "./device-words.ts";
import { ScreenTile } from "./screen-tile.tsx";
import { newestFirst, type ShownScreen, shownScreens } from "./shown-screens.ts";
import { Tile, type TileProps } from "./tile.tsx";

export interface StageProps {
  readonly conference: Conference;
  readonly state: ConferenceState;
  readonly localStream: MediaStream;
  readonly devices: ClassDevices;
}

/** Everybody in the class, the teacher first and largest, after the screens that are shown. */
export function Stage({ conference, state, localStream, devices }: StageProps) {
  const list = useRef<HTMLUListElement>(null);
  const [area, setArea] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setArea({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const people = peopleOf(state, { localStream, devices });
  const screens = useNewestFirst(shownScreens(state));
  const places = arrange(screens.length + people.length, area);
  const note = noteFor(state);
  return (
    <>
      <ul class="stage" ref={list} aria-label="People in the class">
        {screens.map((screen, at) => (
          <ScreenTile key={`screen-${screen.id}`} screen={screen} place={places[at] ?? nowhere} />
        ))}
        {people.map((person, at) => (
          <Tile
            key={person.id}
            {...person}
            place={places[screens.length + at] ?? nowhere}
            heard={conference}
            onShown={(size) => conference.show(person.id, "camera", size)}
          />
        ))}
      </ul>
      {note && <p class="stage-note">{note}</p>}
    </>
  );
}

function useNewestFirst(screens: readonly ShownScreen[]): readonly ShownScreen[] {
  const before = useRef<readonly string[]>([]);
  const ordered = newestFirst(before.current, screens);
  before.current = ordered.map(({ id }) => id);
  return ordered;
}

/** Who waits is told what for. */
function noteFor({ status, self, participants }: ConferenceState): string | null {
  if (status.type !== "joined" || !self) return null;
  if (![self, ...participants].some(isTeacher)) return "The teacher is not here yet.";
  return participants.length === 0 ? "Nobody else is here yet." : null;
}

const nowhere = { left: 0, top: 0, width: 0, height: 0 };

/** The teachers first, oneself last of one's role, otherwise in the order they came. */
function peopleOf(
  { self, participants, microphone, camera, saver }: ConferenceState,
  { localStream, devices }: Pick<StageProps, "localStream" | "devices">,
): readonly Omit<TileProps, "place" | "heard" | "onShown">[] {
  const others = participants.map((one) => ({
    ...one,
    isOwn: false,
    trouble: null,
    isSpared: saver && !isTeacher(one),
    microphone: one.microphone ?? true,
    camera: one.camera ?? true,
  }));
  const own = self && {
    ...self,
    isOwn: true,
    isSpared: false,
    stream: localStream,
    microphone,
    camera,
    connection: "connected" as const,
    mending: null,
    link: null,
    trouble: ownTrouble(devices),
  };
  const all = own ? [...others, own] : others;
  return [...all.filter(isTeacher), ...all.filter((one) => !isTeacher(one))];
}

/** What became of one's own devices, in a few words. */
function ownTrouble({ states }: ClassDevices): string | null {
  const sound = shortDeviceWords(states.audio.value, "microphone");
  const picture = shortDeviceWords(states.video.value, "camera");
  return [sound, picture].filter(Boolean).join(" · ") || null;
}

function isTeacher({ role }: { readonly role: string }): boolean {
  return role === "teacher";
}
