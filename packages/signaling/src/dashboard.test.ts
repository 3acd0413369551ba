import { readFileSync } from "node:fs";
import { join } from "node:path";
import { closeCodes } from "@lectern/protocol/codes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startHarness } from "./testing/harness.ts";
import { readQuery, type Selector } from "./testing/promql.ts";
import { type Metric, readScrape } from "./testing/scrape.ts";
import { makeTraffic } from "./testing/traffic.ts";
import {
  alertQueries,
  dashboardQueries,
  readAlerts,
  readDashboard,
} from "./testing/watch-files.ts";

const secret = "an-admin-secret-of-more-than-32-bytes";
const dashboard = readDashboard();
const queries = [...dashboardQueries(), ...alertQueries()];
let harness: Harness;
let scraped: ReadonlyMap<string, Metric>;

beforeAll(async () => {
  harness = await startHarness({ admin: { port: 0, secret } });
  await makeTraffic(harness, "conference-1");
  const response = await fetch(`http://127.0.0.1:${harness.server.adminPort}/metrics`);
  scraped = readScrape(await response.text());
});

afterAll(() => harness.server.close());

describe.each(queries)("$where", ({ query, shown }) => {
  test("asks for metrics and labels that the server has", () => {
    const selectors = readQuery(query);
    expect(selectors).not.toEqual([]);
    expect(selectors.flatMap(missingOf)).toEqual([]);
  });

  test("asks for each metric as its type wants it", () => {
    expect(readQuery(query).flatMap(misuseOf)).toEqual([]);
  });

  test("shows labels that its result has", () => {
    for (const selector of readQuery(query).slice(0, 1)) {
      const kept = selector.groupings[0] ?? [
        ...(scraped.get(selector.metric)?.labels.keys() ?? []),
      ];
      expect(kept).toEqual(expect.arrayContaining([...shown]));
    }
  });
});

describe("the dashboard", () => {
  test("shows every metric of the rooms", () => {
    const asked = dashboardQueries().flatMap(({ query }) => readQuery(query));
    const shown = new Set(asked.map(({ metric }) => metric.replace(/_bucket$/, "")));
    const own = [...scraped.keys()]
      .filter((name) => /^lectern_.*(?<!_sum|_count)$/.test(name))
      .map((name) => name.replace(/_bucket$/, ""));
    expect([...new Set(own)].sort()).toEqual(
      [...shown].filter((name) => own.includes(name)).sort(),
    );
  });

  test("says of each panel what is normal and what is not, in the place of its own", () => {
    const panels = dashboard.panels.filter(({ type }) => type !== "row");
    for (const { title, description = "" } of panels) {
      expect(description.length, title).toBeGreaterThan(40);
    }
    const taken = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
    );
    expect(new Set(taken).size).toBe(taken.length);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });

  test("takes its data from where its user says, and names no server", () => {
    const { list } = dashboard.templating;
    expect(list.map(({ name }) => name)).toEqual(["datasource", "job", "instance"]);
    const sources = dashboard.panels.flatMap(({ datasource }) => datasource ?? []);
    for (const { uid } of sources) expect(uid).toMatch(/^\$\{datasource\}$/);
    expect(JSON.stringify(dashboard)).not.toMatch(/https?:|\d+\.\d+\.\d+\.\d+/);
    for (const { query } of list.slice(1)) {
      expect(query).toMatchObject({
        query: expect.stringMatching(/^label_values\(lectern_connections\b/),
      });
    }
  });

  test("names each close code by its reason", () => {
    const closes = dashboard.panels.find(({ title }) => title === "Sockets closed, by code");
    const names = new Map(
      closes?.fieldConfig?.overrides.map(({ matcher, properties }) => [
        matcher.options,
        properties[0]?.value,
      ]),
    );
    const known = scraped.get("lectern_closes_total")?.labels.get("code") ?? new Set();
    expect(new Set(names.keys())).toEqual(known);
    for (const [reason, code] of Object.entries(closeCodes)) {
      expect(names.get(String(code))).toBe(`${code} ${reason}`);
    }
  });
});

test("each alert says how bad it is, what it is and what to do", () => {
  for (const { alert, labels, annotations } of readAlerts()) {
    expect(alert).toMatch(/^Lectern[A-Z]/);
    expect(labels["severity"]).toMatch(/^(?:critical|warning)$/);
    expect(annotations["summary"]).toContain("$labels.instance");
    expect(annotations["description"]?.length).toBeGreaterThan(40);
  }
});

test("promtool is told of each alert when it is to fire", () => {
  const cases = readFileSync(join(import.meta.dirname, "testing/alerts.promtool.yml"), "utf8");
  const fired = [...cases.matchAll(/alertname="(\w+)"/g)].map(([, name]) => name);
  expect(fired).toEqual(readAlerts().map(({ alert }) => alert));
});

/** What a selector names that was not scraped. */
function missingOf({ metric, matchers, groupings }: Selector): readonly string[] {
  const labels = scraped.get(metric)?.labels;
  if (!labels) return [metric];
  const named = [...matchers.map(({ label }) => label), ...groupings.flat()];
  const values = matchers
    .filter(({ label }) => label !== "job" && label !== "instance")
    .flatMap(({ label, operator, value }) =>
      (operator.endsWith("~") ? value.split("|") : [value])
        .filter((one) => !labels.get(label)?.has(one))
        .map((one) => `${metric}{${label}="${one}"}`),
    );
  return [
    ...named.filter((label) => !labels.has(label)).map((label) => `${metric}{${label}}`),
    ...values,
  ];
}

const ofCounters = ["rate", "increase"];
const ofGauges = [undefined, "time", "changes"];

/** Counters are seen by their growth, gauges as they are, quantiles by the bounds of their buckets. */
function misuseOf({ metric, functions, groupings }: Selector): readonly string[] {
  const type = scraped.get(metric)?.type;
  const [inner, outer] = functions;
  if (type === "gauge") return ofGauges.includes(inner) ? [] : [`${inner}(${metric})`];
  const isGrowth = ofCounters.includes(inner ?? "");
  if (type === "counter") return isGrowth && outer === undefined ? [] : [`${inner}(${metric})`];
  const isQuantile = outer === "histogram_quantile" && groupings.every((by) => by.includes("le"));
  return metric.endsWith("_bucket") && isGrowth && isQuantile ? [] : [`${outer}(${metric})`];
}
