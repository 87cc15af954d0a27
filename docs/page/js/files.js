// The files that were opened: what has become of each, and the list of them.
import {byId, make} from "./dom.js";
import {inLanguage, words} from "./strings.js";

export class Files {
  // `actions` has what the buttons do: show(entry), again(entry), remove(entry).
  constructor(actions) {
    this.actions = actions;
    this.entries = [];
    this.next = 1;
  }

  add(blob, name) {
    const entry = {key: String(this.next), blob, name, state: "waiting", tables: [], counts: null, failure: null, read: 0};
    this.next += 1;
    this.entries.push(entry);
    this.draw();
    return entry;
  }

  remove(entry) {
    this.entries = this.entries.filter(one => one !== entry);
    this.draw();
  }

  set(entry, change) {
    Object.assign(entry, change);
    this.draw();
  }

  // The tables that can be compared: [entry, place among its tables, name].
  tables() {
    return this.entries
      .filter(entry => entry.state === "ready")
      .flatMap(entry => entry.tables.map((title, at) => [entry, at, entry.tables.length > 1 ? `${entry.name} · ${at + 1} ${title}` : entry.name]));
  }

  draw() {
    const focused = document.activeElement && document.activeElement.dataset.action;
    byId("files-section").hidden = this.entries.length === 0;
    byId("files").replaceChildren(...this.entries.map(entry => this.#row(entry)));
    if (focused) {
      const again = byId("files").querySelector(`button[data-action="${focused}"]`);
      (again || byId("files").querySelector("button") || byId("choose")).focus();
    }
  }

  #row(entry) {
    const row = make("li", {"data-key": entry.key, "data-state": entry.state, "data-name": entry.name});
    if (entry.shown) row.setAttribute("aria-current", "true");
    const text = make("div", {class: "file"}, make("span", {class: "name"}, entry.name), " ", make("span", {class: "state"}, this.#state(entry)));
    if (entry.failure) text.append(make("p", {class: "failure"}, inLanguage(entry.failure)));
    const buttons = make("div", {class: "row"});
    if (entry.state === "ready") buttons.append(this.#button("show", entry));
    if (entry.state === "stopped" || entry.state === "failed") buttons.append(this.#button("again", entry));
    buttons.append(this.#button("remove", entry));
    row.append(text, buttons);
    return row;
  }

  #state(entry) {
    if (entry.state !== "ready") return words(entry.state);
    const {error, warning, hint} = entry.counts;
    const counts = error + warning + hint ? words("counts", error, warning, hint) : words("clean");
    return make("span", {class: "counts"}, entry.tables.length > 1 ? `${words("tables", entry.tables.length)} · ${counts}` : counts);
  }

  #button(action, entry) {
    const label = words(`${action}_file`, entry.name);
    const button = make("button", {type: "button", class: action, "aria-label": label, "data-action": `${action}-${entry.key}`}, words(action));
    button.addEventListener("click", () => this.actions[action](entry));
    return button;
  }
}
