import type { Conference } from "@lectern/client/conference";
import type { ConferenceState } from "@lectern/client/state";
import { useState } from "preact/hooks";
import { Dialog } from "../ui/dialog.tsx";
import { Volume2, WifiOff, X } from "../ui/icons.ts";
import { ChatPanel } from "./chat-panel.tsx";
import { Controls, type Panel } from "./controls.tsx";
import { PeoplePanel } from "./people-panel.tsx";
import { access } from "./room-model.ts";
import { shortcuts, useShortcuts } from "./shortcuts.ts";
import { Stage } from "./stage.tsx";
import { silenced, startSound } from "./video.tsx";

export interface ClassroomProps {
  readonly conference: Conference;
  readonly state: ConferenceState;
  readonly localStream: MediaStream;
}

/** The class itself: everybody's tiles, what is said in writing, and the controls. */
export function Classroom({ conference, state, localStream }: ClassroomProps) {
  const [panel, setPanel] = useState<Panel | null>(null);
  const [question, setQuestion] = useState<"end" | "help" | null>(null);
  const [readCount, setReadCount] = useState(0);
  if (panel === "chat" && readCount !== state.chat.length) setReadCount(state.chat.length);
  const toggle = (which: Panel) => setPanel(panel === which ? null : which);
  const switchMicrophone = () => conference.setEnabled("audio", !state.microphone);
  const switchCamera = () => conference.setEnabled("video", !state.camera);
  useShortcuts({
    m: switchMicrophone,
    v: switchCamera,
    c: () => toggle("chat"),
    p: () => toggle("people"),
    l: () => conference.leave(),
    "?": () => setQuestion("help"),
  });
  return (
    <div class="classroom" data-panel={panel ?? "none"}>
      <h1 class="visually-hidden">{access.value?.title}</h1>
      <Banner state={state} />
      <main class="classroom-main">
        <Stage state={state} localStream={localStream} />
      </main>
      {panel && (
        <aside
          class="panel"
          aria-label={panel === "chat" ? "Chat" : "People"}
          onKeyDown={(event) => {
            if (event.key === "Escape") setPanel(null);
          }}
        >
          <header class="panel-head">
            <h2>{panel === "chat" ? "Chat" : `People (${state.participants.length + 1})`}</h2>
            <button type="button" class="button quiet small" onClick={() => setPanel(null)}>
              <X size={18} aria-label="Close" />
            </button>
          </header>
          {panel === "chat" ? (
            <ChatPanel conference={conference} lines={state.chat} />
          ) : (
            <PeoplePanel state={state} />
          )}
        </aside>
      )}
      <Controls
        state={state}
        panel={panel}
        unread={state.chat.length - readCount}
        onMicrophone={switchMicrophone}
        onCamera={switchCamera}
        onPanel={toggle}
        onHelp={() => setQuestion("help")}
        onLeave={() => conference.leave()}
        onEnd={() => setQuestion("end")}
      />
      {question === "end" && (
        <Dialog title="End the class for everybody?" onClose={() => setQuestion(null)}>
          <p>Everybody leaves the room. You can start this conference anew at any time.</p>
          <div class="dialog-actions">
            <button type="button" class="button" onClick={() => setQuestion(null)}>
              Stay
            </button>
            <button type="button" class="button danger" onClick={() => conference.endMeeting()}>
              End for all
            </button>
          </div>
        </Dialog>
      )}
      {question === "help" && (
        <Dialog title="Keys" onClose={() => setQuestion(null)}>
          <ul class="stack tight">
            {shortcuts.map(({ key, label }) => (
              <li key={key} class="row">
                <kbd>{key.toUpperCase()}</kbd> {label}
              </li>
            ))}
          </ul>
          <div class="dialog-actions">
            <button type="button" class="button" onClick={() => setQuestion(null)}>
              Close
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}

function Banner({ state: { status } }: { readonly state: ConferenceState }) {
  return (
    <div class="banners" role="status">
      {status.type === "reconnecting" && (
        <p class="notice warning">
          <WifiOff size={20} aria-hidden="true" />
          <span>
            The server is away since {new Date(status.since).toLocaleTimeString()}. The call goes
            on; chat and newcomers wait until it is back.
          </span>
        </p>
      )}
      {status.type === "connecting" && <p class="notice">Entering the class …</p>}
      {silenced.value.size > 0 && (
        <p class="notice">
          <button type="button" class="button primary" onClick={startSound}>
            <Volume2 size={18} aria-hidden="true" /> Start sound
          </button>
        </p>
      )}
    </div>
  );
}
