import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/controls.css";
import "../styles/room.css";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import { loadSession } from "../site/session.ts";
import { Announcer } from "../ui/announcer.tsx";
import { startScheme } from "../ui/scheme.ts";
import { useTitle } from "../ui/use-title.ts";
import { arrive } from "./arrive.ts";
import { Classroom } from "./classroom.tsx";
import { Outcome, outcomeOf } from "./outcome.tsx";
import { Preview } from "./preview.tsx";
import { stopTracks } from "./preview-media.ts";
import { access, conferenceState, phase } from "./room-model.ts";

function RoomPage() {
  useTitle(access.value?.title);
  return (
    <>
      <Announcer />
      <Part />
    </>
  );
}

function Part() {
  const now = phase.value;
  const state = conferenceState.value;
  const outcome = state && outcomeOf(state.status);
  const stream = now.type === "class" ? now.localStream : null;
  useEffect(() => {
    if (outcome && stream) stopTracks(stream);
  }, [outcome, stream]);
  if (now.type === "knocking") return null;
  if (now.type === "refused") return <Outcome code={now.code} message={now.message} />;
  if (now.type === "preview" || !state) return <Preview />;
  if (outcome) return <Outcome {...outcome} />;
  const { conference, localStream, devices, screen } = now;
  return (
    <Classroom
      conference={conference}
      state={state}
      localStream={localStream}
      devices={devices}
      screen={screen}
    />
  );
}

startScheme();
void arrive();
void loadSession();
const page = document.getElementById("page");
if (page) render(<RoomPage />, page);
