// Notes that only this page has: a command that was sent, or that the bot didn't answer.
import { avatar } from "../avatars.js";
import { h } from "../dom.js";
import { clockTime, messageTime } from "../time.js";
import { privateLine, usedLine } from "./message.js";

export function noteNode(message, page) {
  const { note } = message;
  const bot = page.bot();
  const failed = note.kind === "failed";
  return h(
    "li",
    {
      class: `message lead note note-${note.kind}`,
      "data-id": message.id,
      "aria-label": `${bot.display}, ${clockTime(message.timestamp)}`,
      tabindex: "-1",
    },
    usedLine(page.names.author(page.viewer()), note.label),
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
