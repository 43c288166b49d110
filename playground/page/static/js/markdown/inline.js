// Discord's inline markdown, built as DOM nodes. `names` resolves ids:
// names.user(id), names.role(id), names.channel(id) -> {label, color?} or undefined.
import { h } from "../dom.js";
import { link } from "../links.js";
import { roleColour } from "../names.js";
import { spoilerText } from "../spoiler.js";
import { timestamp } from "../time.js";

const span = (tag) => (inner, names) => h(tag, {}, inline(inner, names));

const mention = (kind, sign) => (id, names) => {
  const known = names[kind](id);
  return h("span", roleColour("mention", known?.color), `${sign}${known?.label ?? `unknown-${kind}`}`);
};

/** A command's mention is a button. The page puts the command into the composer on its "compose" event. */
function commandMention(name) {
  const compose = ({ currentTarget }) =>
    currentTarget.dispatchEvent(new CustomEvent("compose", { bubbles: true, detail: name }));
  return h("button", { type: "button", class: "plain mention", onclick: compose }, `/${name}`);
}

// In order of precedence. Every expression is sticky, so it's tried at one position of the text.
const RULES = [
  [/\\([^A-Za-z0-9\s])/y, ([, char]) => char],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, ([, , code]) => h("code", {}, code.replace(/^ (.*) $/s, "$1"))],
  [/<t:(-?\d{1,13})(?::([tTdDfFR]))?>/y, ([, seconds, style]) => timestamp(Number(seconds), style)],
  [/<@!?(\d{5,20})>/y, ([, id], names) => mention("user", "@")(id, names)],
  [/<@&(\d{5,20})>/y, ([, id], names) => mention("role", "@")(id, names)],
  [/<#(\d{5,20})>/y, ([, id], names) => mention("channel", "#")(id, names)],
  [/<\/([-_ \p{L}\p{N}]{1,100}):\d{5,20}>/uy, ([, name]) => commandMention(name)],
  [/<a?(:\w{2,32}:)\d{5,20}>/y, ([, name]) => name],
  [/@(?:everyone|here)\b/y, ([text]) => h("span", { class: "mention" }, text)],
  [
    /\[((?:\\.|[^[\]\\]|\[[^\]]*\])+)\]\(\s*<?(https?:\/\/[^\s<>]+?)>?\s*\)/y,
    ([, label, url], names) => link(url, inline(label, names)),
  ],
  [/<(https?:\/\/[^\s<>]+)>/y, ([, url]) => link(url, url)],
  [/https?:\/\/[^\s<]+[^\s<.,:;"'\]?!)|*~_]/y, ([url]) => link(url, url)],
  [/\*\*((?:\\[\s\S]|[\s\S])+?)\*\*(?!\*)/y, ([, inner], names) => span("strong")(inner, names)],
  [/__((?:\\[\s\S]|[\s\S])+?)__(?!_)/y, ([, inner], names) => span("u")(inner, names)],
  [/~~((?:\\[\s\S]|[\s\S])+?)~~/y, ([, inner], names) => span("s")(inner, names)],
  [/\|\|([\s\S]+?)\|\|/y, ([, inner], names) => spoilerText(inline(inner, names))],
  [
    /\*(?![\s*])((?:\\[\s\S]|\*\*[\s\S]+?\*\*|[^*\\])+?)(?<!\s)\*(?!\*)/y,
    ([, inner], names) => span("em")(inner, names),
  ],
  [
    /(?<![A-Za-z0-9])_(?!_)((?:\\[\s\S]|__[\s\S]+?__|[^_\\])+?)_(?![A-Za-z0-9_])/y,
    ([, inner], names) => span("em")(inner, names),
  ],
];

const SPECIAL = /[\\`<@[h*_~|]/g;

/** The nodes of one run of text. Line breaks stay in it (the page shows them with white-space: pre-wrap). */
export function inline(text, names) {
  const fragment = document.createDocumentFragment();
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain) fragment.append(plain);
    plain = "";
  };
  while (at < text.length) {
    SPECIAL.lastIndex = at;
    const next = SPECIAL.exec(text)?.index ?? text.length;
    plain += text.slice(at, next);
    at = next;
    if (at >= text.length) break;
    const found = firstRule(text, at, names);
    if (found) {
      flush();
      fragment.append(found.node);
      at += found.length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return fragment;
}

function firstRule(text, at, names) {
  for (const [expression, make] of RULES) {
    expression.lastIndex = at;
    const match = expression.exec(text);
    if (match) return { node: make(match, names), length: match[0].length };
  }
  return undefined;
}
