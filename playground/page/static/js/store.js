// What the page knows: one member's view of one server, and what they're doing.
//
// Events: "connection"; "view" (everything may have changed; {moved}: it's another place or another member's
// view); "channel", "commands", "unread", "modals", "panel" (that changed); "message" ({message}: new or changed)
// and "gone" ({id}) in the channel on screen; "trouble" and "done" (a sentence each).
import { Activity } from "./activity.js";
import { MessageBook } from "./message_book.js";
import { Refused, Socket } from "./socket.js";

export class Store extends EventTarget {
  connected = false;
  view = null;
  channel = null;
  unread = new Set();
  modals = [];
  panel = null;
  #book = new MessageBook();
  #socket = new Socket();
  #lastChannel = new Map();

  constructor() {
    super();
    this.activity = new Activity(this);
    this.#socket.addEventListener("open", () => this.#connect());
    this.#socket.addEventListener("closed", () => this.#disconnected());
    this.#socket.addEventListener("push", ({ detail }) => this.#receive(detail));
  }

  start() {
    this.#socket.open();
  }

  emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  on(types, listener) {
    for (const type of types.split(" ")) this.addEventListener(type, (event) => listener(event.detail));
  }

  /** Sends a request. The reader sees a refusal unless the caller catches it first. */
  request(action, parameters) {
    return this.#socket.request(action, parameters);
  }

  /** Like `request`, for callers with nothing to add to a refusal. Resolves to undefined after showing it. */
  async attempt(action, parameters) {
    try {
      return await this.request(action, parameters);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.emit("trouble", error.message);
      return undefined;
    }
  }

  /** Shows a server as one of its members. */
  async look(guild, user) {
    const view = await this.attempt("look", { guild, user });
    if (view) this.#setView(view);
  }

  show(channel) {
    this.channel = channel;
    this.#lastChannel.set(this.view.guild.id, channel);
    this.unread.delete(channel);
    this.emit("channel");
  }

  /** The messages of the channel on screen, oldest first. */
  messages() {
    return this.#book.of(this.channel);
  }

  message(id) {
    return this.messages().find((message) => message.id === id);
  }

  commands(type) {
    return (this.view?.commands[this.channel] ?? []).filter((command) => command.type === type);
  }

  /** Whether the bot's direct messages to the member are on screen. */
  get direct() {
    return this.channel === this.view.direct;
  }

  get viewer() {
    return this.view?.guild.members.find((member) => member.id === this.view.user);
  }

  /** Adds or replaces a message or one of this page's own notes. */
  put(message) {
    const channel = this.#home(message.channel_id);
    this.#book.put(channel, message);
    if (channel === this.channel) this.emit("message", { message });
    else if (!this.unread.has(channel)) {
      this.unread.add(channel);
      this.emit("unread");
    }
  }

  drop(id, channelId) {
    const channel = this.#home(channelId);
    if (this.#book.drop(channel, id) && channel === this.channel) this.emit("gone", { id });
  }

  async dismiss(message) {
    this.drop(message.id, message.channel_id);
    if (!message.note) await this.attempt("dismiss", { message: message.id });
  }

  async closeModal(modal) {
    this.modals = this.modals.filter((each) => each.id !== modal.id);
    this.emit("modals");
    await this.attempt("close_modal", { modal: modal.id });
  }

  #home(channelId) {
    return this.view.channels.some((channel) => channel.id === channelId) ? channelId : this.view.direct;
  }

  async #connect() {
    this.#setConnected(true);
    await this.look(this.view?.guild.id ?? null, this.view?.user ?? null);
  }

  #disconnected() {
    this.activity.clear();
    this.#setConnected(false);
  }

  #setConnected(connected) {
    if (this.connected === connected) return;
    this.connected = connected;
    this.emit("connection");
  }

  #setView(view) {
    const moved = this.view?.guild.id !== view.guild.id || this.view?.user !== view.user;
    this.view = view;
    // A form belongs to the page it was opened on. It's gone after a reload, or when somebody else speaks.
    const open = new Set(view.modals.map(({ id }) => id));
    this.modals = moved ? [] : this.modals.filter(({ id }) => open.has(id));
    this.#book.load(view.messages, !moved);
    if (moved) {
      this.unread.clear();
      this.activity.clear();
    }
    const wanted = this.#lastChannel.get(view.guild.id) ?? this.channel;
    const known = wanted === view.direct || view.channels.some((channel) => channel.id === wanted);
    this.channel = known ? wanted : (view.channels[0]?.id ?? view.direct);
    this.emit("view", { moved });
    this.emit("modals");
  }

  #receive(push) {
    if (push.type === "PANEL") {
      this.panel = push.panel;
      this.emit("panel");
    } else if (this.view) {
      this.#receiveFromDiscord(push);
    }
  }

  #receiveFromDiscord(push) {
    if (push.type === "MESSAGE_CREATE" || push.type === "MESSAGE_UPDATE") this.put(push.message);
    else if (push.type === "MESSAGE_DELETE") this.drop(push.id, push.channel_id);
    else if (push.type === "MODAL") {
      this.modals = [...this.modals, push.modal];
      this.emit("modals");
    } else if (push.type === "INTERACTION_ANSWERED") this.activity.answered(push.interaction_id);
    else if (push.type === "INTERACTION_FAILED")
      this.activity.failed(push.interaction_id, push.channel_id, push.sentence);
    else if (push.type === "COMMANDS") {
      this.view.commands = push.commands;
      this.emit("commands");
    } else if (push.type === "VIEW") this.#setView(push.view);
  }
}
