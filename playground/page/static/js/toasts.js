// Short sentences about what could not be done.
import { h } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 7000;

export function toasts(store) {
  const element = h("div", { class: "toasts", role: "alert" });
  store.on("trouble", (sentence) => {
    const toast = h(
      "div",
      { class: "toast" },
      h("span", {}, sentence),
      h(
        "button",
        { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => toast.remove() },
        icon("close", 16),
      ),
    );
    element.append(toast);
    setTimeout(() => toast.remove(), SHOWN_MS);
  });
  return element;
}
