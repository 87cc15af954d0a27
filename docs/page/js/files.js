// The files that were opened: what has become of each, and the list of them.
import {byId, make, visible} from "./dom.js";
import {inLanguage, words} from "./strings.js";

export class Files {
  // `actions` has what the buttons do: show(entry), again(entry), remove(entry).
  constructor(actions) {
    this.actions = actions;
    this.entries = [];
    this.next = 1;
    this.named = new Map();
  }

  // Files of one name, from several folders, are told apart by a number.
  add(blob, name) {
    const number = (this.named.get(name) || 0) + 1;
    this.named.set(name, number);
    const label = number > 1 ? `${visible(name)} (${number})` : visible(name);
    const entry = {key: String(this.next), blob, name, label, state: "waiting", tables: [], counts: null, failure: null, read: 0};
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
      .flatMap(entry => entry.tables.map((title, at) => [entry, at, entry.tables.length > 1 ? `${entry.label} · ${at + 1} ${title}` : entry.label]));
  }

  draw() {
    const list = byId("files");
    const {activeElement} = document;
    const row = activeElement && activeElement.closest("#files li");
    const at = [...list.children].indexOf(row);
    byId("files-section").hidden = this.entries.length === 0;
    list.replaceChildren(...this.entries.map(entry => this.#row(entry)));
    if (row) this.#focus(row.dataset.key, activeElement.className, at);
  }

  // The focus stays at the same button of a file or, where that is gone, at the file; for one that was removed it goes to the
  // button of the next, or to where files are chosen.
  #focus(key, name, at) {
    const rows = [...byId("files").children];
    const same = rows.find(row => row.dataset.key === key);
    const found = same ? same.querySelector(`.${name}`) || same.querySelector(".file") : rows.length && rows[Math.min(at, rows.length - 1)].querySelector(".remove");
    (found || byId("choose")).focus();
  }

  #row(entry) {
    const row = make("li", {"data-key": entry.key, "data-state": entry.state, "data-name": entry.name});
    if (entry.shown) row.setAttribute("aria-current", "true");
    const text = make("div", {class: "file", tabindex: "-1"}, make("span", {class: "name"}, entry.label), " ", make("span", {class: "state"}, this.#state(entry)));
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
    const label = words(`${action}_file`, entry.label);
    const button = make("button", {type: "button", class: action, "aria-label": label, "data-action": `${action}-${entry.key}`}, words(action));
    button.addEventListener("click", () => this.actions[action](entry));
    return button;
  }
}
