// Buttons of a message.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { link } from "../links.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger" };
const LINK = 5;

export function button(component, message, page) {
  const content = [
    component.emoji?.name ? h("span", { class: "emoji" }, component.emoji.name) : null,
    component.label ? h("span", {}, component.label) : null,
  ];
  if (component.style === LINK) return linkButton(component, content);
  const waiting = page.activity.waitingComponent(message.id);
  const isWaiting = waiting === component.custom_id;
  return h(
    "button",
    {
      type: "button",
      class: `button ${STYLES[component.style] ?? "secondary"}${isWaiting ? " waiting" : ""}`,
      "data-custom-id": component.custom_id,
      "aria-label": component.label ? undefined : component.emoji?.name,
      "aria-busy": isWaiting ? "true" : undefined,
      disabled: Boolean(component.disabled || waiting),
      onclick: () => page.press(message, component.custom_id),
    },
    content,
    isWaiting
      ? h("span", { class: "dots", "aria-hidden": "true" }, h("i", {}), h("i", {}), h("i", {}))
      : null,
  );
}

function linkButton(component, content) {
  const node = link(component.url, content, icon("external", 16));
  node.classList.add("button", "secondary");
  if (component.disabled) {
    node.removeAttribute("href");
    node.setAttribute("aria-disabled", "true");
  }
  return node;
}
