import type { ConferenceState } from "@lectern/client/state";
import type { ComponentChildren } from "preact";
import {
  Keyboard,
  Leaf,
  LogOut,
  MessageSquare,
  Mic,
  MicOff,
  PhoneOff,
  ScreenShare,
  ScreenShareOff,
  Settings,
  Users,
  Video,
  VideoOff,
} from "../ui/icons.ts";
import { type Action, type Actions, keyOf } from "./shortcuts.ts";

export type Panel = "chat" | "people";

export interface ControlsProps {
  readonly state: ConferenceState;
  readonly panel: Panel | null;
  /** Chat lines that were not seen yet. */
  readonly unread: number;
  /** Whether one's own screen is shown; `null` where it cannot be or may not be. */
  readonly isShowing: boolean | null;
  readonly actions: Actions;
}

/** The bar at the foot of the room. */
export function Controls({ state, panel, unread, isShowing, actions }: ControlsProps) {
  const control = (action: Action) => ({ action, onClick: actions[action] });
  return (
    <nav class="controls" aria-label="Controls">
      <Control {...control("microphone")} label="Microphone" isPressed={state.microphone}>
        {state.microphone ? <Mic /> : <MicOff />}
      </Control>
      <Control {...control("camera")} label="Camera" isPressed={state.camera}>
        {state.camera ? <Video /> : <VideoOff />}
      </Control>
      {isShowing !== null && (
        <Control {...control("screen")} label="Screen" isPressed={isShowing}>
          {isShowing ? <ScreenShareOff /> : <ScreenShare />}
        </Control>
      )}
      <Control
        {...control("chat")}
        label="Chat"
        detail={unread > 0 ? `${unread} unread` : undefined}
        isPressed={panel === "chat"}
      >
        <MessageSquare />
        {unread > 0 && (
          <span class="unread" aria-hidden="true">
            {unread}
          </span>
        )}
      </Control>
      <Control {...control("people")} label="People" isPressed={panel === "people"}>
        <Users />
      </Control>
      <Control {...control("devices")} label="Devices">
        <Settings />
      </Control>
      <Control {...control("saver")} label="Only teacher" isPressed={state.saver}>
        <Leaf />
      </Control>
      <Control {...control("keys")} label="Keys">
        <Keyboard />
      </Control>
      <Control {...control("leave")} label="Leave">
        <LogOut />
      </Control>
      {state.self?.role === "teacher" && (
        <Control {...control("end")} label="End for all">
          <PhoneOff />
        </Control>
      )}
    </nav>
  );
}

export function focusControl(action: Action): void {
  document.querySelector<HTMLButtonElement>(`.control[data-action="${action}"]`)?.focus();
}

interface ControlProps {
  readonly action: Action;
  readonly label: string;
  /** What a screen reader hears beside the label. */
  readonly detail?: string | undefined;
  readonly isPressed?: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}

function Control({ action, label, detail, isPressed, onClick, children }: ControlProps) {
  const key = keyOf(action);
  return (
    <button
      type="button"
      class="control"
      data-action={action}
      aria-label={detail ? `${label}, ${detail}` : label}
      aria-pressed={isPressed}
      title={key ? `${label} (${key})` : label}
      onClick={onClick}
    >
      <span class="control-icon">{children}</span>
      <span class="control-label" aria-hidden="true">
        {label}
      </span>
    </button>
  );
}
