// The start of a channel: what this place is, and what to try first.
import { h } from "../dom.js";
import { icon } from "../icons.js";

const EXAMPLES = [
  { prompt: "a lighthouse at dusk, oil on canvas", width: 1024, height: 768 },
  { prompt: "a paper boat on a rainy street, watercolour" },
];

/** `empty`: nobody has said anything here yet. */
export function welcome(page, empty) {
  const { store } = page;
  if (store.direct) {
    return start(
      "mail",
      page.bot().display,
      `This is where ${page.bot().display} writes to ${store.viewer.display} directly. Nobody else sees it.`,
    );
  }
  const channel = store.view.channels.find((each) => each.id === store.channel);
  if (!channel)
    return start(
      "lock",
      "Nothing to see",
      `${store.viewer.display} can see no channel of this server. Pick somebody else to speak as.`,
    );
  const about = channel.topic ?? `This is the start of #${channel.name}.`;
  return start(
    "hash",
    `Welcome to #${channel.name}!`,
    about,
    empty || store.messages().length < 3 ? firstSteps(page) : null,
  );
}

const start = (name, title, text, more) =>
  h(
    "div",
    { class: "welcome" },
    h("div", { class: "welcome-sign" }, icon(name, 38)),
    h("h2", {}, title),
    h("p", {}, text),
    more,
  );

function firstSteps(page) {
  if (!page.store.commands(1).some((command) => command.name === "imagine")) {
    const waiting =
      page.store.panel?.bot.state === "stopped"
        ? "Easel is not running. Start it in the playground controls."
        : "Easel is on its way; its commands will be here in a moment…";
    return h("p", { class: "welcome-wait", role: "status" }, waiting);
  }
  return h(
    "div",
    { class: "first-steps" },
    h("p", {}, "Type ", h("kbd", {}, "/"), " to see what Easel can do, or begin with one of these:"),
    EXAMPLES.map((example) =>
      h(
        "button",
        { type: "button", class: "example", onclick: () => page.compose("imagine", example) },
        exampleText(example),
      ),
    ),
  );
}

const exampleText = (values) => [
  h("span", { class: "context-command" }, "/imagine"),
  Object.entries(values).map(([name, value]) =>
    h("span", { class: "example-option" }, h("b", {}, name), ` ${value}`),
  ),
];
