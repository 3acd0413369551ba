import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** Where what is for Grafana and Prometheus is kept. */
export const watchFolder = join(import.meta.dirname, "../../../../docs/grafana");

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly gridPos: Readonly<Record<"x" | "y" | "w" | "h", number>>;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  readonly fieldConfig?: { readonly overrides: readonly Override[] };
}

interface Override {
  readonly matcher: { readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

/** What the tests look at of a dashboard of Grafana 11. */
export interface Dashboard {
  readonly panels: readonly Panel[];
  readonly annotations: {
    readonly list: readonly { readonly name: string; readonly expr: string }[];
  };
  readonly templating: {
    readonly list: readonly { readonly name: string; readonly query: unknown }[];
  };
}

/** A rule of Prometheus that alerts. */
export interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A query, where it stands, and the labels that are shown beside its results. */
export interface WatchQuery {
  readonly where: string;
  readonly query: string;
  readonly shown: readonly string[];
}

export function readDashboard(): Dashboard {
  return JSON.parse(readFileSync(join(watchFolder, "lectern.json"), "utf8"));
}

export function readAlerts(): readonly Alert[] {
  const file: { readonly groups: readonly { readonly rules: readonly Alert[] }[] } = parse(
    readFileSync(join(watchFolder, "alerts.yml"), "utf8"),
  );
  return file.groups.flatMap(({ rules }) => rules);
}

/** Every query of the dashboard, with Grafana's variables filled in. */
export function dashboardQueries(): readonly WatchQuery[] {
  const { panels, annotations } = readDashboard();
  const ofPanels = panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat }) => ({
      where: title,
      query: fillIn(expr),
      shown: [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label),
    })),
  );
  const marks = annotations.list.map(({ name, expr }) => ({
    where: name,
    query: fillIn(expr),
    shown: [],
  }));
  return [...ofPanels, ...marks];
}

export function alertQueries(): readonly WatchQuery[] {
  return readAlerts().map(({ alert, expr, annotations }) => ({
    where: alert,
    query: expr,
    shown: [
      ...Object.values(annotations)
        .join()
        .matchAll(/\$labels\.(\w+)/g),
    ].map(([, label = ""]) => label),
  }));
}

const variables: Readonly<Record<string, string>> = {
  $__rate_interval: "5m",
  $__range: "1h",
  $job: ".+",
  $instance: ".+",
};

function fillIn(expr: string): string {
  return expr.replaceAll(/\$\w+/g, (name) => variables[name] ?? name);
}
