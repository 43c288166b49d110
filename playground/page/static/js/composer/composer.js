// Where a member types: plain messages, and commands with their options.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { Refused } from "../socket.js";
import { CommandLine } from "./command_line.js";
import { Suggestions, row } from "./suggestions.js";
import { commandIn, matchingCommands, splitOptions } from "./text.js";

const CHAT_INPUT = 1;

export class Composer {
  #line;
  #last;
  #sending = false;

  constructor(page) {
    this.page = page;
    this.suggestions = new Suggestions((item) => item.pick());
    this.text = h("textarea", {
      class: "composer-text",
      rows: 1,
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      enterkeyhint: "send",
      oninput: () => this.#typed(),
      onfocus: () => this.#offerCommands(),
    });
    this.fields = h("div", { class: "composer-fields" }, this.text);
    const slash = h(
      "button",
      {
        type: "button",
        class: "icon-button composer-slash",
        "aria-label": "Show commands",
        title: "Show commands",
        onclick: () => this.#startSlash(),
      },
      icon("command"),
    );
    const send = h(
      "button",
      { type: "submit", class: "icon-button composer-send", "aria-label": "Send" },
      icon("send"),
    );
    this.element = h(
      "form",
      {
        class: "composer",
        onsubmit: (event) => {
          event.preventDefault();
          this.#send();
        },
      },
      this.suggestions.element,
      h("div", { class: "composer-box" }, slash, this.fields, send),
    );
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.element.contains(relatedTarget)) this.suggestions.hide();
    });
    page.store.on("view channel commands", () => this.#placeChanged());
  }

  /** Puts a command into the composer, ready to send, with those of the values that it has options for. */
  compose(name, values) {
    const command = this.#commands().find((each) => each.name === name);
    if (!command) return;
    const names = command.options.map((option) => option.name);
    const known = Object.entries(values).filter(([option]) => names.includes(option));
    this.#begin(command, (line) => line.fill(Object.fromEntries(known)));
    this.#line.more.focus();
  }

  /** Leaves the command's options; `text` stands in the composer instead. */
  backToText(text = "") {
    this.#line = undefined;
    this.text.value = text;
    this.fields.replaceChildren(this.text);
    this.#size();
    this.text.focus();
    this.#offerCommands();
  }

  #commands() {
    return this.page.store.commands(CHAT_INPUT);
  }

  #placeChanged() {
    const { store } = this.page;
    const channel = store.view.channels.find((each) => each.id === store.channel);
    const name = store.viewer?.display;
    this.text.placeholder = store.direct
      ? `Message ${this.page.bot().display} as ${name}`
      : `Message #${channel?.name ?? ""} as ${name}`;
    this.text.setAttribute("aria-label", this.text.placeholder);
    this.element.hidden = !channel && !store.direct;
    const offered = this.#commands().some((command) => command.name === this.#line?.command.name);
    if (this.#line && !offered) {
      this.#line = undefined;
      this.fields.replaceChildren(this.text);
      this.suggestions.hide();
    }
  }

  #begin(command, fill) {
    this.#line = new CommandLine(command, this);
    this.text.value = "";
    this.fields.replaceChildren(this.#line.element);
    fill(this.#line);
  }

  #startSlash() {
    if (this.#line) return;
    this.text.value = "/";
    this.text.focus();
    this.#typed();
  }

  // Text that is not a command yet.

  #typed() {
    this.#size();
    const found = this.text.value.startsWith("/") && commandIn(this.text.value, this.#commands());
    if (!found) {
      this.#offerCommands();
      return;
    }
    const { lead, values } = splitOptions(found.rest, found.command.options);
    this.#begin(found.command, (line) => line.fill(values, lead));
  }

  #size() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
  }

  #offerCommands() {
    const { value } = this.text;
    if (!value.startsWith("/")) {
      this.suggestions.hide();
      return;
    }
    const commands = matchingCommands(this.#commands(), value.slice(1));
    const items = commands.map((command) => ({
      content: commandRow(command),
      pick: () => this.#begin(command, (line) => line.fill({})),
    }));
    const name = this.page.bot().display;
    const nothing = this.#commands().length
      ? "No command matches."
      : `${name} has not registered its commands yet.`;
    this.suggestions.show(this.text, { title: name, hint: items.length ? "" : nothing, items, active: 0 });
  }

  // Keys.

  #key(event) {
    if (event.isComposing || !event.target.matches("textarea, input")) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (!this.suggestions.chooseActive()) this.#send();
    } else if (event.key === "Tab" && !event.shiftKey) {
      if (this.suggestions.chooseActive()) event.preventDefault();
    } else if (event.key === "Escape") this.#escape(event);
    else if (event.key === "ArrowUp" || event.key === "ArrowDown") this.#vertical(event);
  }

  #escape(event) {
    if (this.suggestions.open && !this.#line) this.suggestions.hide();
    else if (this.#line) this.backToText();
    else return;
    event.preventDefault();
  }

  #vertical(event) {
    const up = event.key === "ArrowUp";
    if (up && event.target === this.text && !this.text.value && this.#last) {
      event.preventDefault();
      this.compose(this.#last.name, this.#last.texts);
    } else if (this.suggestions.open) {
      event.preventDefault();
      this.suggestions.move(up ? -1 : 1);
    }
  }

  // Sending.

  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    this.element.setAttribute("aria-busy", "true");
    try {
      if (this.#line) await this.#sendCommand(this.#line);
      else await this.#say();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.page.store.emit("trouble", error.message);
    } finally {
      this.#sending = false;
      this.element.removeAttribute("aria-busy");
    }
  }

  async #sendCommand(line) {
    if (!line.check()) return;
    const { name } = line.command;
    const texts = line.texts();
    const parameters = { channel: this.page.store.channel, command: name, values: await line.values() };
    await this.page.activity.command("slash", parameters, `/${name}`);
    this.#last = { name, texts };
    this.backToText();
  }

  async #say() {
    const content = this.text.value.trim();
    if (!content) return;
    if (content.startsWith("/")) throw new Refused("There is no such command. Pick one from the list.");
    await this.page.store.request("say", { channel: this.page.store.channel, content });
    this.backToText();
  }
}

function commandRow(command) {
  const required = command.options
    .filter((option) => option.required)
    .map((option) => h("span", { class: "command-option" }, option.name));
  return h(
    "div",
    { class: "suggestion command" },
    h("span", { class: "suggestion-name" }, `/${command.name}`, required),
    h("span", { class: "suggestion-about" }, command.description),
  );
}
