// Context menus on messages and members: the bot's commands ("Apps"), and what any client offers.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openPopover } from "./popover.js";

const USER_COMMAND = 2;
const MESSAGE_COMMAND = 3;

export function openMessageMenu(event, message, page) {
  const apps =
    message.note || page.isLoading(message)
      ? []
      : page.store.commands(MESSAGE_COMMAND).map((command) => ({
          label: command.name,
          run: () => page.contextMenu(command, { message: message.id }),
        }));
  const mine = page.store.view.user === message.author?.id;
  openMenu(event, "Message", apps, [
    message.content
      ? { label: "Copy text", icon: "copy", run: () => navigator.clipboard?.writeText(message.content) }
      : null,
    message.ephemeral ? { label: "Dismiss message", icon: "close", run: () => page.dismiss(message) } : null,
    !message.ephemeral && (mine || page.mayManageMessages())
      ? { label: "Delete message", icon: "close", danger: true, run: () => page.deleteMessage(message) }
      : null,
  ]);
}

export function openMemberMenu(event, userId, page) {
  const apps = page.store.commands(USER_COMMAND).map((command) => ({
    label: command.name,
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
    { label: "Copy user ID", icon: "copy", run: () => navigator.clipboard?.writeText(userId) },
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
