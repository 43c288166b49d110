// The end of the command line, where you pick more options and Enter sends.
import { h } from "../dom.js";
import { expectation } from "./options.js";
import { row } from "./suggestions.js";
import { splitOptions } from "./text.js";

export class MoreOptions {
  #line;
  #suggestions;

  constructor(line, suggestions) {
    this.#line = line;
    this.#suggestions = suggestions;
    this.input = h("input", {
      class: "composer-more",
      type: "text",
      role: "combobox",
      autocomplete: "off",
      "aria-label": "More options",
      "aria-expanded": "false",
      enterkeyhint: "send",
      onfocus: () => this.#offer(),
      oninput: () => this.#typed(),
    });
    this.input.addEventListener("keydown", (event) => this.#key(event));
  }

  focus() {
    this.input.focus();
  }

  /** Shows how many options are left to choose from. */
  count() {
    const { length } = this.#line.unused();
    this.input.placeholder = length ? `+${length} optional` : "";
    this.input.classList.toggle("quiet", length === 0);
  }

  #offer() {
    const typed = this.input.value.trim().toLowerCase();
    const matching = this.#line.unused().filter((option) => [option.label, option.name].some((name) => name.startsWith(typed)));
    const items = matching.map((option) => ({
      content: row(option.label, option.description, expectation(option)),
      pick: () => {
        this.input.value = "";
        this.#line.begin(option);
      },
    }));
    const ready = h(
      "span",
      {},
      "Press ",
      h("kbd", {}, "Enter"),
      items.length ? " to send, or add an option" : " to send",
    );
    this.#suggestions.show(this.input, {
      title: typed && !items.length ? "No such option" : ready,
      items,
      active: typed ? 0 : -1,
    });
  }

  #typed() {
    const { values } = splitOptions(this.input.value, this.#line.unused());
    if (Object.keys(values).length) {
      this.input.value = "";
      this.#line.fill(values);
    } else this.#offer();
  }

  #key(event) {
    const back = event.key === "Backspace";
    if (this.input.value || !(back || event.key === "ArrowLeft")) return;
    event.preventDefault();
    if (!this.#line.focusLast() && back) this.#line.backToText();
  }
}
