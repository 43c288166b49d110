// Discord's block markdown: headings, subtext, quotes, lists, code blocks. Everything else is inline.
import { h } from "../dom.js";
import { inline } from "./inline.js";

const FENCE = /```(?:([A-Za-z0-9+#._-]+)\n)?\n?([\s\S]*?)\n?```/g;
const HEADING = /^(#{1,3})\s+(.+)$/;
const SUBTEXT = /^-#\s+(.+)$/;
const ITEM = /^(\s*)(?:[-*]|(\d{1,9})\.)\s+(.*)$/;

/** The nodes of a whole message text. */
export function markdown(text, names) {
  const fragment = document.createDocumentFragment();
  let at = 0;
  for (const match of text.matchAll(FENCE)) {
    if (!match[2].trim()) continue;
    lines(text.slice(at, match.index).replace(/\n$/, ""), names, fragment);
    fragment.append(h("pre", { tabindex: "0" }, h("code", { "data-language": match[1] }, match[2])));
    at = match.index + match[0].length;
    if (text[at] === "\n") at += 1;
  }
  lines(text.slice(at), names, fragment);
  return fragment;
}

function lines(text, names, into) {
  if (!text) return;
  const rows = text.split("\n");
  let paragraph = [];
  const flush = () => {
    if (paragraph.length) into.append(h("div", { class: "paragraph" }, inline(paragraph.join("\n"), names)));
    paragraph = [];
  };
  for (let i = 0; i < rows.length;) {
    const block = blockAt(rows, i, names);
    if (block) {
      flush();
      into.append(block.node);
      i += block.rows;
    } else {
      paragraph.push(rows[i]);
      i += 1;
    }
  }
  flush();
}

function blockAt(rows, i, names) {
  const row = rows[i];
  let match = HEADING.exec(row);
  if (match)
    return {
      node: h(`h${match[1].length + 2}`, { class: `heading-${match[1].length}` }, inline(match[2], names)),
      rows: 1,
    };
  match = SUBTEXT.exec(row);
  if (match) return { node: h("small", { class: "subtext" }, inline(match[1], names)), rows: 1 };
  if (row.startsWith(">>> ")) {
    const rest = [row.slice(4), ...rows.slice(i + 1)];
    return { node: quote(rest, names), rows: rows.length - i };
  }
  if (row.startsWith("> ")) {
    const quoted = takeWhile(rows, i, (each) => each.startsWith("> ")).map((each) => each.slice(2));
    return { node: quote(quoted, names), rows: quoted.length };
  }
  match = ITEM.exec(row);
  if (match) {
    const [, indent, number] = match;
    const belongs = ([, depth, each]) =>
      depth.length > indent.length || (each === undefined) === (number === undefined);
    const items = takeWhile(rows, i, (each) => ITEM.test(each) && belongs(ITEM.exec(each)));
    return {
      node: list(
        items.map((each) => ITEM.exec(each)),
        names,
      ),
      rows: items.length,
    };
  }
  return undefined;
}

function takeWhile(rows, from, holds) {
  let end = from;
  while (end < rows.length && holds(rows[end])) end += 1;
  return rows.slice(from, end);
}

function quote(rows, names) {
  const node = h("blockquote", {});
  lines(rows.join("\n"), names, node);
  return node;
}

function list(items, names) {
  const depth = items[0][1].length;
  const number = items[0][2];
  const node = number === undefined ? h("ul", {}) : h("ol", { start: number });
  for (let i = 0; i < items.length;) {
    const nested = takeWhile(items, i + 1, (each) => each[1].length > depth);
    node.append(h("li", {}, inline(items[i][3], names), nested.length ? list(nested, names) : null));
    i += 1 + nested.length;
  }
  return node;
}
