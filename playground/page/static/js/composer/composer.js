// The field for plain messages, and for commands with their options.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { Refused } from "../socket.js";
import { CommandLine } from "./command_line.js";
import { Suggestions, row } from "./suggestions.js";
import { commandIn, matchingCommands, splitOptions } from "./text.js";

const CHAT_INPUT = 1;
const USES_KEY = "playground-command-uses";
const FREQUENT = 3;
const EDITABLE = "input, textarea, select, [contenteditable]";

export class Composer {
  #line;
  #last;
  #sending = false;
  #locale;

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
    document.addEventListener("keydown", (event) => this.#typedElsewhere(event));
  }

  /** Puts a command into the composer, with the values that match its options. */
  compose(name, values = {}) {
    const filled = Object.entries(values).map(([option, text]) => [option, { text: String(text) }]);
    this.#recall({ name, filled: Object.fromEntries(filled) });
  }

  focus() {
    if (this.#line) this.#line.resume();
    else this.text.focus();
  }

  #recall({ name, filled }) {
    const command = this.#commands().find((each) => each.name === name);
    if (command) this.#begin(command, (line) => line.refill(filled));
    else this.page.store.emit("trouble", `You can't use /${name} here.`);
  }

  /** Typing goes to the composer when nothing else that takes text has the focus, as on Discord. */
  #typedElsewhere(event) {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    const pastes = (ctrlKey || metaKey) && key.toLowerCase() === "v";
    const types = key.length === 1 && !ctrlKey && !metaKey && !altKey;
    const presses = key === " " && target.closest("button, a, summary, [role=button], [role=radio]");
    if (event.defaultPrevented || event.isComposing || !(pastes || types) || presses) return;
    if (this.element.hidden || target.closest(EDITABLE)) return;
    if (document.querySelector("dialog[open], .popover:popover-open")) return;
    this.focus();
  }

  /** Leaves the command's options and puts `text` into the composer instead. */
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
    const translated = this.#locale !== store.view.locale;
    this.#locale = store.view.locale;
    if (this.#line && (translated || !offered)) {
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

  // Text that isn't a command yet.

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
    const name = this.page.bot().display;
    const item = (group) => (command) => ({
      group,
      content: commandRow(command),
      pick: () => this.#begin(command, (line) => line.fill({})),
    });
    const commands = matchingCommands(this.#commands(), value.slice(1));
    const frequent = value === "/" ? frequentlyUsed(this.#commands()) : [];
    const others = commands.filter((command) => !frequent.includes(command));
    const items = [
      ...frequent.map(item("Frequently used")),
      ...others.map(item(frequent.length ? `All commands of ${name}` : undefined)),
    ];
    const nothing = this.#commands().length
      ? "No commands match."
      : `${name} has not registered its commands yet.`;
    const title = frequent.length ? undefined : name;
    this.suggestions.show(this.text, { title, hint: items.length ? "" : nothing, items, active: 0 });
  }

  // Keys.

  #key(event) {
    if (event.isComposing || !event.target.matches("textarea, input")) return;
    if (event.key === "Enter" && !event.shiftKey) {
      if (event.target.type === "file" && !event.target.files.length) return; // opens the file picker
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
      this.#recall(this.#last);
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
    const { name, label } = line.command;
    const parameters = { channel: this.page.store.channel, command: name, values: await line.values() };
    await this.page.activity.command("slash", parameters, `/${label}`);
    this.#last = { name, filled: line.filled() };
    countUse(name);
    this.backToText();
  }

  async #say() {
    const content = this.text.value.trim();
    if (!content) return;
    if (content.startsWith("/")) throw new Refused("That command doesn't exist. Pick one from the list.");
    await this.page.store.request("say", { channel: this.page.store.channel, content });
    this.backToText();
  }
}

/** How often each command was used. Until there is a count, the bot's main command comes first. */
const uses = () => ({ imagine: 0, ...JSON.parse(localStorage.getItem(USES_KEY) ?? "{}") });

function countUse(name) {
  const counts = uses();
  localStorage.setItem(USES_KEY, JSON.stringify({ ...counts, [name]: (counts[name] ?? 0) + 1 }));
}

/** The commands used most on this device, topped up with one-word ones if there are too few. */
function frequentlyUsed(commands) {
  const counts = uses();
  const used = ({ name }) => counts[name] ?? -1;
  return commands
    .filter((command) => used(command) >= 0 || !command.name.includes(" "))
    .sort((a, b) => used(b) - used(a))
    .slice(0, FREQUENT);
}

function commandRow(command) {
  const required = command.options
    .filter((option) => option.required)
    .map((option) => h("span", { class: "command-option" }, option.label));
  return h(
    "div",
    { class: "suggestion command" },
    h("span", { class: "suggestion-name" }, `/${command.label}`, required),
    h("span", { class: "suggestion-about" }, command.description),
  );
}
