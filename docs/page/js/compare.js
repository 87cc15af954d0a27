// Two tables compared: those of two years, or targets with what became of them.
import {byId, fromPlain, make, save} from "./dom.js";
import {currentLanguage, inLanguage, words} from "./strings.js";

// `run` does something with the engine and returns undefined where it was stopped; `ensure` reads a file that is no longer open.
export function comparing(files, run, ensure) {
  let compared = null;
  const chosenByHand = new Set();

  const choose = () => {
    const tables = files.tables();
    byId("compare").hidden = tables.length < 2;
    for (const [id, fallback] of [["compare-old", 0], ["compare-new", 1]]) {
      const select = byId(id);
      const before = select.value;
      select.replaceChildren(...tables.map(([entry, at, name]) => make("option", {value: `${entry.key}:${at}`}, name)));
      const values = [...select.options].map(option => option.value);
      select.value = chosenByHand.has(id) && values.includes(before) ? before : values[Math.min(fallback, values.length - 1)] || "";
    }
    if (compared && ![compared.old, compared.new].every(one => files.entries.includes(one.entry))) clear();
  };

  const clear = () => {
    compared = null;
    byId("comparison").replaceChildren();
    byId("comparison").dataset.state = "empty";
    byId("compare-downloads").hidden = true;
    byId("compare-status").textContent = "";
  };

  const chosen = id => {
    const [key, at] = byId(id).value.split(":");
    return {entry: files.entries.find(entry => entry.key === key), at: Number(at)};
  };

  const values = () => [compared.old.entry.key, compared.old.at, compared.new.entry.key, compared.new.at];

  const show = async () => {
    if (!compared) return;
    const place = byId("comparison");
    place.dataset.state = "working";
    byId("compare-status").textContent = "";
    const found = await run(() => words("work_compare"), async engine => {
      await ensure(compared.old.entry);
      await ensure(compared.new.entry);
      return engine.python("compare_files", [...values(), currentLanguage()]);
    });
    if (found === undefined) {
      place.dataset.state = "empty";
      return;
    }
    byId("compare-downloads").hidden = Boolean(found.failure);
    place.dataset.state = found.failure ? "failed" : "ready";
    place.replaceChildren(...(found.failure ? [make("p", {class: "failure"}, inLanguage(found.failure))] : found.elements.map(fromPlain)));
  };

  for (const id of ["compare-old", "compare-new"]) byId(id).addEventListener("change", () => chosenByHand.add(id));
  byId("compare-start").addEventListener("click", () => {
    compared = {old: chosen("compare-old"), new: chosen("compare-new")};
    show();
  });
  byId("compare-downloads").addEventListener("click", async event => {
    const form = event.target.dataset.form;
    if (!form || !compared) return;
    const name = `${stem(compared.old.entry.label)}-${stem(compared.new.entry.label)}.${form}`;
    const bytes = await run(() => words("work_write", name), async engine => {
      await ensure(compared.old.entry);
      await ensure(compared.new.entry);
      return engine.python("write_comparison", [...values(), form, currentLanguage()]);
    });
    if (bytes instanceof Uint8Array) {
      save(name, bytes, "application/octet-stream");
      byId("compare-status").textContent = words("written", name);
    } else if (bytes && bytes.failure) byId("compare-status").textContent = inLanguage(bytes.failure);
  });
  return {choose, show};
}

// Characters of a file's name that the names of what is written from it have at most: systems allow no more than 255 bytes.
const LONGEST_STEM = 40;

export function stem(name) {
  return [...(name.replace(/\.[^.]{1,5}$/, "") || name)].slice(0, LONGEST_STEM).join("");
}
