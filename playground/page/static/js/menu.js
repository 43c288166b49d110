// Context menus on messages and members, with the bot's commands ("Apps") and the client's own entries.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openPopover } from "./popover.js";

const USER_COMMAND = 2;
const MESSAGE_COMMAND = 3;
const TEXT_DISPLAY = 10;

export function openMessageMenu(event, message, page) {
  const apps =
    message.note || page.isLoading(message)
      ? []
      : page.store.commands(MESSAGE_COMMAND).map((command) => ({
          label: command.label,
          run: () => page.contextMenu(command, { message: message.id }),
        }));
  const mine = page.store.view.user === message.author?.id;
  const text = textOf(message);
  openMenu(event, "Message", apps, [
    text ? copyItem("Copy Text", text, page) : null,
    message.ephemeral ? null : copyItem("Copy Message Link", linkTo(message, page.store), page),
    copyItem("Copy Message ID", message.id, page),
    message.ephemeral ? { label: "Dismiss Message", icon: "close", run: () => page.dismiss(message) } : null,
    !message.ephemeral && (mine || page.mayManageMessages())
      ? { label: "Delete Message", icon: "close", danger: true, run: () => page.deleteMessage(message) }
      : null,
  ]);
}

/** All the text of a message, from its content and its components. */
function textOf(message) {
  const said = (component) =>
    component.type === TEXT_DISPLAY ? [component.content] : (component.components ?? []).flatMap(said);
  return [message.content, ...(message.components ?? []).flatMap(said)].filter(Boolean).join("\n");
}

function linkTo(message, store) {
  const place = message.channel_id === store.view.direct ? "@me" : store.view.guild.id;
  return `https://discord.com/channels/${place}/${message.channel_id}/${message.id}`;
}

function copyItem(label, text, page) {
  const run = async () => {
    try {
      await navigator.clipboard.writeText(text);
      page.store.emit("done", "Copied.");
    } catch {
      page.store.emit("trouble", "Your browser didn't let the page copy that.");
    }
  };
  return { label, icon: "copy", run };
}

export function openMemberMenu(event, userId, page) {
  const apps = page.store.commands(USER_COMMAND).map((command) => ({
    label: command.label,
    run: () => page.contextMenu(command, { user: userId }),
  }));
  const member = page.names.member(userId);
  const canSpeak = member && !member.bot && userId !== page.store.view.user;
  openMenu(event, member?.display ?? "Member", apps, [
    canSpeak
      ? {
          label: `Speak as ${member.display}`,
          icon: "person",
          run: () => page.store.look(page.store.view.guild.id, userId),
        }
      : null,
    copyItem("Copy User ID", userId, page),
  ]);
}

function openMenu(event, label, apps, rest) {
  event.preventDefault();
  event.stopPropagation();
  const anchor =
    event.type === "contextmenu" && event.clientX
      ? { x: event.clientX, y: event.clientY }
      : event.currentTarget;
  const items = [];
  const add = ({ label: text, icon: name, danger, run }) => {
    const pick = () => {
      popover.hidePopover();
      run();
    };
    const item = h(
      "button",
      {
        type: "button",
        role: "menuitem",
        class: danger ? "menu-item danger" : "menu-item",
        tabindex: "-1",
        onclick: pick,
      },
      h("span", {}, text),
      name ? icon(name, 16) : null,
    );
    items.push(item);
    return item;
  };
  const heading = h(
    "div",
    { class: "menu-heading" },
    icon("apps", 14),
    apps.length ? "Apps" : "No apps here",
  );
  const extra = rest.filter(Boolean);
  const menu = h(
    "div",
    { role: "menu", class: "menu", "aria-label": label },
    heading,
    apps.map(add),
    extra.length ? h("hr", {}) : null,
    extra.map(add),
  );
  menu.addEventListener("keydown", (key) => move(key, items));
  const popover = openPopover(menu, anchor);
  items[0]?.focus();
}

function move(event, items) {
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  items[(to + items.length) % items.length]?.focus();
}
