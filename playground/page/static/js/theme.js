// Dark or light: the system's choice until the reader picks one.
import { h } from "./dom.js";
import { icon } from "./icons.js";

const KEY = "playground-theme";
const SYSTEM_DARK = matchMedia("(prefers-color-scheme: dark)");

export function themeToggle() {
  const button = h("button", { type: "button", class: "icon-button", onclick: () => choose(other()) });
  const show = () => {
    document.documentElement.dataset.theme = current();
    const sentence = `Switch to the ${other()} theme`;
    button.replaceChildren(icon(other() === "light" ? "sun" : "moon"));
    button.setAttribute("aria-label", sentence);
    button.title = sentence;
  };
  const choose = (theme) => {
    localStorage.setItem(KEY, theme);
    show();
  };
  SYSTEM_DARK.addEventListener("change", show);
  show();
  return button;
}

const current = () => localStorage.getItem(KEY) ?? (SYSTEM_DARK.matches ? "dark" : "light");
const other = () => (current() === "dark" ? "light" : "dark");
