import { expect, test } from "vitest";
import { MarksChannel, parseMarks } from "./marks.ts";
import { asConnection, FakeConnection } from "./testing/fake-connection.ts";

test.each([
  ['{"microphone":true,"camera":false}', { microphone: true, camera: false }],
  ['{"microphone":true,"camera":false,"hand":1}', { microphone: true, camera: false }],
  ['{"microphone":true}', null],
  ['{"microphone":"yes","camera":1}', null],
  ["null", null],
  ["[]", null],
  ["{", null],
  ["", null],
  [`{"microphone":true,"camera":true,"pad":"${"x".repeat(1024)}"}`, null],
  [new ArrayBuffer(8), null],
])("parseMarks(%j) is %j", (data, marks) => {
  expect(parseMarks(data)).toEqual(marks);
});

test("the marks are told when the channel opens, as they are then, and on every change", () => {
  const connection = new FakeConnection();
  const on = { microphone: true, camera: true };
  const channel = new MarksChannel(asConnection(connection), on, () => {});
  channel.tell({ microphone: false, camera: true });
  connection.channel.open();
  channel.tell({ microphone: false, camera: false });
  expect(connection.channel.sent).toEqual([
    '{"microphone":false,"camera":true}',
    '{"microphone":false,"camera":false}',
  ]);
});

test("what is no marks is not told", () => {
  const connection = new FakeConnection();
  const told: unknown[] = [];
  const off = { microphone: false, camera: false };
  new MarksChannel(asConnection(connection), off, (marks) => told.push(marks));
  connection.channel.onmessage?.({ data: "{}" });
  connection.channel.onmessage?.({ data: JSON.stringify(off) });
  expect(told).toEqual([off]);
});
