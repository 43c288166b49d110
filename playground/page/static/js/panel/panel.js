// The playground's controls beside the channel: the bot, five things that can go wrong, and tools for developers.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { relative } from "../time.js";
import { PLAYGROUND } from "../timeline/welcome.js";
import { developerTools } from "./developers.js";
import { action, section } from "./parts.js";

export function controlPanel(page) {
  const parts = [botSection(page), contestSection(page), troubleSection(page), developerTools(page)];
  const update = () => {
    if (page.store.panel) for (const part of parts) part.update(page.store.panel);
  };
  page.store.on("panel", update);
  setInterval(update, 1000); // for "asks again in 12 seconds"
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
      h("div", {}, h("h2", {}, "Playground controls"), h("p", {}, "Test tools. Not part of Discord. ", PLAYGROUND)),
      close,
    ),
    parts.map((part) => part.element),
  );
}

const STATES = {
  starting: "Starting…",
  connected: "Connected",
  disconnected: "Running, but not connected to Discord",
  stopping: "Stopping…",
  stopped: "Stopped",
  absent: "No bot is running",
};
const REASONS = {
  key: "The image service rejects the owner's key.",
  credits: "The bot's owner is out of credit.",
  forbidden: "The owner's key has no access to the model.",
  model: "The image service doesn't offer the model.",
  url: "Nothing answers at the image service's address.",
  paused: "The bot's owner paused it.",
};

/** Whether the bot is running, whether it makes pictures, and what you can do about either. */
function botSection(page) {
  const run = (what) => () => page.store.attempt("bot", { do: what });
  const light = h("span", { class: "light" });
  const state = h("span", {});
  const detail = h("p", { class: "panel-detail" });
  const cause = h("p", {});
  const nextTry = h("p", { "aria-live": "off" });
  const closed = h(
    "div",
    { class: "notice unavailable", role: "status", hidden: true },
    h("p", { class: "notice-title" }, "Easel has stopped making pictures."),
    cause,
    nextTry,
    action("Restart Easel to check now", run("restart")),
  );
  const start = action("Start the bot", run("start"), "success");
  const element = section(
    "Easel",
    h("p", { class: "bot-state", role: "status" }, light, state),
    detail,
    closed,
    h("div", { class: "panel-row" }, start),
  );

  const update = ({ bot, unavailable }) => {
    light.className = `light ${bot.state}`;
    state.textContent = STATES[bot.state];
    detail.textContent = bot.detail ?? "";
    start.hidden = bot.state !== "stopped";
    closed.hidden = !unavailable.reason;
    cause.textContent = REASONS[unavailable.reason] ?? `Its log says “${unavailable.reason}”.`;
    const due = unavailable.next_try_at;
    nextTry.textContent =
      due > Date.now() / 1000
        ? `It'll check the image service again ${relative(due)}.`
        : "It's checking the image service, or waiting for a picture to check with.";
  };
  return { element, update };
}

/** A contest to look at and take part in. Its host's `/contest close` is a button here. */
function contestSection(page) {
  const run = (what) => () => page.store.attempt("sample_contest", { do: what });
  const detail = h("p", { class: "panel-detail", role: "status" });
  const start = action("Start a sample contest", run("start"), "primary");
  const end = action("End this phase now", run("end"));
  const element = section("Contest", detail, h("div", { class: "panel-row" }, start, end));

  const update = ({ bot, sample }) => {
    const running = ["starting", "open", "voting"].includes(sample.state);
    detail.textContent = sample.detail || "Twelve members enter and vote by themselves. Each phase takes a minute.";
    start.hidden = running;
    start.disabled = bot.state !== "connected";
    end.hidden = !["open", "voting"].includes(sample.state);
  };
  return { element, update };
}

/** Four problems of the image service, only one of which can be on, and the bot's sudden death. */
function troubleSection(page) {
  const choices = h("div", { class: "troubles", role: "radiogroup", "aria-label": "What goes wrong" });
  const crash = h(
    "div",
    { class: "trouble-crash" },
    action("Kill the bot", () => page.store.attempt("bot", { do: "kill" }), "danger"),
    h("small", {}, "Ends the bot at once, whatever it's doing."),
  );
  const element = section("What goes wrong", choices, crash);

  const radio = ({ id, title, description }) =>
    h(
      "label",
      { class: "trouble" },
      h("input", {
        type: "radio",
        name: "trouble",
        value: id,
        onchange: () => page.store.attempt("trouble", { trouble: id }),
      }),
      h("span", {}, title, h("small", {}, description)),
    );
  const update = ({ bot, trouble }) => {
    if (!choices.children.length) {
      const nothing = { id: trouble.none, title: "Nothing", description: "Everything works." };
      choices.append(...[nothing, ...trouble.choices].map(radio));
    }
    for (const input of choices.querySelectorAll("input")) input.checked = input.value === trouble.current;
    crash.hidden = !bot.ours || bot.state === "stopped";
  };
  return { element, update };
}
