// Links to other sites: web addresses only, in a new tab, without a referrer.
import { h } from "./dom.js";

const WEB = /^https?:\/\//i;

/** A link to `url`, or only its content if that isn't a web address. */
export function link(url, ...content) {
  if (!WEB.test(url ?? "")) return h("span", {}, ...content);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url }, ...content);
}
