// The start of a channel, which says what this place is and what to try first.
import { h } from "../dom.js";
import { icon } from "../icons.js";

const EXAMPLES = [
  { prompt: "a lighthouse at dusk, oil on canvas", width: 1024, height: 768 },
  { prompt: "a paper boat on a rainy street, watercolour" },
];

/** The start of the channel as {key, draw()}. It only needs a redraw when `key` has changed. */
export function welcome(page) {
  const { store } = page;
  const bot = page.bot().display;
  const channel = store.view.channels.find((each) => each.id === store.channel);
  if (store.direct) {
    const about = `This is where ${bot} messages ${store.viewer.display} directly. Nobody else sees it.`;
    return { key: about, draw: () => start("mail", bot, about) };
  }
  if (!channel) {
    const about = `${store.viewer.display} can't see any channels on this server. Speak as someone else.`;
    return { key: about, draw: () => start("lock", "Nothing to see", about) };
  }
  const steps = store.messages().length < 3 ? stage(store) : "none";
  const about = channel.topic ?? `This is the start of #${channel.name}.`;
  const key = [channel.id, about, steps].join();
  return { key, draw: () => start("hash", `Welcome to #${channel.name}!`, about, STEPS[steps]?.(page)) };
}

function stage(store) {
  if (store.commands(1).some((command) => command.name === "imagine")) return "ready";
  return store.panel?.bot.state === "stopped" ? "stopped" : "waiting";
}

export const PLAYGROUND = "This is a playground. You don't need an account, and nothing costs money.";

const start = (name, title, text, more) =>
  h(
    "div",
    { class: "welcome" },
    h("div", { class: "welcome-sign" }, icon(name, 38)),
    h("h2", {}, title),
    h("p", {}, text),
    h("p", { class: "welcome-note" }, PLAYGROUND),
    more,
  );

const hint = (text) => h("p", { role: "status" }, text);

const STEPS = {
  waiting: (page) => hint(`${page.bot().display} is starting. Its commands will appear in a moment…`),
  stopped: (page) => hint(`${page.bot().display} isn't running. Start it in the playground controls.`),
  ready: (page) =>
    h(
      "div",
      { class: "first-steps" },
      h(
        "p",
        {},
        "Type ",
        h("kbd", {}, "/"),
        ` to see what ${page.bot().display} can do, or start with one of these.`,
      ),
      EXAMPLES.map((example) =>
        h(
          "button",
          { type: "button", class: "example", onclick: () => page.compose("imagine", example) },
          exampleText(example),
        ),
      ),
      h("p", {}, "To see what happens when something breaks, open ", h("b", {}, "Controls"), " at the top."),
    ),
};

const exampleText = (values) => [
  h("span", { class: "context-command" }, "/imagine"),
  Object.entries(values).map(([name, value]) =>
    h("span", { class: "example-option" }, h("b", {}, name), ` ${value}`),
  ),
];
