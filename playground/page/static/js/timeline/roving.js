// The list of messages is one tab stop. Arrow keys move between messages, Enter goes into one, Escape comes out.

const CONTROLS = "button, a[href], input, select, pre, [role=button]";
const INWARD = ["Enter", "ArrowRight"];

export class RovingList {
  #list;
  #current;

  /** `list` is the element whose children are the messages. */
  constructor(list) {
    this.#list = list;
    list.addEventListener("keydown", (event) => this.#key(event));
    list.addEventListener("focusin", ({ target }) => this.#focused(target, this.#itemOf(target)));
    list.addEventListener("focusout", ({ target, relatedTarget }) => {
      const item = this.#itemOf(target);
      if (item && !item.contains(relatedTarget)) closeOff(item);
    });
  }

  /** Call this after items were added, replaced or removed. The newest is the stop until another is chosen. */
  refresh() {
    for (const item of this.#list.children) {
      if (item.contains(document.activeElement) && item !== document.activeElement) open(item);
      else closeOff(item);
    }
    const chosen = this.#current && this.#list.querySelector(`:scope > [data-id="${CSS.escape(this.#current)}"]`);
    this.#stopAt(chosen ?? this.#list.lastElementChild);
  }

  #stopAt(item) {
    for (const each of this.#list.children) each.tabIndex = each === item ? 0 : -1;
  }

  /** Tab only reaches the controls of a message from inside it. From the message itself, Tab leaves the list. */
  #focused(target, item) {
    if (!item) return;
    this.#current = item.dataset.id;
    this.#stopAt(item);
    if (target === item) closeOff(item);
    else open(item);
  }

  #key(event) {
    const item = this.#itemOf(event.target);
    if (!item || event.defaultPrevented) return;
    if (event.target !== item) {
      if (event.key !== "Escape") return;
      item.focus();
    } else if (INWARD.includes(event.key)) controls(item)[0]?.focus();
    else {
      const to = this.#neighbour(item, event.key);
      if (!to) return;
      to.focus();
      to.scrollIntoView({ block: "nearest" });
    }
    event.preventDefault();
  }

  #neighbour(item, key) {
    switch (key) {
      case "ArrowUp":
        return item.previousElementSibling;
      case "ArrowDown":
        return item.nextElementSibling;
      case "Home":
        return this.#list.firstElementChild;
      case "End":
        return this.#list.lastElementChild;
      default:
        return undefined;
    }
  }

  #itemOf(node) {
    let item = node;
    while (item && item.parentElement !== this.#list) item = item.parentElement;
    return item;
  }
}

const controls = (item) => [...item.querySelectorAll(CONTROLS)].filter((each) => !each.disabled && !each.closest("[inert]"));

function open(item) {
  for (const each of item.querySelectorAll(CONTROLS)) each.tabIndex = 0;
}

function closeOff(item) {
  for (const each of item.querySelectorAll(CONTROLS)) each.tabIndex = -1;
}
