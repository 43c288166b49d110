// The page's connection to the playground: numbered requests and pushed events. It reconnects by itself.

const RETRY_FIRST_MS = 250;
const RETRY_MOST_MS = 3000;

/** A refusal by the playground. Its message is a sentence for the reader. */
export class Refused extends Error {}

export class Socket extends EventTarget {
  #socket;
  #waiting = new Map();
  #number = 0;
  #retryMs = RETRY_FIRST_MS;

  /** Connects, and reconnects whenever the connection is lost. Dispatches "open", "closed" and "push" events. */
  open() {
    const socket = new WebSocket(`ws://${location.host}/page/socket`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#retryMs = RETRY_FIRST_MS;
      this.dispatchEvent(new Event("open"));
    };
    socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    socket.onclose = () => {
      for (const { reject } of this.#waiting.values())
        reject(new Refused("The connection to the playground was lost."));
      this.#waiting.clear();
      this.dispatchEvent(new Event("closed"));
      setTimeout(() => this.open(), this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MOST_MS);
    };
  }

  /** Sends a request to the playground and resolves to its answer. Rejects with Refused. */
  request(action, parameters = {}) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return Promise.reject(new Refused("The playground isn't reachable. Is it still running?"));
    }
    this.#number += 1;
    const number = this.#number;
    this.#socket.send(JSON.stringify({ number, action, parameters }));
    return new Promise((resolve, reject) => this.#waiting.set(number, { resolve, reject }));
  }

  #receive(frame) {
    if (frame.push !== undefined) {
      this.dispatchEvent(new CustomEvent("push", { detail: frame.push }));
      return;
    }
    const waiting = this.#waiting.get(frame.number);
    this.#waiting.delete(frame.number);
    if (frame.refused === undefined) waiting?.resolve(frame.answer);
    else waiting?.reject(new Refused(frame.refused));
  }
}
