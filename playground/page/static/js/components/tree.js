// A message's components, layouts included. Each maker takes (component, message, page).
import { h } from "../dom.js";
import { markdown } from "../markdown/blocks.js";
import { cssColour } from "../names.js";
import { spoilerCover } from "../spoiler.js";
import { button } from "./button.js";
import { fileComponent, gallery, thumbnail } from "./media.js";
import { selectMenu } from "./select.js";

const MAKERS = {
  1: (row, message, page) => h("div", { class: "action-row" }, all(row.components, message, page)),
  2: button,
  3: selectMenu,
  5: selectMenu,
  6: selectMenu,
  7: selectMenu,
  8: selectMenu,
  9: section,
  10: (display, _message, page) => h("div", { class: "markdown" }, markdown(display.content, page.names)),
  11: thumbnail,
  12: (component, message, page) => gallery(component.items, message.id, page),
  13: fileComponent,
  14: separator,
  17: container,
};

const all = (components, message, page) =>
  components.map((each) => MAKERS[each.type]?.(each, message, page) ?? unknown(each));

export const componentTree = (message, page) => all(message.components ?? [], message, page);

function section(component, message, page) {
  return h(
    "div",
    { class: "section" },
    h("div", { class: "section-text" }, all(component.components, message, page)),
    h("div", { class: "section-accessory" }, all([component.accessory], message, page)),
  );
}

function separator(component) {
  const spacing = component.spacing === 2 ? "wide" : "narrow";
  return h("hr", { class: `separator ${spacing} ${component.divider === false ? "invisible" : ""}`.trim() });
}

function container(component, message, page) {
  const accent = cssColour(component.accent_color);
  const node = h(
    "div",
    { class: accent ? "container accented" : "container", style: accent ? { "--accent": accent } : {} },
    all(component.components, message, page),
  );
  return component.spoiler ? spoilerCover(node, `${message.id}:component:${component.id}`) : node;
}

function unknown(component) {
  return h("div", { class: "unknown" }, `This page can't show components of type ${component.type}.`);
}
