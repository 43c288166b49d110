// A command being composed: its name, a chip for each option in use, and room for more options at the end.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { Autocomplete } from "./autocomplete.js";
import { Chip } from "./chip.js";
import { closedChoices, expectation, matchingChoices } from "./options.js";
import { row } from "./suggestions.js";
import { splitOptions } from "./text.js";

export class CommandLine {
  chips = [];
  #composer;
  #autocomplete;

  constructor(command, composer) {
    this.command = command;
    this.#composer = composer;
    this.#autocomplete = new Autocomplete(composer.page.store);
    this.more = h("input", {
      class: "composer-more", type: "text", role: "combobox", autocomplete: "off", "aria-label": "More options", "aria-expanded": "false", enterkeyhint: "send",
      onfocus: () => this.offerOptions(), oninput: () => this.#typedMore(),
    });
    this.more.addEventListener("keydown", (event) => this.#keyInMore(event));
    this.element = h("div", { class: "command-line", role: "group", "aria-label": `/${command.name}` }, h("span", { class: "command-name" }, `/${command.name}`), this.more);
    for (const option of command.options.filter((each) => each.required)) this.#add(option);
    this.#countMore();
  }

  /** Fills in what was typed after the name, or values by option name; puts the caret where typing goes on. */
  fill(values, lead = "") {
    for (const [name, text] of Object.entries(values)) this.#chipFor(name).text = String(text);
    const target = this.chips.find((chip) => !chip.text) ?? (lead && this.#unused().length ? this.#add(this.#unused()[0]) : undefined);
    if (lead && target) target.text = lead;
    const last = Object.keys(values).at(-1);
    const empty = this.chips.find((chip) => !chip.text);
    if (lead && target) this.#focus(target);
    else if (empty) this.#focus(empty);
    else if (last) this.#focus(this.#chipFor(last));
    else this.more.focus();
  }

  /** Puts the caret behind the last option, where Enter sends. */
  focusEnd() {
    this.more.focus();
  }

  /** The typed texts by option name, to come back to. */
  texts() {
    return Object.fromEntries(this.chips.filter((chip) => chip.text).map((chip) => [chip.option.name, chip.text]));
  }

  /** Marks what the client would not send; true where there is nothing. */
  check() {
    const wrong = this.chips.filter((chip) => {
      const { problem } = chip.read();
      chip.mark(problem);
      return problem;
    });
    if (wrong.length) this.#focus(wrong[0]);
    return wrong.length === 0;
  }

  /** The values to send by option name; files are uploaded first. */
  async values() {
    const pairs = await Promise.all(this.chips.map(async (chip) => [chip.option.name, await chip.value()]));
    return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
  }

  #unused() {
    return this.command.options.filter((option) => !this.chips.some((chip) => chip.option === option));
  }

  #chipFor(name) {
    const chip = this.chips.find((each) => each.option.name === name);
    return chip ?? this.#add(this.command.options.find((each) => each.name === name));
  }

  #add(option) {
    const chip = new Chip(option, this.#composer.page);
    chip.input.addEventListener("focus", () => this.offerChoices(chip));
    chip.input.addEventListener("input", () => this.#typed(chip));
    chip.input.addEventListener("change", () => this.offerChoices(chip));
    chip.input.addEventListener("keydown", (event) => this.#keyInChip(event, chip));
    chip.input.addEventListener("blur", () => this.#left(chip));
    if (!option.required) {
      const remove = h("button", { type: "button", class: "chip-remove", tabindex: "-1", "aria-label": `Remove ${option.name}`, onclick: () => this.#remove(chip) }, icon("close", 12));
      chip.element.append(remove);
    }
    this.chips.push(chip);
    this.more.before(chip.element);
    this.#countMore();
    return chip;
  }

  #remove(chip) {
    const index = this.chips.indexOf(chip);
    this.chips.splice(index, 1);
    chip.element.remove();
    this.#countMore();
    const previous = this.chips[index - 1];
    if (previous) this.#focus(previous);
    else this.more.focus();
  }

  #focus(chip) {
    chip.input.focus();
    const { length } = chip.input.value;
    if (chip.input.tagName === "TEXTAREA") chip.input.setSelectionRange(length, length);
  }

  #countMore() {
    const count = this.#unused().length;
    this.more.placeholder = count ? `+${count} optional` : "";
    this.more.classList.toggle("quiet", count === 0);
  }

  #left(chip) {
    this.#autocomplete.forget();
    if (chip.text) chip.mark(chip.read().problem);
  }

  // What is typed into a chip.

  #typed(chip) {
    if (chip.input.type !== "file") {
      if (chip.input.value.includes("\n")) chip.text = chip.input.value;
      const free = this.command.options.filter((option) =>
        option === chip.option || !this.chips.some((each) => each.option === option && each.text));
      const { lead, values } = splitOptions(chip.text, free);
      if (Object.keys(values).length) {
        this.#spread(chip, lead, values);
        return;
      }
    }
    if (!chip.read().problem) chip.mark();
    this.offerChoices(chip);
  }

  /** "a boat width:512" typed or pasted into one chip: each option gets its own. */
  #spread(chip, lead, values) {
    chip.text = [lead, values[chip.option.name]].filter(Boolean).join(" ");
    for (const [name, text] of Object.entries(values)) if (name !== chip.option.name) this.#chipFor(name).text = text;
    this.#focus(this.#chipFor(Object.keys(values).at(-1)));
  }

  #keyInChip(event, chip) {
    const { key } = event;
    const { atStart, atEnd } = chip.caret();
    const index = this.chips.indexOf(chip);
    if (key === "Backspace" && !chip.text) {
      if (!chip.option.required) this.#remove(chip);
      else if (index > 0) this.#focus(this.chips[index - 1]);
      else this.#composer.backToText(`/${this.command.name}`);
    } else if (key === "ArrowLeft" && atStart && index > 0) this.#focus(this.chips[index - 1]);
    else if (key === "ArrowRight" && atEnd) (this.chips[index + 1]?.input ?? this.more).focus();
    else return;
    event.preventDefault();
  }

  /** Goes on to the next empty chip, or to the end. */
  next(chip) {
    const after = this.chips.slice(this.chips.indexOf(chip) + 1).find((each) => !each.text);
    if (after) this.#focus(after);
    else this.more.focus();
  }

  offerChoices(chip) {
    const { option } = chip;
    const title = [h("b", {}, option.name), ` ${option.description}`];
    const { problem } = chip.text ? chip.read() : {};
    const base = { title: h("span", {}, title), hint: expectation(option), problem: chip.element.classList.contains("invalid") ? chip.read().problem : undefined };
    const choices = closedChoices(option, this.#composer.page);
    const show = (more) => this.#composer.suggestions.show(chip.input, { ...base, ...more });
    if (choices) {
      const matching = problem ? matchingChoices(choices, chip.text) : choices;
      const pick = (choice) => {
        chip.text = choice.label;
        chip.mark();
        this.next(chip);
      };
      const items = matching.map((choice) => ({ content: row(choice.label, choice.description), pick: () => pick(choice) }));
      show({ items, active: chip.text ? 0 : -1, hint: items.length ? base.hint : "No options match your search." });
    } else if (option.autocomplete) {
      show({});
      this.#autocomplete.ask(this.command.name, option.name, this.#typedValues(), (outcome) => this.#offerAutocomplete(chip, outcome, show));
    } else show({});
  }

  #offerAutocomplete(chip, { loading, choices, problem }, show) {
    if (loading) return;
    const pick = (choice) => {
      chip.pick(choice);
      chip.mark();
      this.next(chip);
    };
    if (problem) show({ hint: problem });
    else show({ items: choices.map((choice) => ({ content: row(choice.name), pick: () => pick(choice) })) });
  }

  /** What the bot may see while it suggests: the texts as typed, values of picked choices. */
  #typedValues() {
    return Object.fromEntries(this.chips.filter((chip) => chip.input.type !== "file").map((chip) => {
      const { value } = chip.read();
      return [chip.option.name, value ?? chip.text];
    }));
  }

  // The end of the line, where further options are chosen.

  offerOptions() {
    const typed = this.more.value.trim().toLowerCase();
    const matching = this.#unused().filter((option) => option.name.startsWith(typed));
    const items = matching.map((option) => ({
      content: row(option.name, option.description, expectation(option)),
      pick: () => {
        this.more.value = "";
        this.#focus(this.#add(option));
      },
    }));
    const send = h("span", {}, "Press ", h("kbd", {}, "Enter"), items.length ? " to send, or add an option" : " to send");
    const title = typed && !items.length ? "No such option" : send;
    this.#composer.suggestions.show(this.more, { title, items, active: typed ? 0 : -1 });
  }

  #typedMore() {
    const { values } = splitOptions(this.more.value, this.#unused());
    if (Object.keys(values).length) {
      this.more.value = "";
      this.fill(values);
    } else this.offerOptions();
  }

  #keyInMore(event) {
    if (event.key !== "Backspace" && event.key !== "ArrowLeft") return;
    if (this.more.value) return;
    event.preventDefault();
    if (this.chips.length) this.#focus(this.chips.at(-1));
    else if (event.key === "Backspace") this.#composer.backToText(`/${this.command.name}`);
  }
}
