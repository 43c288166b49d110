// Interactions that this page has started and that are still unanswered, and those that failed.

const EARLY_KEPT = 50;

export class Activity {
  #store;
  #running = new Map();
  #settledEarly = new Map();
  #failures = new Map();

  constructor(store) {
    this.#store = store;
  }

  clear() {
    this.#running.clear();
    this.#failures.clear();
  }

  /** A slash command or a context menu. A grey note is shown in the channel until the bot answers. */
  async command(action, parameters, label) {
    const { interaction } = await this.#store.request(action, parameters);
    const note = this.#note(`sending-${interaction}`, parameters.channel, { kind: "sending", label });
    this.#store.put(note);
    this.#begin(interaction, {
      label,
      finish: () => this.#store.drop(note.id, note.channel_id),
    });
  }

  /** A button or a select menu of a message. It shows dots until the bot answers. */
  async component(action, parameters) {
    const { message, custom_id: customId } = parameters;
    this.#failures.delete(message);
    const answer = await this.#store.attempt(action, parameters);
    if (!answer) return;
    this.#begin(answer.interaction, { message, customId, finish: () => this.#redraw(message) });
    this.#redraw(message);
  }

  /** A modal's submission. Calls `finish(sentence)` with the failure, or with undefined once the bot has answered. */
  async modal(parameters, finish) {
    const { interaction } = await this.#store.request("submit", parameters);
    this.#begin(interaction, { finish });
  }

  answered(interaction) {
    this.#settle(interaction, { sentence: undefined });
  }

  failed(interaction, channel, sentence) {
    this.#settle(interaction, { sentence, channel });
  }

  /** The custom_id of this message's component that is waiting for the bot, if any. */
  waitingComponent(messageId) {
    for (const each of this.#running.values()) if (each.message === messageId) return each.customId;
    return undefined;
  }

  failure(messageId) {
    return this.#failures.get(messageId);
  }

  #begin(interaction, what) {
    const early = this.#settledEarly.get(interaction);
    this.#settledEarly.delete(interaction);
    this.#running.set(interaction, what);
    if (early) this.#settle(interaction, early);
  }

  #settle(interaction, outcome) {
    const what = this.#running.get(interaction);
    if (!what) {
      this.#remember(interaction, outcome);
      return;
    }
    this.#running.delete(interaction);
    if (outcome.sentence && what.message) this.#failures.set(what.message, outcome.sentence);
    what.finish(outcome.sentence);
    if (outcome.sentence && what.label) {
      const { sentence } = outcome;
      this.#store.put(
        this.#note(`failed-${interaction}`, outcome.channel, { kind: "failed", label: what.label, sentence }),
      );
    }
  }

  /** An outcome can arrive before the answer that names its interaction. Others belong to other pages. */
  #remember(interaction, outcome) {
    this.#settledEarly.set(interaction, outcome);
    if (this.#settledEarly.size > EARLY_KEPT)
      this.#settledEarly.delete(this.#settledEarly.keys().next().value);
  }

  #note(id, channel, note) {
    return { id, channel_id: channel, timestamp: new Date().toISOString(), note };
  }

  #redraw(messageId) {
    const message = this.#store.message(messageId);
    if (message) this.#store.emit("message", { message });
  }
}
