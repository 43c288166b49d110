// What is suggested while an option is typed: its choices, or what the bot offers for it.
import { h } from "../dom.js";
import { Autocomplete } from "./autocomplete.js";
import { closedChoices, expectation, matchingChoices } from "./options.js";
import { row } from "./suggestions.js";

export class ChoiceOffers {
  #line;
  #composer;
  #autocomplete;
  #offered = { chip: undefined, items: [] };

  constructor(line, composer) {
    this.#line = line;
    this.#composer = composer;
    this.#autocomplete = new Autocomplete(composer.page.store);
  }

  /** Shows what may stand in this chip, and what is wrong with what does once the chip is marked. */
  offer(chip) {
    const choices = closedChoices(chip.option, this.#composer.page);
    if (choices) this.#offerClosed(chip, choices);
    else if (chip.option.autocomplete) this.#askTheBot(chip);
    else this.#show(chip, {});
  }

  /** Answers still to come are of no interest any more. */
  forget() {
    this.#autocomplete.forget();
  }

  #show(chip, { items = [], active = -1, hint = expectation(chip.option) }) {
    const { option } = chip;
    const title = h("span", {}, h("b", {}, option.name), ` ${option.description}`);
    this.#offered = { chip, items };
    this.#composer.suggestions.show(chip.input, { title, hint, items, active, problem: chip.marked });
  }

  #offerClosed(chip, choices) {
    const unfinished = Boolean(chip.text && chip.read().problem);
    const matching = unfinished ? matchingChoices(choices, chip.text) : choices;
    const items = matching.map((choice) =>
      this.#item(chip, row(choice.label, choice.description), () => {
        chip.text = choice.label;
      }),
    );
    this.#show(chip, {
      items,
      active: unfinished ? 0 : -1,
      hint: items.length ? undefined : "No options match your search.",
    });
  }

  #askTheBot(chip) {
    // Until the answer comes the last one stays, so that the list does not flicker while one types.
    this.#show(chip, { items: this.#offered.chip === chip ? this.#offered.items : [] });
    this.#autocomplete.ask(
      this.#line.command.name,
      chip.option.name,
      this.#typedValues(),
      ({ choices, problem }) => {
        const items = (choices ?? []).map((choice) =>
          this.#item(chip, row(choice.name), () => chip.pick(choice)),
        );
        this.#show(chip, { items, hint: problem });
      },
    );
  }

  #item(chip, content, take) {
    const pick = () => {
      take();
      chip.mark();
      this.#line.next(chip);
    };
    return { content, pick };
  }

  /** What the bot may see while it suggests: values where they are right, else the texts as typed. */
  #typedValues() {
    const chips = this.#line.chips.filter((chip) => !chip.isFile);
    return Object.fromEntries(chips.map((chip) => [chip.option.name, chip.read().value ?? chip.text]));
  }
}
