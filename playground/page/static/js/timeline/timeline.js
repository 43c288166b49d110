// The channel's messages. New ones are drawn one by one and followed unless the reader has scrolled up.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { dayName } from "../time.js";
import { continues, messageNode } from "./message.js";
import { noteNode } from "./notes.js";
import { RovingList } from "./roving.js";
import { welcome } from "./welcome.js";

const NEAR_END_PX = 80;

const startsDay = (message, previous) =>
  !previous || new Date(previous.timestamp).toDateString() !== new Date(message.timestamp).toDateString();

/** The parts of a message's look that depend on the message above it. */
const placement = (message, previous) => `${continues(message, previous)} ${startsDay(message, previous)}`;

export class Timeline {
  #page;
  #list = h("ol", { class: "messages" });
  #start = h("div", { class: "welcome-place" });
  #jump = h(
    "button",
    { type: "button", class: "jump", hidden: true, onclick: () => this.#toEnd() },
    "New messages",
    icon("down", 16),
  );
  #log = h("div", { role: "log", "aria-label": "Messages" }, this.#list);
  #scroller = h("div", { class: "scroller", tabindex: "-1" }, this.#start, this.#log);
  #roving = new RovingList(this.#list);
  #following = true;
  #welcomed = "";

  constructor(page) {
    this.#page = page;
    this.element = h("section", { class: "timeline", "aria-label": "Channel" }, this.#scroller, this.#jump);
    const { store } = page;
    store.on("channel", () => this.#drawAll(true));
    store.on("view", ({ moved }) => this.#drawAll(moved));
    store.on("commands panel", () => this.#drawWelcome());
    store.on("message", ({ message }) => this.#draw(message));
    store.on("gone", ({ id }) => this.#remove(id));
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#settle()).observe(this.#list);
    new ResizeObserver(() => this.#settle()).observe(this.#scroller);
  }

  /** Scrolls to the message that another one replies to. */
  jumpTo(id) {
    const node = this.#find(id);
    node?.scrollIntoView({ block: "center" });
    node?.classList.add("pointed");
    setTimeout(() => node?.classList.remove("pointed"), 1500);
  }

  #drawAll(moved) {
    const messages = this.#page.store.messages();
    this.#list.replaceChildren(...messages.map((message, index) => this.#node(message, messages[index - 1])));
    this.#roving.refresh();
    this.#drawWelcome();
    if (moved || this.#following) this.#toEnd();
  }

  #drawWelcome() {
    if (!this.#page.store.view) return;
    const { key, draw } = welcome(this.#page);
    if (key === this.#welcomed) return;
    this.#welcomed = key;
    this.#start.replaceChildren(draw());
  }

  #node(message, previous) {
    const node = message.note
      ? noteNode(message, this.#page)
      : messageNode(message, continues(message, previous), this.#page);
    node.dataset.after = placement(message, previous);
    if (startsDay(message, previous)) node.dataset.day = dayName(message.timestamp);
    return node;
  }

  /** Redraws a message, and the one below it if its position among the others has changed. */
  #draw(message) {
    const messages = this.#page.store.messages();
    const index = messages.findIndex((each) => each.id === message.id);
    if (index < 0) return;
    const isNew = !this.#find(message.id);
    this.#place(messages, index);
    this.#settleBelow(messages, index + 1);
    this.#roving.refresh();
    const mine = message.note || message.author.id === this.#page.store.view.user;
    if (isNew && mine) this.#toEnd();
    else if (isNew && !this.#following) this.#jump.hidden = false;
    this.#drawWelcome();
  }

  #place(messages, index) {
    const message = messages[index];
    const node = this.#node(message, messages[index - 1]);
    const old = this.#find(message.id);
    if (old) {
      const focused = document.activeElement;
      const had = old.contains(focused);
      const control = had && focused.dataset.customId;
      old.replaceWith(node);
      if (!had) return;
      node.tabIndex = -1;
      const again = control && node.querySelector(`[data-custom-id="${CSS.escape(control)}"]:enabled`);
      (again || node).focus({ preventScroll: true });
      return;
    }
    const next = messages
      .slice(index + 1)
      .map((each) => this.#find(each.id))
      .find(Boolean);
    this.#list.insertBefore(node, next ?? null);
  }

  #remove(id) {
    const node = this.#find(id);
    const below = node?.nextElementSibling;
    const had = node?.contains(document.activeElement);
    const neighbour = below ?? node?.previousElementSibling;
    node?.remove();
    this.#roving.refresh();
    if (had) neighbour?.focus({ preventScroll: true });
    const messages = this.#page.store.messages();
    if (below)
      this.#settleBelow(
        messages,
        messages.findIndex((each) => each.id === below.dataset.id),
      );
    this.#drawWelcome();
  }

  #settleBelow(messages, index) {
    const message = messages[index];
    const node = message && this.#find(message.id);
    if (node && node.dataset.after !== placement(message, messages[index - 1])) this.#place(messages, index);
  }

  #find(id) {
    return this.#list.querySelector(`:scope > [data-id="${CSS.escape(id)}"]`);
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (this.#following) this.#jump.hidden = true;
  }

  #settle() {
    if (this.#following) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #toEnd() {
    this.#following = true;
    this.#jump.hidden = true;
    this.#settle();
  }
}
