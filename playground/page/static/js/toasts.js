// Short sentences about failures, and about things that were done off screen.
import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 7000;

export function toasts(store) {
  const element = h("div", { class: "toasts" });
  const show = (sentence, kind, role) => {
    const toast = h(
      "div",
      { class: `toast ${kind}`, role },
      h("span", {}, sentence),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => toast.remove() },
        icon("close", 16),
      ),
    );
    element.append(toast);
    setTimeout(() => toast.remove(), SHOWN_MS);
  };
  store.on("trouble", (sentence) => show(sentence, "trouble", "alert"));
  store.on("done", (sentence) => show(sentence, "done", "status"));
  return element;
}
