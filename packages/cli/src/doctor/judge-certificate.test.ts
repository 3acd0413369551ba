import { X509Certificate } from "node:crypto";
import { generate } from "selfsigned";
import { beforeAll, expect, test } from "vitest";
import { type Judging, judgeCertificate } from "./judge-certificate.ts";

const begin = Date.parse("2026-01-01T00:00:00Z");
const end = Date.parse("2026-12-31T00:00:00Z");
const dayMs = 24 * 60 * 60 * 1000;

let certificate: X509Certificate;

beforeAll(async () => {
  const pair = await generate([{ name: "commonName", value: "common.example" }], {
    keyType: "ec",
    notBeforeDate: new Date(begin),
    notAfterDate: new Date(end),
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "school.example" },
          { type: 7, ip: "192.0.2.7" },
        ],
      },
    ],
  });
  certificate = new X509Certificate(pair.cert);
});

function judge(changes: Partial<Judging> = {}, chainError: string | null = null): string {
  const judging = {
    host: "school.example",
    place: "a:443",
    now: begin + dayMs,
    isStale: false,
    ...changes,
  };
  return judgeCertificate({ certificate, chainError }, judging)
    .map((finding) =>
      [finding.status, finding.text, "cure" in finding ? finding.cure : ""].join(" "),
    )
    .join("\n");
}

test.each(["school.example", "192.0.2.7"])("judgeCertificate() takes %s", (host) => {
  expect(judge({ host })).toMatch(/^ok .* until 2026-12-31 $/);
});

test("judgeCertificate() names both that it has ended and that it is for another name", () => {
  const words = judge({ host: "other.example", now: end + dayMs }, "CERT_HAS_EXPIRED");
  expect(words).toMatch(/^failure .*ended on 2026-12-31.*Renew it/m);
  expect(words).toMatch(/^failure .*another name: .*school\.example/m);
});

test("judgeCertificate() does not take the common name for one, as browsers do not", () => {
  expect(judge({ host: "common.example" })).toMatch(/^failure .*another name/);
});

test("judgeCertificate() warns 13 days before the end, and not 15", () => {
  expect(judge({ now: end - 13 * dayMs })).toMatch(/^warning .*ends on 2026-12-31.*\nok /);
  expect(judge({ now: end - 15 * dayMs })).toMatch(/^ok /);
});

test("judgeCertificate() advises a restart where the file has another one by now", () => {
  expect(judge({ now: end + dayMs, isStale: true })).toMatch(/restart Lectern/);
});

test("judgeCertificate() doubts one that has not begun", () => {
  expect(judge({ now: begin - dayMs }, "CERT_NOT_YET_VALID")).toMatch(/^failure .*begins on/);
});

test.each([
  ["DEPTH_ZERO_SELF_SIGNED_CERT", /^warning .*warns once/],
  ["SELF_SIGNED_CERT_IN_CHAIN", /^warning .*authority that this machine does not know/],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", /^failure .*chain.*fullchain\.pem/],
  ["CERT_REVOKED", /^failure .*CERT_REVOKED/],
])("judgeCertificate() knows the chain error %s", (chainError, words) => {
  expect(judge({}, chainError)).toMatch(words);
});
