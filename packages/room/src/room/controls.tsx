import type { ConferenceState } from "@lectern/client/state";
import type { ComponentChildren } from "preact";
import {
  Keyboard,
  LogOut,
  MessageSquare,
  Mic,
  MicOff,
  PhoneOff,
  Users,
  Video,
  VideoOff,
} from "../ui/icons.ts";

export type Panel = "chat" | "people";

export interface ControlsProps {
  readonly state: ConferenceState;
  readonly panel: Panel | null;
  readonly unread: number;
  readonly onMicrophone: () => void;
  readonly onCamera: () => void;
  readonly onPanel: (panel: Panel) => void;
  readonly onHelp: () => void;
  readonly onLeave: () => void;
  readonly onEnd: () => void;
}

/** The bar at the foot of the room. */
export function Controls(props: ControlsProps) {
  const { state, panel, unread } = props;
  return (
    <nav class="controls" aria-label="Controls">
      <Control
        label="Microphone"
        hotkey="M"
        isPressed={state.microphone}
        onClick={props.onMicrophone}
      >
        {state.microphone ? <Mic /> : <MicOff />}
      </Control>
      <Control label="Camera" hotkey="V" isPressed={state.camera} onClick={props.onCamera}>
        {state.camera ? <Video /> : <VideoOff />}
      </Control>
      <Control
        label={unread > 0 ? `Chat, ${unread} unread` : "Chat"}
        hotkey="C"
        isPressed={panel === "chat"}
        onClick={() => props.onPanel("chat")}
      >
        <MessageSquare />
        {unread > 0 && <span class="unread">{unread}</span>}
      </Control>
      <Control
        label="People"
        hotkey="P"
        isPressed={panel === "people"}
        onClick={() => props.onPanel("people")}
      >
        <Users />
      </Control>
      <Control label="Keys" hotkey="?" onClick={props.onHelp}>
        <Keyboard />
      </Control>
      <Control label="Leave" hotkey="L" onClick={props.onLeave}>
        <LogOut />
      </Control>
      {state.self?.role === "teacher" && (
        <Control label="End for all" isRisky onClick={props.onEnd}>
          <PhoneOff />
        </Control>
      )}
    </nav>
  );
}

interface ControlProps {
  readonly label: string;
  readonly hotkey?: string;
  readonly isPressed?: boolean;
  readonly isRisky?: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

function Control({ label, hotkey, isPressed, isRisky, onClick, children }: ControlProps) {
  return (
    <button
      type="button"
      class={isRisky ? "control risky" : "control"}
      aria-label={label}
      aria-pressed={isPressed}
      title={hotkey ? `${label} (${hotkey})` : label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
