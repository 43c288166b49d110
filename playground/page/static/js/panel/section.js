// Parts that the panel's sections share.
import { h } from "../dom.js";

export const section = (title, ...content) =>
  h("section", { class: "panel-section" }, h("h3", {}, title), content);

export const action = (label, onclick, kind = "secondary") =>
  h("button", { type: "button", class: `button small ${kind}`, onclick }, label);

/** A list of what is armed and has not happened yet, with a way to call it all off. */
export function armedList(clear) {
  const element = h("div", { class: "armed", role: "status" });
  const update = (pending) => {
    if (!pending.length) {
      element.replaceChildren();
      return;
    }
    const rows = pending.map(({ title, left }) => h("li", {}, h("span", {}, title), h("b", {}, `× ${left}`)));
    element.replaceChildren(h("p", {}, "Armed"), h("ol", {}, rows), action("Call off", clear));
  };
  return { element, update };
}

/** "How many times": a small number field. */
export function timesField() {
  const input = h("input", {
    type: "number",
    class: "times",
    min: 1,
    max: 99,
    value: "1",
    "aria-label": "How many times",
  });
  return { input, value: () => Math.min(99, Math.max(1, Math.trunc(Number(input.value)) || 1)) };
}

/** A select of `entries` ({id, title, group}), grouped. */
export function groupedSelect(label, entries) {
  const groups = [...new Set(entries.map((entry) => entry.group))];
  return h(
    "select",
    { "aria-label": label },
    groups.map((group) =>
      h(
        "optgroup",
        { label: group },
        entries
          .filter((entry) => entry.group === group)
          .map((entry) => h("option", { value: entry.id }, entry.title)),
      ),
    ),
  );
}
