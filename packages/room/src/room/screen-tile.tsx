import { ScreenShare } from "../ui/icons.ts";
import type { Place } from "./arrange.ts";
import type { ShownScreen } from "./shown-screens.ts";
import { placeStyle } from "./tile.tsx";
import { Video } from "./video.tsx";

export interface ScreenTileProps {
  readonly screen: ShownScreen;
  readonly place: Place;
}

/** What somebody shows beside their picture, whole. */
export function ScreenTile({ screen, place }: ScreenTileProps) {
  return (
    <li class="tile screen" data-screen={screen.id} style={placeStyle(place)}>
      <Video stream={screen.stream} isOwn={false} isVisible />
      <p class="tile-name">
        <ScreenShare size={16} aria-hidden="true" />
        <span class="tile-person">
          <bdi>{screen.name}</bdi> shows a screen
        </span>
      </p>
    </li>
  );
}
