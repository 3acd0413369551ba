import type { Conference } from "@lectern/client/conference";
import type { ConferenceState } from "@lectern/client/state";
import { useEffect, useRef, useState } from "preact/hooks";
import { Banner } from "./banner.tsx";
import { ChatPanel } from "./chat-panel.tsx";
import type { ClassDevices } from "./class-devices.ts";
import { Controls, type Panel } from "./controls.tsx";
import { DevicesDialog } from "./devices-dialog.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { LeaveDialog } from "./leave-dialog.tsx";
import { canShowScreen, type OwnScreen } from "./own-screen.ts";
import { PeoplePanel } from "./people-panel.tsx";
import { access } from "./room-model.ts";
import { switchSaver } from "./saver.ts";
import { useShortcuts } from "./shortcuts.ts";
import { mayShowScreen } from "./shown-screens.ts";
import { SidePanel } from "./side-panel.tsx";
import { Stage } from "./stage.tsx";
import { keepScreenOn } from "./wake-lock.ts";

export interface ClassroomProps {
  readonly conference: Conference;
  readonly state: ConferenceState;
  readonly localStream: MediaStream;
  readonly devices: ClassDevices;
  readonly screen: OwnScreen;
}

/** The class itself: everybody's tiles, what is said in writing, and the controls. */
export function Classroom(props: ClassroomProps) {
  const { conference, state, localStream, devices, screen } = props;
  const [panel, setPanel] = useState<Panel | null>(null);
  const [dialog, setDialog] = useState<"end" | "leave" | "devices" | "keys" | null>(null);
  const [readCount, setReadCount] = useState(0);
  if (panel === "chat" && readCount !== state.chat.length) setReadCount(state.chat.length);
  const stage = useRef<HTMLElement>(null);
  const focusStage = () => stage.current?.focus();
  useEffect(focusStage, []);
  useEffect(keepScreenOn, []);
  const mayShow = canShowScreen && mayShowScreen(state);
  const closeDialog = () => setDialog(null);
  // From what is open now: two keys may come before the page is drawn anew.
  const togglePanel = (which: Panel) => setPanel((open) => (open === which ? null : which));
  const actions = {
    microphone: () => devices.switch("audio"),
    camera: () => devices.switch("video"),
    screen: () => {
      if (mayShow) void screen.switch();
    },
    chat: () => togglePanel("chat"),
    people: () => togglePanel("people"),
    devices: () => setDialog("devices"),
    saver: () => switchSaver(conference, !conference.state.saver),
    keys: () => setDialog("keys"),
    leave: () => conference.leave(),
    end: () => setDialog("end"),
  };
  useShortcuts(stage, { ...actions, leave: () => setDialog("leave") });
  return (
    <div class="classroom" data-panel={panel ?? "none"}>
      <h1 class="visually-hidden">{access.value?.title}</h1>
      <Banner
        state={state}
        devices={devices}
        screen={screen}
        onSave={actions.saver}
        onDone={focusStage}
      />
      <main
        class="classroom-main"
        ref={stage}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys of the room work while the focus is here
        tabIndex={0}
        aria-label="The class"
      >
        <Stage conference={conference} state={state} localStream={localStream} devices={devices} />
      </main>
      {panel && (
        <SidePanel
          key={panel}
          panel={panel}
          heading={panel === "chat" ? "Chat" : `People (${state.participants.length + 1})`}
          onClose={() => setPanel(null)}
        >
          {panel === "chat" ? (
            <ChatPanel
              conference={conference}
              lines={state.chat}
              isAway={state.status.type !== "joined"}
            />
          ) : (
            <PeoplePanel
              state={state}
              onMend={(one, other) => conference.mend(one, other)}
              onAllowScreens={(areAllowed) => conference.allowScreens(areAllowed)}
            />
          )}
        </SidePanel>
      )}
      <Controls
        state={state}
        panel={panel}
        unread={state.chat.length - readCount}
        isShowing={mayShow ? screen.stream.value !== null : null}
        actions={actions}
      />
      {dialog === "end" && (
        <EndDialog onEnd={() => conference.endMeeting()} onClose={closeDialog} />
      )}
      {dialog === "leave" && (
        <LeaveDialog onLeave={() => conference.leave()} onClose={closeDialog} />
      )}
      {dialog === "devices" && <DevicesDialog devices={devices} onClose={closeDialog} />}
      {dialog === "keys" && <KeysDialog onClose={closeDialog} />}
    </div>
  );
}
