// The bot's process: whether it runs, and how to end and start it.
import { h } from "../dom.js";
import { action, section } from "./section.js";

const WORDS = {
  starting: "Starting…",
  connected: "Connected",
  disconnected: "Running, but not connected to the gateway",
  stopping: "Stopping…",
  stopped: "Stopped",
  absent: "No bot runs here",
};

export function botSection(page) {
  const light = h("span", { class: "light" });
  const state = h("span", {});
  const detail = h("p", { class: "panel-detail" });
  const run = (what) => () => page.store.attempt("bot", { do: what });
  const start = action("Start it", run("start"), "success");
  const stop = action("Stop it gently (SIGTERM)", run("stop"));
  const kill = action("kill -9 the bot", run("kill"), "danger");
  const element = section(
    "The bot",
    h("p", { class: "bot-state", role: "status" }, light, state),
    detail,
    h("div", { class: "panel-row" }, start, stop, kill),
  );

  const update = ({ bot }) => {
    light.className = `light ${bot.state}`;
    state.textContent = WORDS[bot.state];
    detail.textContent = bot.detail ?? "";
    const running = bot.ours && bot.state !== "stopped";
    start.hidden = bot.state !== "stopped";
    stop.hidden = !running || bot.state === "stopping";
    kill.hidden = !running;
  };
  return { element, update };
}
