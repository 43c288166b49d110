// Dark or light, as the reader chose it last; dark at first.
import { h } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "playground-theme";

export function themeToggle() {
  const button = h("button", {
    type: "button",
    class: "icon-button",
    onclick: () => apply(current() === "dark" ? "light" : "dark"),
  });
  const apply = (theme) => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem(KEY, theme);
    const other = theme === "dark" ? "light" : "dark";
    button.replaceChildren(icon(other === "light" ? "sun" : "moon"));
    button.setAttribute("aria-label", `Switch to the ${other} theme`);
    button.title = `Switch to the ${other} theme`;
  };
  apply(localStorage.getItem(KEY) === "light" ? "light" : "dark");
  return button;
}

const current = () => document.documentElement.dataset.theme;
