/** One metric of a scrape. */
export interface Metric {
  readonly type: string;
  /** The values that each label has in it. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
}

interface OpenMetric extends Metric {
  readonly labels: Map<string, Set<string>>;
}

/** What Prometheus adds to all that it scrapes. */
const ownLabels = ["job", "instance"];

/**
 * Reads the text format of Prometheus: the metrics by the names that queries use,
 * those of a histogram with their endings. `up` is there as Prometheus makes it.
 */
export function readScrape(text: string): ReadonlyMap<string, Metric> {
  const types = new Map<string, string>();
  for (const [, name = "", type = ""] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    types.set(name, type);
  }
  const metrics = new Map<string, OpenMetric>([["up", { type: "gauge", labels: labelsFrom() }]]);
  for (const [, name = "", labels = ""] of text.matchAll(/^([a-z]\w*)(?:\{(.*)\})? \S+$/gim)) {
    const type = types.get(name) ?? types.get(name.replace(/_(?:bucket|sum|count)$/, ""));
    const metric = metrics.get(name) ?? { type: type ?? "untyped", labels: labelsFrom() };
    for (const [, label = "", value = ""] of labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      metric.labels.set(label, (metric.labels.get(label) ?? new Set()).add(value));
    }
    metrics.set(name, metric);
  }
  return metrics;
}

function labelsFrom(): Map<string, Set<string>> {
  return new Map(ownLabels.map((label) => [label, new Set(["any"])]));
}
