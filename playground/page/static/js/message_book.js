// The messages of every channel in view, including this page's own notes.

export class MessageBook {
  #channels = new Map();

  /** Replaces all messages with `lists` (by channel id). `keepNotes` keeps this page's own notes. */
  load(lists, keepNotes) {
    const notes = keepNotes ? this.#notes() : [];
    this.#channels = new Map(
      Object.entries(lists).map(([channel, list]) => [channel, new Map(list.map((each) => [each.id, each]))]),
    );
    for (const [channel, note] of notes) this.put(channel, note);
  }

  /** Adds or replaces a message. */
  put(channel, message) {
    if (!this.#channels.has(channel)) this.#channels.set(channel, new Map());
    this.#channels.get(channel).set(message.id, message);
  }

  /** Returns true if there was such a message. */
  drop(channel, id) {
    return this.#channels.get(channel)?.delete(id) ?? false;
  }

  /** Oldest first. */
  of(channel) {
    const messages = [...(this.#channels.get(channel)?.values() ?? [])];
    return messages.sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
  }

  #notes() {
    return [...this.#channels].flatMap(([channel, messages]) =>
      [...messages.values()].filter((each) => each.note?.kind === "failed").map((each) => [channel, each]),
    );
  }
}
