// A field that opens a list of choices, for the select menus of messages and modals.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { Listbox } from "../listbox.js";
import { openPopover } from "../popover.js";

/** `element` is the field, `values` are its choices. */
export class Picker {
  #options;
  #shown = h("span", { class: "picker-value" });
  #list;
  #popover;

  /**
   * `choices`: {value, label, description?, emoji?, sign?, selected?}. Calls `onpick(values)` for every final choice:
   * at once for a single choice, else when the list closes. Calls `onfew(min)` if the list closes with too few.
   */
  constructor({ min = 1, max = 1, ...options }) {
    this.#options = { min, max, ...options };
    this.values = options.choices.filter((choice) => choice.selected).map((choice) => choice.value);
    this.element = h(
      "button",
      {
        type: "button",
        class: "picker",
        role: "combobox",
        "aria-haspopup": "listbox",
        "aria-expanded": "false",
        "aria-label": options.placeholder,
        "data-custom-id": options.customId,
        disabled: options.disabled,
        onclick: () => this.#open(),
      },
      this.#shown,
      icon("down", 18),
    );
    this.#show();
  }

  #show() {
    const { choices, placeholder } = this.#options;
    const labels = choices.filter((choice) => this.#has(choice)).map((choice) => choice.label);
    this.#shown.textContent = labels.join(", ") || placeholder || "Make a selection";
    this.#shown.classList.toggle("placeholder", labels.length === 0);
  }

  #has(choice) {
    return this.values.includes(choice.value);
  }

  #open() {
    const { max, placeholder, choices } = this.#options;
    const before = this.values.join();
    this.#list = new Listbox(placeholder ?? "Choices", ({ value }) => this.#choose(value), {
      multiple: max > 1,
    });
    this.#list.element.tabIndex = 0;
    this.#list.element.addEventListener("keydown", (event) => this.#key(event));
    this.#fill(
      Math.max(
        0,
        choices.findIndex((choice) => this.#has(choice)),
      ),
    );
    this.#popover = openPopover(this.#list.element, this.element, {
      width: this.element.offsetWidth,
      onclose: () => this.#closed(before),
    });
    this.element.setAttribute("aria-expanded", "true");
    this.#list.element.focus();
  }

  #fill(active) {
    const { choices, max } = this.#options;
    const items = choices.map((choice) => ({
      value: choice.value,
      selected: this.#has(choice),
      content: choiceNode(choice, this.#has(choice), max > 1),
    }));
    this.#list.show(items, active);
  }

  #choose(value) {
    const { choices, max } = this.#options;
    if (max === 1) this.values = [value];
    else if (this.values.includes(value)) this.values = this.values.filter((each) => each !== value);
    else if (this.values.length < max) this.values = [...this.values, value];
    this.#show();
    if (max === 1) this.#popover.hidePopover();
    else this.#fill(choices.findIndex((choice) => choice.value === value));
  }

  #closed(before) {
    const { min, onpick, onfew } = this.#options;
    this.element.setAttribute("aria-expanded", "false");
    if (this.values.join() === before) return;
    if (this.values.length >= min) onpick?.(this.values);
    else onfew?.(min);
  }

  #key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.#list.move(steps[event.key]);
    else if (event.key === "Enter" || event.key === " ") this.#list.chooseActive();
    else if (event.key === "Tab") this.#popover.hidePopover();
    else return;
    if (this.#list.activeId) this.#list.element.setAttribute("aria-activedescendant", this.#list.activeId);
    event.preventDefault();
  }
}

function choiceNode(choice, selected, multiple) {
  const sign = choice.emoji
    ? h("span", { class: "emoji" }, choice.emoji)
    : choice.sign && h("span", { class: "sign" }, choice.sign);
  const description = choice.description && h("small", {}, choice.description);
  const text = h("div", { class: "choice-text" }, h("span", {}, choice.label), description);
  const tick = selected ? icon("check", 14) : null;
  const mark =
    (multiple || selected) && h("span", { class: selected ? "choice-mark on" : "choice-mark" }, tick);
  return h("div", { class: "choice" }, sign, text, mark);
}
