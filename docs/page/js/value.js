// What a target value means, as one types.
import {byId, make} from "./dom.js";
import {currentLanguage, words} from "./strings.js";

// Milliseconds without an answer after which it is said that there is none yet.
const SOON = 300;
let turn = 0;

export function watchValue(engine, profile) {
  const value = byId("value");
  const name = byId("value-name");
  const explain = async () => {
    const mine = (turn += 1);
    const place = byId("value-meaning");
    if (!value.value.trim()) {
      place.dataset.kind = "";
      place.replaceChildren(make("p", {class: "hint"}, words("value_hint")));
      return;
    }
    const late = setTimeout(() => {
      if (mine !== turn) return;
      place.dataset.kind = "";
      place.replaceChildren(make("p", {class: "hint"}, words("value_waits")));
    }, SOON);
    try {
      const found = await engine.python("value_meaning", [value.value.trim(), name.value.trim(), profile(), currentLanguage()]);
      if (mine === turn) show(place, found);
    } catch {
      // It was stopped: the next letter asks again.
    } finally {
      clearTimeout(late);
    }
  };
  value.addEventListener("input", explain);
  name.addEventListener("input", explain);
  return explain;
}

function show(place, found) {
  if (found.failure) {
    place.dataset.kind = "failed";
    place.replaceChildren(make("p", {}, found.failure[currentLanguage()]));
    return;
  }
  place.dataset.kind = found.kind;
  const rows = [];
  const row = (label, text) => text && rows.push(make("tr", {}, make("th", {scope: "row"}, words(label)), make("td", {}, text)));
  if (!found.understood) row("value_words", words("value_unknown"));
  row("value_words", found.words);
  row("value_signs", found.signs);
  row("value_kind", words("kind_" + found.kind));
  if (found.direction && found.direction !== "none") row("value_direction", words((found.kind === "deadline" ? "deadline_" : "direction_") + found.direction));
  const findings = found.findings.map(one =>
    make(
      "div",
      {class: `pm-finding pm-${one.severity}`, "data-severity": one.severity, "data-code": one.code},
      make("span", {class: `pm-badge pm-${one.severity}`}, `${one.code} ${words(one.severity)}`),
      make("span", {}, one.text),
    ),
  );
  place.replaceChildren(make("table", {class: "facts"}, make("tbody", {}, ...rows)), ...findings);
}
