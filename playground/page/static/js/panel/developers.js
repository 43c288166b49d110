// For developers: single faults of the image API and of Discord, and the requests to the image API.
import { h } from "../dom.js";
import { clockSeconds } from "../time.js";
import { action, faultForm, pendingList, section } from "./parts.js";

export function developerTools(page) {
  const parts = [botSection(page), imageApiSection(page), discordSection(page)];
  const element = h(
    "details",
    { class: "developers" },
    h("summary", {}, "For developers"),
    parts.map((part) => part.element),
  );
  const update = (panel) => {
    for (const part of parts) part.update(panel);
  };
  return { element, update };
}

function botSection(page) {
  const stop = action("Stop the bot (SIGTERM)", () => page.store.attempt("bot", { do: "stop" }));
  const element = section("Bot process", stop);
  const update = ({ bot }) => {
    element.hidden = !bot.ours || bot.state === "stopped" || bot.state === "stopping";
  };
  return { element, update };
}

function imageApiSection(page) {
  const form = faultForm(
    { label: "What happens to the next request", button: "Break the next request" },
    (fault, times) => page.store.attempt("image_fault", { fault, times }),
    (fault) => fault.description,
  );
  const pending = pendingList(() => page.store.attempt("clear_image_faults"));
  const latency = latencySlider(page);
  const balance = h("b", {});
  const log = h("div", { class: "panel-log" });
  const element = section(
    "Image API",
    form.element,
    pending.element,
    latency.element,
    h("p", { class: "panel-fact" }, "Balance ", balance),
    h("details", { open: true }, h("summary", {}, "Last requests"), log),
  );
  const update = ({ image_api: api }) => {
    form.update(api.faults);
    pending.update(api.pending);
    latency.update(api.latency_seconds);
    balance.textContent = `${api.balance_usd.toFixed(2)} USD`;
    log.replaceChildren(
      api.requests.length ? requestTable(api.requests) : h("p", { class: "panel-detail" }, "None yet."),
    );
  };
  return { element, update };
}

function latencySlider(page) {
  const shown = h("output", {});
  const input = h("input", {
    type: "range",
    min: 0,
    max: 30,
    step: 0.5,
    "aria-label": "Seconds to draw a picture",
  });
  const label = () => {
    shown.textContent = `${Number(input.value)} s`;
  };
  input.addEventListener("input", label);
  input.addEventListener("change", () => page.store.attempt("latency", { seconds: Number(input.value) }));
  const update = (seconds) => {
    if (document.activeElement === input) return;
    input.value = seconds;
    label();
  };
  return {
    element: h("label", { class: "panel-slider" }, h("span", {}, "A picture takes ", shown), input),
    update,
  };
}

function requestTable(requests) {
  const charge = ({ state, tokens }) =>
    state === "open" ? "…" : tokens === null ? "failed, 0" : tokens.toLocaleString("en-GB");
  const rows = requests.map((request) =>
    h(
      "tr",
      { class: request.state },
      h("td", {}, clockSeconds(new Date(request.at_seconds * 1000))),
      h("td", {}, request.what),
      h("td", { class: "number" }, charge(request)),
    ),
  );
  const names = ["When", "Request", "Tokens charged"].map((name) => h("th", { scope: "col" }, name));
  return h("table", {}, h("thead", {}, h("tr", {}, names)), h("tbody", {}, rows));
}

const GATEWAY = [
  ["drop", "Cut the connection"],
  ["invalidate", "Invalidate the session"],
  ["reconnect", "Ask the bot to reconnect"],
];

function discordSection(page) {
  const form = faultForm(
    { label: "Which request fails next", button: "Break the next request" },
    (fault, times) => page.store.attempt("discord_fault", { fault, times }),
    ({ group, title }) => `${group}: ${title}.`,
  );
  const pending = pendingList(() => page.store.attempt("clear_discord_faults"));
  const gateway = GATEWAY.map(([what, label]) => action(label, () => page.store.attempt("gateway", { do: what })));
  const element = section(
    "Discord",
    h("p", { class: "panel-label" }, "Gateway connection"),
    h("div", { class: "panel-row" }, gateway),
    form.element,
    pending.element,
  );
  const update = ({ discord }) => {
    form.update(discord.faults);
    pending.update(discord.pending);
  };
  return { element, update };
}
