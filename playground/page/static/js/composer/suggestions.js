// The list above the composer: commands, options, choices, and what's wrong with the text.
import { freshId, h } from "../dom.js";
import { Listbox } from "../listbox.js";

export class Suggestions {
  #title = h("div", { class: "suggestions-title" });
  #hint = h("div", { class: "suggestions-hint", id: freshId("hint") });
  #list;
  #field;

  /** Calls `choose(item)` with what was picked from the list. */
  constructor(choose) {
    this.#list = new Listbox("Suggestions", choose);
    this.element = h(
      "div",
      { class: "suggestions", hidden: true },
      this.#title,
      this.#hint,
      this.#list.element,
    );
  }

  /**
   * Shows `items` for `field`, which keeps the focus. `title` and `hint` are texts or nodes, `problem` is a
   * sentence that replaces the hint, and `active` is the highlighted item.
   */
  show(field, { title, hint, problem, items = [], active = -1 }) {
    this.#field = field;
    this.#title.replaceChildren(title ?? "");
    this.#hint.replaceChildren(problem ?? hint ?? "");
    this.#hint.classList.toggle("problem", Boolean(problem));
    this.#hint.setAttribute("role", problem ? "alert" : "note");
    this.#list.show(items, active);
    this.element.hidden = false;
    field.setAttribute("aria-expanded", String(items.length > 0));
    field.setAttribute("aria-controls", this.#list.element.id);
    field.setAttribute("aria-describedby", this.#hint.id);
    this.#pointAtActive();
  }

  hide() {
    this.element.hidden = true;
    this.#field?.setAttribute("aria-expanded", "false");
    this.#field?.removeAttribute("aria-activedescendant");
  }

  get open() {
    return !this.element.hidden;
  }

  move(step) {
    this.#list.move(step);
    this.#pointAtActive();
  }

  /** Picks the highlighted item. Returns false if there is none. */
  chooseActive() {
    return this.open && this.#list.chooseActive();
  }

  #pointAtActive() {
    const id = this.#list.activeId;
    if (id) this.#field.setAttribute("aria-activedescendant", id);
    else this.#field.removeAttribute("aria-activedescendant");
  }
}

/** A row of the list: a name, a description, and a word at the end. */
export function row(name, description, aside) {
  return h(
    "div",
    { class: "suggestion" },
    h("span", { class: "suggestion-name" }, name),
    description ? h("span", { class: "suggestion-about" }, description) : null,
    aside ? h("span", { class: "suggestion-aside" }, aside) : null,
  );
}
