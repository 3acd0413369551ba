import { describe, expect, test } from "vitest";
import { listDevices, type MediaSource, openLocalMedia } from "./local-media.ts";
import { asStream, FakeStream } from "./testing/fake-media.ts";

const plain = { echoCancellation: true, noiseSuppression: false, autoGainControl: false };
const both = { microphone: true, camera: true };

describe("openLocalMedia()", () => {
  test.each([
    ["NotAllowedError", "permission-denied"],
    ["SecurityError", "permission-denied"],
    ["NotFoundError", "no-device"],
    ["NotReadableError", "device-busy"],
    ["AbortError", "device-busy"],
    ["OverconstrainedError", "device-lost"],
    ["SomethingOfLater", "unknown"],
  ])("%s is %s, with the platform's error as the cause", async (name, code) => {
    const cause = new DOMException("no", name);
    await expect(openLocalMedia(both, failing(cause))).rejects.toMatchObject({ code, cause });
  });

  test("an error that is no DOMException is unknown", async () => {
    const opened = openLocalMedia(both, failing(new TypeError("no")));
    await expect(opened).rejects.toMatchObject({ code: "unknown" });
  });

  test("a page that is not secure is told so before anything is asked for", async () => {
    const source = { isSecureContext: false, mediaDevices: undefined };
    await expect(openLocalMedia(both, source)).rejects.toMatchObject({ code: "insecure-context" });
  });

  test("a browser without getUserMedia is told so", async () => {
    const source = { isSecureContext: true, mediaDevices: undefined };
    await expect(openLocalMedia(both, source)).rejects.toMatchObject({ code: "unsupported" });
  });

  test.each([
    [{ microphone: true, camera: false }, {}, false],
    [{ microphone: true, camera: false, processing: plain }, plain, false],
    [{ microphone: "mic-2", camera: false }, { deviceId: { exact: "mic-2" } }, false],
    [
      { microphone: false, camera: "cam-1" },
      false,
      expect.objectContaining({ deviceId: { exact: "cam-1" } }),
    ],
  ])("%j asks for that and no more", async (request, audio, video) => {
    const asked: unknown[] = [];
    await openLocalMedia(request, giving(asked));
    expect(asked).toEqual([{ audio, video }]);
  });
});

test("listDevices() leaves out those without an id, and is empty where there is no list", async () => {
  expect(await listDevices(giving([]))).toEqual([
    { id: "a", kind: "audioinput", groupId: "", label: "Mic" },
  ]);
  expect(await listDevices({ isSecureContext: false, mediaDevices: undefined })).toEqual([]);
});

function giving(asked: unknown[]): MediaSource {
  return {
    isSecureContext: true,
    mediaDevices: {
      getUserMedia: async (constraints) => {
        asked.push(constraints);
        return asStream(new FakeStream());
      },
      enumerateDevices: async () => [device("a", "Mic"), device("", "")],
    },
  };
}

function failing(error: Error): MediaSource {
  const mediaDevices = {
    getUserMedia: () => Promise.reject(error),
    enumerateDevices: async () => [],
  };
  return { isSecureContext: true, mediaDevices };
}

function device(deviceId: string, label: string): MediaDeviceInfo {
  return { deviceId, label, kind: "audioinput", groupId: "", toJSON: () => ({}) };
}
