// One message of the channel.
import { avatar } from "../avatars.js";
import { componentTree } from "../components/tree.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { markdown } from "../markdown/blocks.js";
import { roleColour } from "../names.js";
import { clockTime, messageTime } from "../time.js";
import { attachments } from "./attachments.js";
import { embeds } from "./embeds.js";

const COMMAND = 2;
const FLAGS = { ephemeral: 1 << 6, loading: 1 << 7, componentsV2: 1 << 15 };
const GROUP_MS = 7 * 60_000;

/** Whether `message` follows `previous` without its own avatar and name. */
export function continues(message, previous) {
  if (!previous || message.note || previous.note) return false;
  return (
    message.author.id === previous.author.id &&
    isEphemeral(message) === isEphemeral(previous) &&
    !context(message) &&
    new Date(message.timestamp).toDateString() === new Date(previous.timestamp).toDateString() &&
    Date.parse(message.timestamp) - Date.parse(previous.timestamp) < GROUP_MS
  );
}

export const isEphemeral = (message) => Boolean(message.ephemeral || message.flags & FLAGS.ephemeral);
export const isLoading = (message) => Boolean(message.flags & FLAGS.loading);

/** `page` has names, activity and what a reader can do: press, select, dismiss, openMenu, openImages. */
export function messageNode(message, grouped, page) {
  const author = page.names.author(message.author);
  const label = `${author.display}, ${clockTime(message.timestamp)}`;
  const content = body(message, page);
  content.id = `message-${message.id}`;
  const classes = ["message", grouped ? "grouped" : "lead", isEphemeral(message) ? "ephemeral" : ""];
  return h(
    "li",
    {
      class: classes.join(" ").trim(),
      "data-id": message.id,
      "aria-label": label,
      "aria-describedby": content.id,
      tabindex: "-1",
      oncontextmenu: (event) => page.openMenu(event, message),
    },
    grouped ? null : contextLine(message, page),
    h(
      "div",
      { class: "message-gutter" },
      grouped
        ? h("time", { class: "gutter-time" }, clockTime(message.timestamp))
        : portrait(author, label, page),
    ),
    h(
      "div",
      { class: "message-main" },
      grouped ? null : head(author, message, page),
      content,
      isEphemeral(message) ? privateLine(message, page) : null,
    ),
    tools(message, label, page),
  );
}

function portrait(author, label, page) {
  const open = (event) => page.openMemberMenu(event, author.id);
  return h(
    "button",
    {
      type: "button",
      class: "plain portrait",
      "aria-label": `Apps for ${label}`,
      "aria-haspopup": "menu",
      onclick: open,
      oncontextmenu: open,
    },
    avatar(author),
  );
}

function head(author, message) {
  return h(
    "div",
    { class: "message-head" },
    h("span", roleColour("author", author.color), author.display),
    author.bot ? h("span", { class: "tag" }, "APP") : null,
    messageTime(message.timestamp),
  );
}

/** The line above a message: the command that was used, or the message it replies to. */
function context(message) {
  const used = message.interaction_metadata;
  if (used?.type === COMMAND) return { user: used.user, name: used.name };
  if (message.referenced_message) return { reply: message.referenced_message };
  return undefined;
}

function contextLine(message, page) {
  const found = context(message);
  if (!found) return null;
  const user = page.names.author(found.user ?? found.reply.author);
  if (!found.reply) return usedLine(user, found.name);
  const rest = h(
    "button",
    { type: "button", class: "plain context-reply", onclick: () => page.jumpTo(found.reply.id) },
    excerpt(found.reply),
  );
  return line(user, rest);
}

const line = (user, ...rest) =>
  h(
    "div",
    { class: "message-context" },
    avatar(user, { size: 16 }),
    h("span", roleColour("context-name", user.color), user.display),
    " ",
    rest,
  );

/** "Hazel used /imagine". `name` already has its slash. */
export const usedLine = (user, name) => line(user, "used ", h("span", { class: "context-command" }, name));

const excerpt = (message) => message.content || "Click to see the picture";

function body(message, page) {
  if (isLoading(message)) return thinking(page.names.author(message.author).display);
  const parts = h("div", { class: "message-body" });
  if (message.content) {
    const edited = message.edited_timestamp
      ? h("small", { class: "edited", title: messageTime(message.edited_timestamp).title }, "(edited)")
      : null;
    parts.append(h("div", { class: "markdown" }, markdown(message.content, page.names), edited));
  }
  if (!(message.flags & FLAGS.componentsV2)) {
    parts.append(...attachments(message, page), ...embeds(message, page));
  }
  parts.append(...componentTree(message, page));
  const failure = page.activity.failure(message.id);
  if (failure) parts.append(h("div", { class: "failure", role: "alert" }, failure));
  return parts;
}

function thinking(name) {
  const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i", {}), h("i", {}), h("i", {}));
  return h("div", { class: "message-body thinking", role: "status" }, dots, `${name} is thinking…`);
}

/** "Only you can see this", with a link that dismisses the message. */
export function privateLine(message, page) {
  const dismiss = h(
    "button",
    { type: "button", class: "link", onclick: () => page.dismiss(message) },
    "Dismiss message",
  );
  return h(
    "div",
    { class: "privacy" },
    icon("eye", 14),
    "Only you can see this",
    h("span", { "aria-hidden": "true" }, "•"),
    dismiss,
  );
}

function tools(message, label, page) {
  const open = (event) => page.openMenu(event, message);
  return h(
    "div",
    { class: "message-tools" },
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": `Message menu for ${label}`,
        title: "Message menu",
        "aria-haspopup": "menu",
        onclick: open,
      },
      icon("more"),
    ),
  );
}
