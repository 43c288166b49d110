// A list of choices, driven by the keyboard of the field that has the focus (WAI-ARIA's listbox pattern).
import { freshId, h } from "./dom.js";

export class Listbox {
  #active = -1;
  #items = [];
  #nodes = [];
  #choose;

  /** Calls `choose(item)` with what was picked. `multiple` marks several as selected. */
  constructor(label, choose, { multiple = false } = {}) {
    this.#choose = choose;
    this.element = h("ul", {
      class: "listbox",
      role: "listbox",
      id: freshId("list"),
      "aria-label": label,
      "aria-multiselectable": multiple ? "true" : undefined,
    });
  }

  /**
   * Shows `items`: {content (a node), value, selected?, group?}. `active` is the index to highlight at first. There
   * is a heading at the start of each group.
   */
  show(items, active = -1) {
    this.#items = items;
    this.#nodes = items.map((item, index) =>
      h(
        "li",
        {
          role: "option",
          id: freshId("option"),
          "aria-selected": String(Boolean(item.selected)),
          onpointermove: () => this.#highlight(index, false),
          onmousedown: (event) => event.preventDefault(),
          onclick: () => this.#choose(item),
        },
        item.content,
      ),
    );
    const rows = items.map(({ group }, index) => [
      group && group !== items[index - 1]?.group ? heading(group) : [],
      this.#nodes[index],
    ]);
    this.element.replaceChildren(...rows.flat(2));
    this.#active = -1;
    if (active >= 0) this.#highlight(active, true);
  }

  get size() {
    return this.#items.length;
  }

  get activeId() {
    return this.#nodes[this.#active]?.id;
  }

  move(step) {
    if (!this.#items.length) return;
    const from = this.#active < 0 && step < 0 ? 0 : this.#active;
    this.#highlight((from + step + this.#items.length) % this.#items.length, true);
  }

  /** Picks the highlighted item. Returns false if there is none. */
  chooseActive() {
    const item = this.#items[this.#active];
    if (item) this.#choose(item);
    return Boolean(item);
  }

  #highlight(index, scroll) {
    this.#nodes[this.#active]?.classList.remove("active");
    this.#active = index;
    const node = this.#nodes[index];
    node?.classList.add("active");
    if (scroll) node?.scrollIntoView({ block: "nearest" });
  }
}

const heading = (text) => h("li", { role: "presentation", class: "listbox-heading" }, text);
