// The image API: what goes wrong next, how long it takes, and what it has charged.
import { h } from "../dom.js";
import { clockSeconds } from "../time.js";
import { action, armedList, groupedSelect, section, timesField } from "./section.js";

export function imageApiSection(page) {
  const faultPlace = h("div", { class: "panel-form" });
  const armed = armedList(() => page.store.attempt("clear_image_faults"));
  const latency = latencySlider(page);
  const balance = h("b", {});
  const log = h("div", { class: "panel-log" });
  const element = section(
    "Image API",
    faultPlace,
    armed.element,
    latency.element,
    h("p", { class: "panel-fact" }, "Provider's balance ", balance),
    h("details", { open: true }, h("summary", {}, "Last requests"), log),
  );

  let built = false;
  const update = ({ image_api: api }) => {
    if (!built) faultPlace.append(...faultForm(page, api.faults));
    built = true;
    armed.update(api.pending);
    latency.update(api.latency_seconds);
    balance.textContent = `${api.balance_usd.toFixed(2)} USD`;
    log.replaceChildren(
      api.requests.length ? requestTable(api.requests) : h("p", { class: "panel-detail" }, "None yet."),
    );
  };
  return { element, update };
}

function faultForm(page, faults) {
  const select = groupedSelect("The next request's fate", faults);
  const about = h("p", { class: "panel-detail" });
  const describe = () => {
    about.textContent = faults.find((fault) => fault.id === select.value)?.description ?? "";
  };
  const times = timesField();
  select.addEventListener("change", describe);
  describe();
  const arm = action(
    "Arm it",
    () => page.store.attempt("image_fault", { fault: select.value, times: times.value() }),
    "primary",
  );
  return [
    h("p", { class: "panel-label" }, "The next request…"),
    select,
    about,
    h("div", { class: "panel-row" }, times.input, h("span", {}, "time(s)"), arm),
  ];
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
  const names = ["When", "Asked for", "Tokens charged"].map((name) => h("th", { scope: "col" }, name));
  return h("table", {}, h("thead", {}, h("tr", {}, names)), h("tbody", {}, rows));
}
