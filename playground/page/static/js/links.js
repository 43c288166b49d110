// Links out of the page: web addresses only, opened elsewhere, without telling where from.
import { h } from "./dom.js";

const WEB = /^https?:\/\//i;

/** A link to `url`, or its content alone where the address is not a web address. */
export function link(url, ...content) {
  if (!WEB.test(url ?? "")) return h("span", {}, ...content);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, ...content);
}
