// Lines that only this page knows of: a command on its way, and a command the bot did not answer.
import { avatar } from "../avatars.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { messageTime } from "../time.js";

export function noteNode(message, page) {
  const { note } = message;
  const bot = page.bot();
  const me = page.names.author(page.viewer());
  const failed = note.kind === "failed";
  return h(
    "li",
    { class: `message lead note note-${note.kind}`, "data-id": message.id },
    h(
      "div",
      { class: "message-context" },
      avatar(me, { size: 16 }),
      h("span", { class: "context-name" }, me.display),
      " used ",
      h("span", { class: "context-command" }, note.label),
    ),
    h("div", { class: "message-gutter" }, avatar(bot)),
    h(
      "div",
      { class: "message-main" },
      h(
        "div",
        { class: "message-head" },
        h("span", { class: "author" }, bot.display),
        h("span", { class: "tag" }, "APP"),
        messageTime(message.timestamp),
      ),
      failed
        ? h("div", { class: "failure", role: "alert" }, note.sentence)
        : h("div", { class: "sending", role: "status" }, "Sending command…"),
      failed ? privateLine(message, page) : null,
    ),
  );
}

function privateLine(message, page) {
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
