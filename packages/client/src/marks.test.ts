import { expect, test } from "vitest";
import { MarksChannel, parseMarks } from "./marks.ts";
import { asConnection, FakeConnection } from "./testing/fake-connection.ts";

const nobody = { marks: () => {}, sending: () => {}, views: () => {}, screens: () => {} };
const sending = { sound: "flowing", picture: "frozen", limit: "none" } as const;

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
  const channel = new MarksChannel(asConnection(connection), on, nobody);
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
  new MarksChannel(asConnection(connection), off, {
    ...nobody,
    marks: (marks) => told.push(marks),
  });
  connection.channel.onmessage?.({ data: "{}" });
  connection.channel.onmessage?.({ data: JSON.stringify(off) });
  expect(told).toEqual([off]);
});

test("what is sent is told when the channel opens, and on every change, and taken on the other side", () => {
  const connection = new FakeConnection();
  const told: unknown[] = [];
  const off = { microphone: false, camera: false };
  const channel = new MarksChannel(asConnection(connection), off, {
    ...nobody,
    sending: (one) => told.push(one),
  });
  channel.tellSending(sending);
  connection.channel.open();
  channel.tellSending({ ...sending, picture: "unsent", limit: "upload" });
  expect(connection.channel.sent.slice(1)).toEqual([
    '{"sound":"flowing","picture":"frozen","limit":"none"}',
    '{"sound":"flowing","picture":"unsent","limit":"upload"}',
  ]);
  for (const data of connection.channel.sent) connection.channel.onmessage?.({ data });
  connection.channel.onmessage?.({ data: '{"sound":"louder","picture":"off","limit":"none"}' });
  expect(told).toEqual([sending, { ...sending, picture: "unsent", limit: "upload" }]);
});

test("at which size things are shown is told when the channel opens, and taken on the other side", () => {
  const connection = new FakeConnection();
  const told: unknown[] = [];
  const off = { microphone: false, camera: false };
  const channel = new MarksChannel(asConnection(connection), off, {
    ...nobody,
    views: (views) => told.push(views),
  });
  const views = { camera: { width: 320, height: 240 }, screen: null };
  channel.tellViews(views);
  connection.channel.open();
  for (const data of connection.channel.sent) connection.channel.onmessage?.({ data });
  expect(told).toEqual([views]);
});

test("whether screens may be shown is told when the channel opens, and on every change", () => {
  const connection = new FakeConnection();
  const told: boolean[] = [];
  const channel = new MarksChannel(
    asConnection(connection),
    { microphone: false, camera: false },
    { ...nobody, screens: (areAllowed) => told.push(areAllowed) },
  );
  channel.tellScreens(true);
  connection.channel.open();
  channel.tellScreens(false);
  expect(connection.channel.sent.slice(1)).toEqual(['{"screens":true}', '{"screens":false}']);
  connection.channel.onmessage?.({ data: '{"screens":"yes"}' });
  connection.channel.onmessage?.({ data: '{"screens":true}' });
  expect(told).toEqual([true]);
});
