// Parts shared by the panel's sections.
import { h } from "../dom.js";

export const section = (title, ...content) =>
  h("section", { class: "panel-section" }, h("h3", {}, title), content);

export const action = (label, onclick, kind = "secondary") =>
  h("button", { type: "button", class: `button small ${kind}`, onclick }, label);

/** The faults that haven't happened yet, with a button that cancels them all. */
export function pendingList(clear) {
  const element = h("div", { class: "notice pending", role: "status", hidden: true });
  const update = (pending) => {
    element.hidden = !pending.length;
    const rows = pending.map(({ title, left }) => h("li", {}, h("span", {}, title), h("b", {}, `× ${left}`)));
    const title = h("p", { class: "notice-title" }, "Waiting to happen");
    element.replaceChildren(...(pending.length ? [title, h("ol", {}, rows), action("Cancel", clear)] : []));
  };
  return { element, update };
}

/**
 * A list of faults ({id, title, group}), how many times, and a button that calls `arm(id, times)`.
 * `describe(fault)` is the sentence below the list.
 */
export function faultForm({ label, button }, arm, describe) {
  const select = h("select", { "aria-label": label });
  const about = h("p", { class: "panel-detail" });
  const times = h("input", { type: "number", class: "times", min: 1, max: 99, value: "1" });
  const count = () => Math.min(99, Math.max(1, Math.trunc(Number(times.value)) || 1));
  const element = h(
    "div",
    { class: "panel-form" },
    h("p", { class: "panel-label" }, label),
    select,
    about,
    h(
      "div",
      { class: "panel-row" },
      action(button, () => arm(select.value, count()), "primary"),
      h("label", { class: "panel-row" }, times, "times"),
    ),
  );
  const update = (faults) => {
    if (select.options.length) return;
    const show = () => {
      about.textContent = describe(faults.find((fault) => fault.id === select.value));
    };
    select.append(...grouped(faults));
    select.addEventListener("change", show);
    show();
  };
  return { element, update };
}

function grouped(faults) {
  const groups = [...new Set(faults.map((fault) => fault.group))];
  const option = ({ id, title }) => h("option", { value: id }, title);
  return groups.map((group) =>
    h("optgroup", { label: group }, faults.filter((fault) => fault.group === group).map(option)),
  );
}
