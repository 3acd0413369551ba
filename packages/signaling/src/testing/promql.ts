import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

/** A condition on a label, for instance `code!="4000"`. */
export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** A metric that a query asks for, and what becomes of it on the way out. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  /** The functions around it, from the inside out. */
  readonly functions: readonly string[];
  /** The labels that each aggregation around it keeps, from the inside out. */
  readonly groupings: readonly (readonly string[])[];
}

/**
 * Reads what a query asks for.
 *
 * @throws {SyntaxError} if Prometheus's own grammar does not know it
 */
export function readQuery(query: string): readonly Selector[] {
  return nodesOf(query, ["VectorSelector"]).map((node) => ({
    metric: textOf(query, node.getChild("Identifier")),
    matchers: matchersOf(query, node),
    functions: around(node, "FunctionCall").map((call) =>
      textOf(query, call.getChild("FunctionIdentifier")),
    ),
    groupings: around(node, "AggregateExpr").map((aggregate) => groupingOf(query, aggregate)),
  }));
}

/** The query with its comparisons answered by 0 or 1, where they would have left nothing. */
export function withoutFilters(query: string): string {
  const comparisons = nodesOf(query, ["Gtr", "Lss", "Gte", "Lte", "Eql", "Neq"])
    .filter(({ parent }) => parent?.name === "BinaryExpr")
    .map(({ to }) => to);
  return comparisons.reduceRight((text, at) => `${text.slice(0, at)} bool${text.slice(at)}`, query);
}

function nodesOf(query: string, names: readonly string[]): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  parser.parse(query).iterate({
    enter: ({ node, type }) => {
      if (type.isError) throw new SyntaxError(`Cannot read at ${node.from}: ${query}`);
      if (names.includes(type.name)) found.push(node);
    },
  });
  return found;
}

function matchersOf(query: string, selector: SyntaxNode): readonly Matcher[] {
  const matchers = selector.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? [];
  return matchers.map((matcher) => ({
    label: textOf(query, matcher.getChild("LabelName")),
    operator: textOf(query, matcher.getChild("MatchOp")),
    value: textOf(query, matcher.getChild("StringLiteral")).slice(1, -1),
  }));
}

/** Without `by` nothing is kept; `without` would hide what is, and is not understood. */
function groupingOf(query: string, aggregate: SyntaxNode): readonly string[] {
  const modifier = aggregate.getChild("AggregateModifier");
  if (modifier?.getChild("Without")) throw new SyntaxError(`Say by, not without: ${query}`);
  const labels = modifier?.getChild("GroupingLabels")?.getChildren("LabelName") ?? [];
  return labels.map((label) => textOf(query, label));
}

function around(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = node.parent; at; at = at.parent) if (at.name === name) found.push(at);
  return found;
}

function textOf(query: string, node: SyntaxNode | null): string {
  return node ? query.slice(node.from, node.to) : "";
}
