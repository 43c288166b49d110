// Spoilers stay hidden until clicked. A revealed media spoiler stays revealed when its message is redrawn.
import { h } from "./dom.js";

export function spoilerText(inner) {
  const node = h(
    "span",
    { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Spoiler, press to reveal" },
    h("span", {}, inner),
  );
  onReveal(node, () => {
    node.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
  });
  return node;
}

const revealed = new Set();

/** Covers `node` (a picture, a file, a container) until it's clicked. `key` identifies it across redraws. */
export function spoilerCover(node, key) {
  if (revealed.has(key)) return node;
  const cover = h("button", { type: "button", class: "spoiler-cover" }, h("span", {}, "Spoiler"));
  const wrapper = h("div", { class: "spoiler-media" }, node, cover);
  node.inert = true;
  onReveal(cover, () => {
    revealed.add(key);
    node.inert = false;
    wrapper.classList.add("revealed");
    cover.remove();
  });
  return wrapper;
}

function onReveal(node, reveal) {
  const once = (event) => {
    if (node.classList.contains("revealed")) return;
    event.stopPropagation();
    event.preventDefault();
    reveal();
  };
  node.addEventListener("click", once);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") once(event);
  });
}
