// A command being composed: its name, a chip for each option in use, and room for more options.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { Chip } from "./chip.js";
import { ChoiceOffers } from "./choice_offers.js";
import { MoreOptions } from "./more_options.js";
import { splitOptions } from "./text.js";

export class CommandLine {
  chips = [];
  #composer;
  #choices;

  constructor(command, composer) {
    this.command = command;
    this.#composer = composer;
    this.#choices = new ChoiceOffers(this, composer);
    this.more = new MoreOptions(this, composer.suggestions);
    this.element = h(
      "div",
      { class: "command-line", role: "group", "aria-label": `/${command.label}` },
      h("span", { class: "command-name" }, `/${command.label}`),
      this.more.input,
    );
    for (const option of command.options.filter((each) => each.required)) this.#add(option);
    this.more.count();
  }

  /** Fills in texts by option name, and `lead`, which names no option, in the first one with room. The caret goes
   *  to where typing continues. */
  fill(texts, lead = "") {
    const named = Object.entries(texts).map(([name, text]) => {
      const chip = this.#chipFor(name);
      chip.text = String(text);
      return chip;
    });
    const empty = () => this.chips.find((chip) => !chip.text);
    const led = lead ? (empty() ?? this.#addNext()) : undefined;
    if (led) led.text = lead;
    const target = named.at(-1) ?? led ?? empty();
    if (target) this.#focus(target);
    else this.more.focus();
  }

  /** Restores chips as they were when `filled` was read, and puts the caret where something is missing. */
  refill(filled) {
    for (const [name, each] of Object.entries(filled)) this.#chipFor(name)?.refill(each);
    this.resume();
  }

  /** Puts the caret into the first empty chip, or to the end. */
  resume() {
    const empty = this.chips.find((chip) => !chip.text);
    if (empty) this.#focus(empty);
    else this.more.focus();
  }

  /** Adds a chip for the option and puts the caret in it. */
  begin(option) {
    this.#focus(this.#add(option));
  }

  /** Puts the caret into the last chip. Returns false if there is none. */
  focusLast() {
    const last = this.chips.at(-1);
    if (last) this.#focus(last);
    return Boolean(last);
  }

  /** Turns the command's name back into plain text. */
  backToText() {
    this.#composer.backToText(`/${this.command.label}`);
  }

  /** The chips by option name, for `refill`. */
  filled() {
    return Object.fromEntries(this.chips.map((chip) => [chip.option.name, chip.filled]));
  }

  /** Marks what the client wouldn't send. Returns true if there's nothing to mark. */
  check() {
    const wrong = this.chips.filter((chip) => {
      const { problem } = chip.read();
      chip.mark(problem);
      return problem;
    });
    if (wrong.length) {
      this.#focus(wrong[0]);
      this.#choices.offer(wrong[0]);
    }
    return wrong.length === 0;
  }

  /** The values to send by option name. Files are uploaded first. */
  async values() {
    const pairs = this.chips.map(async (chip) => [chip.option.name, await chip.value()]);
    return Object.fromEntries(await Promise.all(pairs));
  }

  /** The options that have no chip yet. */
  unused() {
    return this.command.options.filter((option) => !this.chips.some((chip) => chip.option === option));
  }

  #chipFor(name) {
    const chip = this.chips.find((each) => each.option.name === name);
    if (chip) return chip;
    const option = this.command.options.find((each) => each.name === name);
    return option && this.#add(option);
  }

  #add(option) {
    const chip = new Chip(option, this.#composer.page);
    chip.input.addEventListener("focus", () => this.#choices.offer(chip));
    chip.input.addEventListener("input", () => this.#typed(chip));
    chip.input.addEventListener("change", () => this.#changed(chip));
    chip.input.addEventListener("keydown", (event) => this.#keyInChip(event, chip));
    chip.input.addEventListener("blur", () => this.#left(chip));
    if (!option.required) {
      const remove = h(
        "button",
        {
          type: "button",
          class: "chip-remove",
          tabindex: "-1",
          "aria-label": `Remove ${option.label}`,
          onclick: () => this.#remove(chip),
        },
        icon("close", 12),
      );
      chip.element.append(remove);
    }
    this.chips.push(chip);
    this.more.input.before(chip.element);
    this.more.count();
    return chip;
  }

  #addNext() {
    const [option] = this.unused();
    return option && this.#add(option);
  }

  #remove(chip) {
    const index = this.chips.indexOf(chip);
    this.chips.splice(index, 1);
    chip.element.remove();
    this.more.count();
    const previous = this.chips[index - 1];
    if (previous) this.#focus(previous);
    else this.more.focus();
  }

  #focus(chip) {
    chip.input.focus();
    const { length } = chip.input.value;
    if (chip.input.tagName === "TEXTAREA") chip.input.setSelectionRange(length, length);
  }

  #changed(chip) {
    chip.mark(chip.marked && chip.read().problem);
    this.#choices.offer(chip);
    if (chip.isFile && chip.text) this.next(chip);
  }

  #left(chip) {
    this.#choices.forget();
    if (chip.text) chip.mark(chip.read().problem);
  }

  // Typing into a chip.

  #typed(chip) {
    if (!chip.isFile) {
      if (chip.input.value.includes("\n")) chip.text = chip.input.value;
      const free = this.command.options.filter(
        (option) => option === chip.option || !this.chips.some((each) => each.option === option && each.text),
      );
      const { lead, values } = splitOptions(chip.text, free);
      if (Object.keys(values).length) {
        this.#spread(chip, lead, values);
        return;
      }
    }
    if (!chip.read().problem) chip.mark();
    this.#choices.offer(chip);
  }

  /** "a boat width:512", typed or pasted into one chip, gives each option its own. */
  #spread(chip, lead, values) {
    chip.text = [lead, values[chip.option.name]].filter(Boolean).join(" ");
    for (const [name, text] of Object.entries(values))
      if (name !== chip.option.name) this.#chipFor(name).text = text;
    this.#focus(this.#chipFor(Object.keys(values).at(-1)));
  }

  #keyInChip(event, chip) {
    const { key } = event;
    const { atStart, atEnd } = chip.caret();
    const index = this.chips.indexOf(chip);
    if (key === "Backspace" && !chip.text) {
      if (!chip.option.required) this.#remove(chip);
      else if (index > 0) this.#focus(this.chips[index - 1]);
      else this.backToText();
    } else if (key === "ArrowLeft" && atStart && index > 0) this.#focus(this.chips[index - 1]);
    else if (key === "ArrowRight" && atEnd) (this.chips[index + 1]?.input ?? this.more).focus();
    else return;
    event.preventDefault();
  }

  /** Moves on to the next empty chip, or to the end. */
  next(chip) {
    const after = this.chips.slice(this.chips.indexOf(chip) + 1).find((each) => !each.text);
    if (after) this.#focus(after);
    else this.more.focus();
  }
}
