// Accounts in this playground have no pictures. They have a colour and an initial instead.
import { h, svg } from "./dom.js";

const HUES = [212, 158, 28, 340, 265, 190, 96, 8];

/** An account has the same colour in every playground. */
function hue(name) {
  let sum = 0;
  for (const letter of name) sum = (sum * 47 + letter.charCodeAt(0)) % 997;
  return HUES[sum % HUES.length];
}

const EASEL = ["M12 3v3", "M6 6h12v9H6z", "M9 15 6 21", "M15 15l3 6", "M12 15v4"];

/** A round avatar. `status` ("online" | "offline") adds a dot as in Discord's client. */
export function avatar(user, { size = 40, status } = {}) {
  const node = h("span", { class: "avatar", "aria-hidden": "true" });
  node.style.setProperty("--size", `${size}px`);
  if (user.bot) {
    node.classList.add("avatar-bot");
    node.append(svg(EASEL, { size: size * 0.62 }));
  } else {
    node.style.setProperty("--hue", hue(user.username ?? user.display));
    node.append((user.display ?? user.username ?? "?").slice(0, 1).toUpperCase());
  }
  if (status) node.append(h("span", { class: `status status-${status}` }));
  return node;
}
