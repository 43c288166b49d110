// A field that opens a list to choose from: select menus of messages and of modals.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { Listbox } from "../listbox.js";
import { openPopover } from "../popover.js";

/**
 * `choices`: {value, label, description?, emoji?, sign?, selected?}. `onpick(values)` hears every final choice: at
 * once where only one can be chosen, else when the list closes. Returns the field; `field.values()` are the values.
 */
export function picker({ choices, min = 1, max = 1, placeholder, disabled, label, customId, onpick }) {
  let chosen = choices.filter((choice) => choice.selected).map((choice) => choice.value);
  const shown = h("span", { class: "picker-value" });
  const field = h(
    "button",
    {
      type: "button",
      class: "picker",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-label": label ?? placeholder,
      "data-custom-id": customId,
      disabled,
      onclick: () => open(),
    },
    shown,
    icon("down", 18),
  );

  const refresh = () => {
    const labels = choices.filter((choice) => chosen.includes(choice.value)).map((choice) => choice.label);
    shown.textContent = labels.join(", ") || placeholder || "Make a selection";
    shown.classList.toggle("placeholder", labels.length === 0);
  };

  const open = () => {
    const before = chosen;
    const list = new Listbox(label ?? placeholder ?? "Choices", ({ value }) => toggle(value), {
      multiple: max > 1,
    });
    list.element.tabIndex = 0;
    const show = (active) =>
      list.show(
        choices.map((choice) => ({
          value: choice.value,
          selected: chosen.includes(choice.value),
          content: choiceNode(choice, chosen.includes(choice.value), max > 1),
        })),
        active,
      );
    const toggle = (value) => {
      chosen =
        max === 1
          ? [value]
          : chosen.includes(value)
            ? chosen.filter((each) => each !== value)
            : chosen.length < max
              ? [...chosen, value]
              : chosen;
      refresh();
      if (max === 1) popover.hidePopover();
      else show(choices.findIndex((choice) => choice.value === value));
    };
    const finish = () => {
      field.setAttribute("aria-expanded", "false");
      if (chosen.join() !== before.join() && chosen.length >= min) onpick?.(chosen);
    };
    show(
      Math.max(
        0,
        choices.findIndex((choice) => chosen.includes(choice.value)),
      ),
    );
    list.element.addEventListener("keydown", (event) => drive(event, list, popover));
    const popover = openPopover(list.element, field, { width: field.offsetWidth, onclose: finish });
    field.setAttribute("aria-expanded", "true");
    list.element.focus();
  };

  refresh();
  field.values = () => chosen;
  return field;
}

function drive(event, list, popover) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) list.move(steps[event.key]);
  else if (event.key === "Enter" || event.key === " ") list.chooseActive();
  else if (event.key === "Tab") popover.hidePopover();
  else return;
  if (list.activeId) list.element.setAttribute("aria-activedescendant", list.activeId);
  event.preventDefault();
}

function choiceNode(choice, selected, multiple) {
  return h(
    "div",
    { class: "choice" },
    choice.emoji
      ? h("span", { class: "emoji" }, choice.emoji)
      : choice.sign
        ? h("span", { class: "sign" }, choice.sign)
        : null,
    h(
      "div",
      { class: "choice-text" },
      h("span", {}, choice.label),
      choice.description ? h("small", {}, choice.description) : null,
    ),
    multiple || selected
      ? h("span", { class: selected ? "choice-mark on" : "choice-mark" }, selected ? icon("check", 14) : null)
      : null,
  );
}
