/** A tile's place, in px. */
export interface Place {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Area {
  readonly width: number;
  readonly height: number;
}

const gap = 8;
/** Width to height of a tile; cameras give 4:3, screens 16:9. */
const ratio = 4 / 3;
/** A tile that is smaller cannot show a name, in px. */
const legible = 112;
/** How much of the longer side the first tile may take. */
const stageShares = [0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45, 0.4, 0.35, 0.3];

/**
 * Finds places for the tiles of a room: the first is the largest, the others are
 * alike and as large as the rest of the area lets them be.
 *
 * @param count how many tiles, at least 1
 */
export function arrange(count: number, area: Area): readonly Place[] {
  if (count <= 1) return [{ left: 0, top: 0, ...area }];
  const plans = stageShares.map((share) => split(count - 1, area, share));
  const fair = plans.filter(({ stage, others }) => stageSize(stage) >= stageSize(others[0]));
  const named = fair.filter(({ others }) => stageSize(others[0]) >= legible);
  const choices = [named, fair, plans].find(({ length }) => length > 0) ?? plans;
  const best = choices.reduce((one, other) => (worth(other) > worth(one) ? other : one));
  return [best.stage, ...best.others];
}

interface Plan {
  readonly stage: Place;
  readonly others: readonly Place[];
}

/** Divides the area along its longer side. */
function split(others: number, { width, height }: Area, share: number): Plan {
  if (width >= height) {
    const stageWidth = Math.floor((width - gap) * share);
    const rest = { width: width - gap - stageWidth, height };
    return {
      stage: { left: 0, top: 0, width: stageWidth, height },
      others: fill(others, rest, { left: stageWidth + gap, top: 0 }),
    };
  }
  const stageHeight = Math.floor((height - gap) * share);
  const rest = { width, height: height - gap - stageHeight };
  return {
    stage: { left: 0, top: 0, width, height: stageHeight },
    others: fill(others, rest, { left: 0, top: stageHeight + gap }),
  };
}

/** A grid of like tiles with the number of columns that shows most of each; its last row is centred. */
function fill(
  count: number,
  area: Area,
  origin: { readonly left: number; readonly top: number },
): readonly Place[] {
  const choices = Array.from({ length: count }, (_, at) => gridOf(count, at + 1, area));
  const best = choices.reduce((one, other) => (seen(other) > seen(one) ? other : one));
  const { columns, width, height } = best;
  return Array.from({ length: count }, (_, at) => {
    const row = Math.floor(at / columns);
    const free = columns - Math.min(columns, count - row * columns);
    const indent = Math.floor((free * (width + gap)) / 2);
    const left = origin.left + indent + (at % columns) * (width + gap);
    return { left, top: origin.top + row * (height + gap), width, height };
  });
}

function gridOf(count: number, columns: number, area: Area): Area & { readonly columns: number } {
  const rows = Math.ceil(count / columns);
  const width = Math.max(0, Math.floor((area.width - gap * (columns - 1)) / columns));
  const height = Math.max(0, Math.floor((area.height - gap * (rows - 1)) / rows));
  return { columns, width, height };
}

/** How much of a picture of the usual shape fits into a tile. */
function seen({ width, height }: Area): number {
  return Math.min(width, height * ratio);
}

function stageSize(place: Place | undefined): number {
  return place ? seen(place) : 0;
}

/** The first tile counts double: it is whom the class looks at. */
function worth({ stage, others }: Plan): number {
  return 2 * seen(stage) + 3 * stageSize(others[0]);
}
