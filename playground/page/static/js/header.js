// The bar above the channel, and the line that says when something isn't connected.
import { avatar } from "./avatars.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { themeToggle } from "./theme.js";

export function header(page) {
  const sign = h("span", { class: "header-sign" });
  const title = h("h2", {});
  const topic = h("p", {});
  const speaker = h("button", {
    type: "button",
    class: "plain header-speaker",
    title: "Speak as someone else",
    onclick: () => page.openSidebar(),
  });
  page.store.on("view channel", () => {
    const { store } = page;
    const channel = store.view.channels.find((each) => each.id === store.channel);
    sign.replaceChildren(icon(store.direct ? "mail" : channel?.private ? "lock" : "hash", 22));
    title.textContent = store.direct ? page.bot().display : (channel?.name ?? "");
    topic.textContent = channel?.topic ?? "";
    speaker.replaceChildren(avatar(store.viewer, { size: 28 }));
    speaker.setAttribute("aria-label", `Speaking as ${store.viewer.display}. Speak as someone else`);
    document.title = `${title.textContent} · ${store.view.guild.name} · Easel playground`;
  });
  const menu = h(
    "button",
    {
      type: "button",
      class: "icon-button header-menu",
      "aria-label": "Channels and members",
      onclick: () => page.openSidebar(),
    },
    icon("menu"),
  );
  const controls = h(
    "button",
    {
      type: "button",
      class: "icon-button header-controls",
      "aria-label": "Playground controls",
      title: "Break things on purpose, and see what the bot does",
      "aria-expanded": "false",
      "aria-controls": "panel",
      onclick: () => page.togglePanel(),
    },
    icon("controls"),
    h("span", {}, "Controls"),
  );
  page.controlsButton = controls;
  return h("header", { class: "header" }, menu, sign, title, topic, speaker, themeToggle(), controls);
}

export function statusLine(page) {
  const element = h("div", { class: "status-line", role: "status", hidden: true });
  const sentences = {
    starting: "Easel is starting…",
    disconnected: "Easel lost its connection to Discord. It's reconnecting…",
    stopping: "Easel is stopping…",
    stopped: "Easel isn't running. Start it in the playground controls.",
  };
  const update = () => {
    const sentence = page.store.connected
      ? sentences[page.store.panel?.bot.state]
      : "The playground isn't reachable. Trying again…";
    element.textContent = sentence ?? "";
    element.hidden = !sentence;
  };
  page.store.on("connection panel", update);
  return element;
}
