// Puts the page together: the store, the parts that show it, and what a reader can do.
import { Composer } from "./composer/composer.js";
import { h } from "./dom.js";
import { header, statusLine } from "./header.js";
import { openImages } from "./lightbox.js";
import { openMemberMenu, openMessageMenu } from "./menu.js";
import { keepModalShown } from "./modal/modal.js";
import { Names } from "./names.js";
import { controlPanel } from "./panel/panel.js";
import { Sidebar } from "./sidebar.js";
import { Refused } from "./socket.js";
import { Store } from "./store.js";
import { keepStampsCurrent } from "./time.js";
import { isLoading } from "./timeline/message.js";
import { Timeline } from "./timeline/timeline.js";
import { toasts } from "./toasts.js";

const PANEL_KEY = "playground-panel";
const WIDE = matchMedia("(min-width: 1180px)");

/** What the parts of the page share: the store, names, and what a reader can do. */
class Page {
  store = new Store();
  names = new Names(this.store);
  activity = this.store.activity;
  isLoading = isLoading;
  openImages = openImages;

  guild = () => this.store.view.guild;
  channels = () => this.store.view.channels;
  viewer = () => ({ id: this.store.view.user });
  bot = () => this.names.author(this.store.view.application.bot);
  mayManageMessages = () => this.store.viewer.manages_messages;

  press = (message, customId) =>
    this.activity.component("press", { message: message.id, custom_id: customId });
  select = (message, customId, values) =>
    this.activity.component("select", { message: message.id, custom_id: customId, values });
  dismiss = (message) => this.store.dismiss(message);
  deleteMessage = (message) => this.store.attempt("delete", { message: message.id });
  openMenu = (event, message) => openMessageMenu(event, message, this);
  openMemberMenu = (event, userId) => openMemberMenu(event, userId, this);
  jumpTo = (id) => this.timeline.jumpTo(id);
  compose = (name, values) => this.composer.compose(name, values);

  async contextMenu(command, target) {
    const parameters = { channel: this.store.channel, command: command.name, ...target };
    try {
      await this.activity.command("context_menu", parameters, command.label);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.store.emit("trouble", error.message);
    }
  }

  /** Changes the language of the speaker's Discord, and reloads the commands in it. */
  async speakIn(locale) {
    if (await this.store.attempt("language", { locale })) {
      await this.store.look(this.store.view.guild.id, this.store.view.user);
    }
  }

  build() {
    this.timeline = new Timeline(this);
    this.composer = new Composer(this);
    this.sidebar = new Sidebar(this);
    const chat = h(
      "main",
      { class: "chat" },
      header(this),
      statusLine(this),
      this.timeline.element,
      this.composer.element,
    );
    const shade = h("button", {
      type: "button",
      class: "shade",
      tabindex: "-1",
      "aria-label": "Close",
      onclick: () => this.#closeDrawers(),
    });
    const skip = h("button", { type: "button", class: "skip-link", onclick: () => this.composer.focus() }, [
      "Skip to the message box",
    ]);
    document.body.replaceChildren(
      skip,
      this.sidebar.element,
      chat,
      controlPanel(this),
      shade,
      toasts(this.store),
    );
    document.addEventListener("compose", ({ detail }) => this.compose(detail));
    document.addEventListener(
      "keydown",
      ({ key }) => key === "Escape" && !WIDE.matches && this.#closeDrawers(),
    );
    this.#placePanel();
    WIDE.addEventListener("change", () => this.#placePanel());
    keepModalShown(this);
    keepStampsCurrent();
    this.store.start();
  }

  openSidebar() {
    document.body.classList.add("sidebar-open");
    this.sidebar.element.querySelector("[aria-checked=true]")?.focus();
  }

  closeSidebar() {
    document.body.classList.remove("sidebar-open");
  }

  togglePanel(open = !document.body.classList.contains("panel-open")) {
    document.body.classList.toggle("panel-open", open);
    this.controlsButton.setAttribute("aria-expanded", String(open));
    if (WIDE.matches) localStorage.setItem(PANEL_KEY, open ? "open" : "closed");
  }

  /** Beside the channel if there's room and the reader hasn't closed it, else in its drawer. */
  #placePanel() {
    this.togglePanel(WIDE.matches && localStorage.getItem(PANEL_KEY) !== "closed");
  }

  #closeDrawers() {
    this.closeSidebar();
    if (!WIDE.matches) this.togglePanel(false);
  }
}

new Page().build();
