// Suggestions while an option is typed: its own choices, or the ones the bot offers.
import { h } from "../dom.js";
import { Refused } from "../socket.js";
import { closedChoices, expectation, matchingChoices } from "./options.js";
import { row } from "./suggestions.js";

const QUIET_MS = 200;

export class ChoiceOffers {
  #line;
  #composer;
  #timer;
  #asked = 0;
  #offered = { chip: undefined, items: [] };

  constructor(line, composer) {
    this.#line = line;
    this.#composer = composer;
  }

  /** Shows the choices for this chip, and what's wrong with it if the chip is marked. */
  offer(chip) {
    const choices = closedChoices(chip.option, this.#composer.page);
    if (choices) this.#offerClosed(chip, choices);
    else if (chip.option.autocomplete) this.#askTheBot(chip);
    else this.#show(chip, {});
  }

  /** Drops answers that haven't arrived yet. */
  forget() {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  #show(chip, { items = [], active = -1, hint = expectation(chip.option) }) {
    const { option } = chip;
    const title = h("span", {}, h("b", {}, option.label), ` ${option.description}`);
    this.#offered = { chip, items };
    this.#composer.suggestions.show(chip.input, { title, hint, items, active, problem: chip.marked });
  }

  #offerClosed(chip, choices) {
    const matching = chip.text.trim() ? matchingChoices(choices, chip.text) : choices;
    const items = matching.map(({ label, description, value }) =>
      this.#item(chip, { name: label, value }, description),
    );
    this.#show(chip, { items, active: 0, hint: items.length ? undefined : "No options match your search." });
  }

  /** Asks after a pause in typing. Only shows the answer to the newest question. */
  #askTheBot(chip) {
    // The last answer stays until the next one arrives, so that the list doesn't flicker during typing. Nothing is
    // highlighted, so that Enter can't pick an answer to something typed earlier.
    this.#show(chip, { items: this.#offered.chip === chip ? this.#offered.items : [] });
    this.forget();
    const mine = this.#asked;
    this.#timer = setTimeout(async () => {
      const { choices = [], problem } = await this.#answer(chip);
      if (mine !== this.#asked) return;
      const items = choices.map((choice) => this.#item(chip, choice));
      const exact = choices.findIndex(({ name, value }) => [name, String(value)].includes(chip.text.trim()));
      this.#show(chip, { items, active: Math.max(0, exact), hint: problem });
    }, QUIET_MS);
  }

  async #answer(chip) {
    const { store } = this.#composer.page;
    const { name: command } = this.#line.command;
    const focused = chip.option.name;
    const parameters = { channel: store.channel, command, focused, values: this.#typedValues() };
    try {
      return await store.request("autocomplete", parameters);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { problem: error.message };
    }
  }

  #item(chip, choice, description) {
    const pick = () => {
      chip.pick(choice);
      chip.mark();
      this.#line.next(chip);
    };
    return { content: row(choice.name, description), pick };
  }

  /** What the bot sees while it suggests: valid values, or else the texts as typed. */
  #typedValues() {
    const chips = this.#line.chips.filter((chip) => !chip.isFile);
    return Object.fromEntries(chips.map((chip) => [chip.option.name, chip.read().value ?? chip.text]));
  }
}
