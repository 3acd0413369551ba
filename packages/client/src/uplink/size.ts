/** The place in which a picture is shown, in px of the screen. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
