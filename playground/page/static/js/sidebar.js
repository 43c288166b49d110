// Servers, channels, and the members you can speak as, each with a language.
import { avatar } from "./avatars.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

export class Sidebar {
  #page;
  #rail = h("div", { class: "rail" });
  #head = h("header", { class: "sidebar-head" });
  #channels = h("ul", { class: "channels" });
  #language = languageField((locale) => this.#page.speakIn(locale));
  #speakers = h("div", { class: "speakers", role: "radiogroup", "aria-label": "Speak as" });

  constructor(page) {
    this.#page = page;
    const about = h("p", { class: "speakers-title" }, "Speak as");
    this.element = h(
      "nav",
      { class: "sidebar", "aria-label": "Servers, channels and members" },
      this.#rail,
      h(
        "div",
        { class: "sidebar-main" },
        this.#head,
        this.#channels,
        h("div", { class: "speakers-box" }, about, this.#speakers, this.#language.element),
      ),
    );
    page.store.on("view channel unread", () => this.#draw());
    this.#speakers.addEventListener("keydown", (event) => this.#key(event));
  }

  #draw() {
    const { view } = this.#page.store;
    const focused = this.element.contains(document.activeElement) && document.activeElement.dataset.key;
    this.#rail.replaceChildren(
      this.#direct(),
      h("hr", {}),
      ...view.guilds.map((guild) => this.#guild(guild, view)),
    );
    this.#head.replaceChildren(h("h1", {}, view.guild.name));
    this.#channels.replaceChildren(...view.channels.map((channel) => this.#channel(channel)));
    this.#speakers.replaceChildren(
      ...view.guild.members.filter((member) => !member.bot).map((member) => this.#speaker(member, view)),
    );
    this.#language.show(view);
    if (focused) this.element.querySelector(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
  }

  #direct() {
    const { store } = this.#page;
    return h(
      "button",
      {
        type: "button",
        class: place("server home", store.direct, store.unread.has(store.view.direct)),
        title: "Direct messages",
        "data-key": "direct",
        "aria-label": "Direct messages",
        "aria-current": String(store.direct),
        onclick: () => this.#go(() => store.show(store.view.direct)),
      },
      icon("mail", 24),
    );
  }

  #guild(guild, view) {
    const here = guild.id === view.guild.id && !this.#page.store.direct;
    const initials = guild.name
      .split(/\s+/)
      .map((word) => word[0])
      .join("")
      .slice(0, 3);
    return h(
      "button",
      {
        type: "button",
        class: place("server", here),
        title: guild.name,
        "data-key": `guild-${guild.id}`,
        "aria-label": guild.name,
        "aria-current": String(here),
        onclick: () => this.#go(() => this.#enter(guild, view)),
      },
      initials,
    );
  }

  /** Goes to a server as the same person if they're a member there, else as its first member. */
  #enter(guild, view) {
    const { store } = this.#page;
    if (guild.id === view.guild.id) store.show(view.channels[0]?.id ?? view.direct);
    else store.look(guild.id, view.user);
  }

  #channel(channel) {
    const { store } = this.#page;
    const here = channel.id === store.channel;
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          class: place("channel", here, store.unread.has(channel.id)),
          "aria-current": String(here),
          "data-key": `channel-${channel.id}`,
          onclick: () => this.#go(() => store.show(channel.id)),
        },
        icon(channel.private ? "lock" : "hash", 18),
        h("span", {}, channel.name),
      ),
    );
  }

  #speaker(member, view) {
    const here = member.id === view.user;
    const openMenu = (event) => this.#page.openMemberMenu(event, member.id);
    const radio = h(
      "button",
      {
        type: "button",
        class: place("speaker", here),
        role: "radio",
        "data-key": `member-${member.id}`,
        "aria-checked": String(here),
        tabindex: here ? "0" : "-1",
        onclick: () => this.#go(() => this.#page.store.look(view.guild.id, member.id)),
        oncontextmenu: openMenu,
      },
      avatar(member, { size: 32, status: "online" }),
      h("span", { class: "speaker-text" }, h("span", {}, member.display), h("small", {}, member.title)),
    );
    // Keyboards have a menu key and mice a second button. Touch screens have neither.
    const menu = h(
      "button",
      {
        type: "button",
        class: "icon-button",
        tabindex: "-1",
        "aria-label": `Apps for ${member.display}`,
        "aria-haspopup": "menu",
        onclick: openMenu,
      },
      icon("more"),
    );
    return h("div", { class: "speaker-row", role: "presentation" }, radio, menu);
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...this.#speakers.querySelectorAll("[role=radio]")];
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    const next = all[(at + step + all.length) % all.length];
    next.focus();
    next.click();
  }

  #go(act) {
    this.#page.closeSidebar();
    act();
  }
}

const place = (name, here, unread) =>
  [name, here ? "here" : "", unread ? "unread" : ""].filter(Boolean).join(" ");

/** The language of the speaker's Discord, which the bot gets with each interaction. */
function languageField(choose) {
  const select = h("select", { onchange: () => choose(select.value) });
  const element = h("label", { class: "language" }, "Language", select);
  const show = ({ locale, locales }) => {
    if (!select.options.length) select.append(...locales.map((each) => h("option", { value: each }, languageName(each))));
    select.value = locale;
  };
  return { element, show };
}

/** The language's name for itself. */
const languageName = (locale) => new Intl.DisplayNames([locale], { type: "language" }).of(locale);
