import type { Role } from "@lectern/protocol/ids";
import type { LinkFigures } from "../link/link.ts";
import { allocate } from "./allocate.ts";
import { type Estimate, estimate, type PairWayOut, startingEstimate } from "./estimate.ts";
import type { PictureFormat } from "./gauge.ts";
import { type Demand, demandOf, encodingFor, type Outlet, type Setting } from "./outlet.ts";
import { isOverloaded, type Load, noLoad, takeLoad } from "./overload.ts";
import { SenderTuner } from "./sender-tuner.ts";
import type { Views } from "./views.ts";

/** Somebody to whom something is sent. */
export interface Receiver {
  readonly id: string;
  readonly role: Role;
  /** What they say of their camera; `null` when they do not say. */
  readonly camera: boolean | null;
  readonly figures: LinkFigures | null;
  readonly views: Views;
  readonly outlets: readonly Outlet[];
}

export interface UplinkOptions {
  readonly receivers: () => readonly Receiver[];
  /** Oneself; `null` before there is a seat. */
  readonly self: () => { readonly role: Role; readonly camera: boolean } | null;
  /** ms since the epoch. */
  readonly now: () => number;
}

/** With more cameras than this the pictures of students are small, whoever shows them how large. */
export const maxCameras = 6;
/** Of the budget; the rest is for headers, reports and what is sent again. */
const payload = 0.9;
/** A root mean square of full scale; breath and fans are below. */
const speechLevel = 0.02;
/** Who has spoken is looked at for so long, in ms. */
const speakerMs = 5_000;

/** Divides what one's uplink gives among all that goes out, and has it sent so. */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #tuner = new SenderTuner();
  #estimate: Estimate = startingEstimate;
  #load: Load = noLoad;
  #spokeAt = Number.NEGATIVE_INFINITY;
  #isSaving = false;
  #isShort = false;

  constructor(options: UplinkOptions) {
    this.#options = options;
  }

  get isOverloaded(): boolean {
    return isOverloaded(this.#load, this.#options.now());
  }

  /** Whether it gives less than all that goes out could make use of. */
  get isShort(): boolean {
    return this.#isShort;
  }

  get isSaving(): boolean {
    return this.#isSaving;
  }

  /** Whether pictures go to teachers alone, or from oneself if one is a teacher. */
  save(isSaving: boolean): void {
    this.#isSaving = isSaving;
    this.divide();
  }

  /** The pairs have been measured. */
  measured(): void {
    const now = this.#options.now();
    const receivers = this.#options.receivers();
    const figures = receivers.flatMap((one) => one.figures ?? []);
    const ways = receivers.flatMap((one) => (one.figures ? wayOut(one.id, one.figures) : []));
    this.#estimate = estimate(this.#estimate, ways, { pairs: receivers.length, at: now });
    const isLimited = figures.some(({ limit }) => limit === "device");
    this.#load = takeLoad(this.#load, isLimited, now);
    if (figures.some(({ loudness }) => loudness >= speechLevel)) this.#spokeAt = now;
    this.divide();
  }

  /** Something else is shown, or seen, than before. */
  divide(): void {
    const plans = this.#plans();
    const shares = allocate(
      this.#estimate.budgetBps * payload,
      plans.map(({ demand }) => demand),
    );
    this.#isShort = plans.some(({ demand }, at) => (shares[at] ?? 0) < demand.wantedBps);
    for (const [at, { outlet, demand }] of plans.entries()) {
      void this.#tuner.tune(
        outlet.sender,
        encodingFor(demand, shares[at] ?? 0),
        preferenceOf(outlet),
      );
    }
  }

  #plans(): readonly { readonly outlet: Outlet; readonly demand: Demand }[] {
    const self = this.#options.self();
    if (!self) return [];
    const receivers = this.#options.receivers();
    const cameras = [self, ...receivers].filter(({ camera }) => camera !== false).length;
    const own = {
      isTeacher: self.role === "teacher",
      isSpeaking: this.#options.now() - this.#spokeAt < speakerMs,
      isCameraOn: self.camera,
      isCrowded: cameras > maxCameras || this.isOverloaded,
      isSaving: this.#isSaving,
    };
    return receivers.flatMap(({ role, views, outlets }) => {
      const setting: Setting = { ...own, isForTeacher: role === "teacher", views };
      return outlets.map((outlet) => ({
        outlet,
        demand: demandOf(outlet.kind, formatOf(outlet), setting),
      }));
    });
  }
}

function wayOut(id: string, { wayOut, sentKbps, rttMs }: LinkFigures): PairWayOut {
  return { ...wayOut, peer: id, sentBps: sentKbps * 1000, rttMs };
}

/** What a camera is taken to give that does not say. */
const usual: PictureFormat = { width: 640, height: 480, framesPerSecond: 30 };

function formatOf({ sender }: Outlet): PictureFormat {
  const { width, height, frameRate } = sender.track?.getSettings() ?? {};
  return {
    width: width ?? usual.width,
    height: height ?? usual.height,
    framesPerSecond: Math.min(frameRate ?? usual.framesPerSecond, usual.framesPerSecond),
  };
}

/** Who speaks is to move, and what is written is to be read. */
function preferenceOf({ kind }: Outlet): "maintain-framerate" | "maintain-resolution" | undefined {
  if (kind === "camera") return "maintain-framerate";
  return kind === "screen" ? "maintain-resolution" : undefined;
}
