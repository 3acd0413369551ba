import type { Link } from "@lectern/client/link";
import type { Size } from "@lectern/client/size";
import type { MendingProgress, PairState, RemoteParticipant } from "@lectern/client/state";
import { MicOff, VideoOff } from "../ui/icons.ts";
import { initialsOf } from "../ui/initials.ts";
import type { Place } from "./arrange.ts";
import { LinkBars } from "./link-bars.tsx";
import { callWords } from "./mending-words.ts";
import { type Heard, useSpeaking } from "./speaking.ts";
import { Video } from "./video.tsx";

export interface TileProps {
  readonly id: RemoteParticipant["id"];
  readonly name: string;
  readonly role: "teacher" | "student";
  readonly isOwn: boolean;
  readonly stream: MediaStream | null;
  readonly microphone: boolean;
  readonly camera: boolean;
  /** Whether their picture is left out, to save work and bandwidth. */
  readonly isSpared: boolean;
  readonly connection: PairState;
  readonly mending: MendingProgress | null;
  readonly link: Link | null;
  /** What became of one's own devices; `null` when nothing, and of others. */
  readonly trouble: string | null;
  readonly place: Place;
  /** Tells how loud somebody else is. */
  readonly heard: Heard;
  /** Told at which size the picture of somebody else is shown; `null`: it is not. */
  readonly onShown: (size: Size | null) => void;
}

/** One person of the class: picture or initials, name, role, marks and how their connection stands. */
export function Tile(props: TileProps) {
  const { id, name, role, isOwn, stream, microphone, camera, connection, mending } = props;
  const { isSpared, link, trouble, place, onShown } = props;
  const isSpeaking = useSpeaking(props) && microphone;
  const hasPicture = camera && !isSpared && (stream?.getVideoTracks().length ?? 0) > 0;
  const words = isOwn ? trouble : callWords(connection, mending);
  return (
    <li class="tile" data-participant={id} data-speaking={isSpeaking} style={placeStyle(place)}>
      <Video stream={stream} isOwn={isOwn} isVisible={hasPicture} onShown={onShown} />
      {!hasPicture && (
        <span class="tile-initials" aria-hidden="true">
          {initialsOf(name)}
        </span>
      )}
      {words && <p class="tile-connection">{words}</p>}
      {link && <LinkBars name={name} link={link} />}
      <p class="tile-name">
        {!microphone && <MicOff size={16} aria-label="Microphone off" />}
        {!camera && <VideoOff size={16} aria-label="Camera off" />}
        <bdi class="tile-person">{name}</bdi>
        {isOwn && <span class="tile-own">(you)</span>}
        {role === "teacher" && <span class="tile-role">Teacher</span>}
      </p>
    </li>
  );
}

export function placeStyle({ left, top, width, height }: Place) {
  return { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` };
}
