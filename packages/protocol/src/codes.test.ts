import { expect, test } from "vitest";
import { closeCodes, mayComeBack } from "./codes.ts";
import { limits } from "./limits.ts";

test.each([
  [closeCodes.draining, true],
  [closeCodes["token-expired"], true],
  [1006, true],
  [1001, true],
  [closeCodes.bye, false],
  [closeCodes["token-invalid"], false],
  [closeCodes["meeting-ended"], false],
])("mayComeBack(%i) is %s", (code, may) => expect(mayComeBack(code)).toBe(may));

test("every close reason fits into a close frame", () => {
  for (const reason of Object.keys(closeCodes)) {
    expect(reason.length).toBeLessThanOrEqual(limits.maxCloseReasonBytes);
  }
});
