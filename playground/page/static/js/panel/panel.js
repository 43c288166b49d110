// The playground's own controls, beside the channel and no part of it.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { botSection } from "./bot.js";
import { discordSection } from "./discord.js";
import { imageApiSection } from "./image_api.js";

export function controlPanel(page) {
  const sections = [botSection(page), imageApiSection(page), discordSection(page)];
  page.store.on("panel", () => {
    for (const section of sections) section.update(page.store.panel);
  });
  const close = h(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": "Close the playground controls",
      onclick: () => page.togglePanel(false),
    },
    icon("close"),
  );
  return h(
    "aside",
    { class: "panel", id: "panel", "aria-label": "Playground controls" },
    h(
      "header",
      { class: "panel-head" },
      h(
        "div",
        {},
        h("h2", {}, "Playground controls"),
        h("p", {}, "What happens behind Discord. None of this is part of it."),
      ),
      close,
    ),
    sections.map((section) => section.element),
  );
}
