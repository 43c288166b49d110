// Choices that the bot itself offers for an option while it is typed.
import { Refused } from "../socket.js";

const QUIET_MS = 200;

export class Autocomplete {
  #store;
  #timer;
  #asked = 0;

  constructor(store) {
    this.#store = store;
  }

  /** Asks once the typing has paused; `show` hears {choices} or {problem}, unless something newer was asked. */
  ask(command, focused, values, show) {
    this.forget();
    const mine = this.#asked;
    const fresh = (outcome) => {
      if (mine === this.#asked) show(outcome);
    };
    this.#timer = setTimeout(async () => {
      try {
        const parameters = { channel: this.#store.channel, command, focused, values };
        fresh({ choices: (await this.#store.request("autocomplete", parameters)).choices });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        fresh({ problem: error.message });
      }
    }, QUIET_MS);
  }

  /** Whatever is still to come is of no interest any more. */
  forget() {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }
}
