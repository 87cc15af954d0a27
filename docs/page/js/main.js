// The page: what happens when.
import {assetNames, isSingle, versions, weightOf} from "./assets.js";
import {comparing, stem} from "./compare.js";
import {byId, make, save, visible} from "./dom.js";
import {Engine, Stopped} from "./engine.js";
import {Files} from "./files.js";
import {bothWords, currentLanguage, inLanguage, Refused, setLanguage, words} from "./strings.js";
import {clearTables, showTables} from "./tables.js";
import {watchValue} from "./value.js";

// A longer text is read when it is pasted: a browser would take seconds to show it.
const LONGEST_SHOWN = 100000;
const MOST_BYTES = 100 * 1024 * 1024;
const TYPES = {
  yaml: "application/yaml",
  json: "application/json",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  html: "text/html",
};
const ENDINGS = {yaml: ".yaml", json: ".json", xlsx: ".xlsx", html: ".report.html"};

const page = {shown: null, profiles: [], jobs: [], last: null, stops: 0, stopped: false, pasted: 0};
const engine = new Engine(tell);
const files = new Files({show: goTo, again: readAgain, remove: removeEntry});
const compare = comparing(files, run, ensureRead);
const explainValue = watchValue(engine, chosenProfile);

function chosenProfile() {
  return byId("profile").value || "default";
}

// What is remembered, where the browser permits it: the language and the theme.
function remember(key, value) {
  try {
    localStorage.setItem(`perfmodel-${key}`, value);
  } catch {
    // Some browsers keep nothing for a file from disk.
  }
}

function remembered(key) {
  try {
    return localStorage.getItem(`perfmodel-${key}`);
  } catch {
    return null;
  }
}

function applyLanguage(name) {
  setLanguage(name);
  document.documentElement.lang = currentLanguage() === "en" ? "en" : "zh-CN";
  byId("language").value = currentLanguage();
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = words(element.dataset.text);
  for (const element of document.querySelectorAll("body [data-label]:not(td):not(#report *)")) {
    element.setAttribute("aria-label", words(element.dataset.label));
  }
  document.title = `${words("title")} perfmodel`;
  drawProfiles();
  drawAbout();
  files.draw();
  drawStatus();
}

function applyTheme(name) {
  document.documentElement.dataset.theme = name;
  byId("theme").value = name;
}

function drawProfiles() {
  const select = byId("profile");
  const before = select.value || "default";
  select.replaceChildren(...page.profiles.map(one => make("option", {value: one.name}, `${one.name} · ${inLanguage(one)}`)));
  if (page.profiles.length) select.value = before;
}

function drawAbout() {
  byId("versions").textContent = versions().map(([name, version]) => `${name} ${version}`).join(", ");
  const number = bytes => `${(bytes / 1e6).toFixed(2)} MB`;
  const rows = assetNames().map(name =>
    make("tr", {}, make("th", {scope: "row"}, name), make("td", {}, number(weightOf(name).packed)), make("td", {}, words(`for_${name}`))),
  );
  byId("weights").tBodies[0].replaceChildren(...rows);
  const all = assetNames().reduce((sum, name) => sum + weightOf(name).packed, 0);
  byId("weights").tFoot.replaceChildren(make("tr", {}, make("th", {scope: "row"}, words("weights_all")), make("td", {}, number(all)), make("td")));
  byId("about-where").textContent = words(isSingle() ? "about_single" : "about_site");
}

// The line that says what is being done.
function drawStatus() {
  const last = page.last || {text: () => words("start_python"), part: 0};
  byId("status").textContent = last.text();
  const progress = byId("progress");
  progress.hidden = last.part === undefined && !page.jobs.length;
  if (last.part === undefined) progress.removeAttribute("value");
  else progress.value = last.part;
}

function say(text, part) {
  page.last = {text, part};
  drawStatus();
}

function setState(state) {
  document.body.dataset.state = state;
  byId("stop").hidden = state !== "working";
}

// What the engine tells of itself.
function tell(kind, what) {
  const actions = {
    starting: () => {
      setState("starting");
      if (what.step === "load") {
        const megabytes = bytes => (bytes / 1e6).toFixed(1);
        say(() => words("start_load", what.name, megabytes(what.done), megabytes(what.all)), what.part);
      } else say(() => words(`start_${what.step}`), what.part);
    },
    ready: () => {
      page.profiles = what.profiles;
      drawProfiles();
      setState("ready");
      settle();
      if (page.stopped && !page.jobs.length) say(() => words("restarted"));
      page.stopped = false;
      explainValue();
    },
    working: () => {
      if (what.pack) say(() => words("work_unpack", what.pack));
      else if (page.jobs.length && what.all) say(() => words("work_page", page.jobs[0].name, what.done, what.all), what.done / what.all);
    },
    failed: () => {
      setState("failed");
      say(() => inLanguage(what));
    },
  };
  actions[kind]();
}

// Whether something is being done is seen from the jobs that wait for the engine.
function settle() {
  if (document.body.dataset.state === "failed") return;
  if (page.jobs.length) {
    setState("working");
    say(page.jobs[0].text);
  } else {
    setState("ready");
    if (page.last && page.last.failure) drawStatus();
    else say(() => words("ready"));
  }
}

// Does something with the engine; `text` returns the words for what it is. Returns undefined where it was stopped,
// and a failure where the program could not go on.
async function run(text, work, name = "") {
  const job = {text, name};
  page.jobs.push(job);
  page.last = null;
  if (document.body.dataset.state !== "starting") settle();
  let failure = null;
  try {
    return await work(engine);
  } catch (error) {
    if (error instanceof Stopped) return undefined;
    // Of an error of Python the last line says what it is.
    failure = error instanceof Refused ? error.pair : bothWords("broken", String(error.message || error).trim().split("\n").at(-1));
    return {failure};
  } finally {
    page.jobs = page.jobs.filter(one => one !== job);
    if (failure !== null) page.last = {text: () => inLanguage(failure), failure: true};
    if (document.body.dataset.state !== "starting") settle();
  }
}

function open(blobs) {
  const entries = blobs.map(({blob, name}) => files.add(blob, name));
  readAll(entries);
}

// One after another, and shows the first that can be read. A stop leaves those that are not read yet to be read again.
async function readAll(entries) {
  const {stops} = page;
  let shown = false;
  for (const entry of entries) {
    if (!files.entries.includes(entry)) continue;
    if (page.stops !== stops) {
      files.set(entry, {state: "stopped"});
      continue;
    }
    await readEntry(entry);
    if (entry.state === "ready" && !shown) {
      shown = true;
      await showEntry(entry);
    }
  }
  await countAgain();
  const refused = entries.filter(entry => entry.state === "failed" && files.entries.includes(entry)).length;
  if (refused && !page.jobs.length && document.body.dataset.state === "ready") say(() => words("ready_failed", refused));
}

// The counts in the list are those of the profile that is chosen: files that were checked by another are checked by this one.
async function countAgain() {
  const profile = chosenProfile();
  for (const entry of files.entries) {
    if (entry.state !== "ready" || entry.profile === profile) continue;
    const found = await run(() => words("work_check", entry.label), async () => {
      await ensureRead(entry);
      return engine.python("count_file", [entry.key, profile]);
    }, entry.label);
    if (found === undefined || chosenProfile() !== profile) return;
    if (!found.failure && files.entries.includes(entry)) files.set(entry, {counts: found.counts, profile});
  }
}

async function readEntry(entry) {
  const name = entry.name;
  const profile = chosenProfile();
  const language = currentLanguage();
  files.set(entry, {state: "reading", failure: null});
  const found = await run(() => words("work_read", entry.label), async () => {
    if (entry.blob.size > MOST_BYTES) return engine.python("too_large", [name]);
    const read = await engine.python("read_file", [entry.key, name], entry.blob);
    if (read.unreadable) return {failure: bothWords("unreadable", read.unreadable)};
    if (read.failure) return read;
    entry.read = engine.generation;
    const view = await engine.python("check_file", [entry.key, profile, language]);
    return view.failure ? view : {...read, view};
  }, entry.label);
  if (!files.entries.includes(entry)) {
    closeEntry(entry);
    return;
  }
  if (found === undefined) files.set(entry, {state: "stopped"});
  else if (found.failure) {
    files.set(entry, {state: "failed", failure: found.failure});
    engine.shed();
  } else {
    page.view = {entry, profile, language, view: found.view};
    files.set(entry, {state: "ready", tables: found.tables, counts: found.view.counts, profile});
  }
  compare.choose();
}

// Reads a file again where the worker that had it open was stopped since.
async function ensureRead(entry) {
  await engine.started;
  if (entry.read === engine.generation) return;
  const read = await engine.python("read_file", [entry.key, entry.name], entry.blob);
  if (read.failure || read.unreadable) throw new Refused(read.failure || bothWords("unreadable", read.unreadable));
  entry.read = engine.generation;
}

async function showEntry(entry) {
  const profile = chosenProfile();
  const language = currentLanguage();
  for (const one of files.entries) one.shown = one === entry;
  page.shown = entry;
  byId("result").hidden = false;
  byId("result").dataset.state = "building";
  byId("result").dataset.key = entry.key;
  byId("result-head").textContent = entry.label;
  files.draw();
  const held = page.view;
  page.view = null;
  const fits = held && held.entry === entry && held.profile === profile && held.language === language;
  const view = fits ? held.view : await run(() => words("work_check", entry.label), async () => {
    await ensureRead(entry);
    return engine.python("check_file", [entry.key, profile, language]);
  }, entry.label);
  if (page.shown !== entry) return;
  if (!view || view.failure) {
    byId("result").dataset.state = "empty";
    byId("result-status").textContent = view ? inLanguage(view.failure) : words("stopped");
    clearTables(byId("report"));
    return;
  }
  files.set(entry, {counts: view.counts, profile});
  const status = byId("result-status");
  const done = await showTables(byId("report"), view, (at, all) => {
    status.textContent = words("building", at, all);
  });
  if (!done) return;
  const {error, warning, hint} = view.counts;
  status.textContent = error + warning + hint ? words("counts", error, warning, hint) : words("clean");
  byId("result").dataset.state = "ready";
}

// Shows a file because its button was pressed: its tables come into view, and a keyboard goes on from there.
async function goTo(entry) {
  await showEntry(entry);
  byId("result-head").focus();
}

async function readAgain(entry) {
  if (document.body.dataset.state === "failed") engine.start().catch(() => {});
  await readAll([entry]);
}

// What is being read ends when it is removed; the next file is read then.
function removeEntry(entry) {
  files.remove(entry);
  if (entry.state === "reading" && document.body.dataset.state === "working") engine.stop().catch(() => {});
  else if (!engine.shed()) closeEntry(entry);
  if (page.shown === entry) {
    page.shown = null;
    byId("result").hidden = true;
    byId("result").dataset.state = "empty";
    clearTables(byId("report"));
  }
  compare.choose();
}

// Python forgets what it read of a file.
function closeEntry(entry) {
  if (entry.read === engine.generation) engine.python("close_file", [entry.key]).catch(() => {});
}

async function download(form) {
  const entry = page.shown;
  if (!entry || !form) return;
  const name = stem(visible(entry.name)) + ENDINGS[form];
  const bytes = await run(() => words("work_write", name), async () => {
    await ensureRead(entry);
    return engine.python("write_file", [entry.key, form, chosenProfile(), currentLanguage()]);
  });
  if (bytes instanceof Uint8Array) {
    save(name, bytes, TYPES[form]);
    byId("result-status").textContent = words("written", name);
  } else if (bytes && bytes.failure) byId("result-status").textContent = inLanguage(bytes.failure);
}

function openAll(list) {
  open([...list].map(file => ({blob: file, name: file.name})));
}

function openText(text) {
  page.pasted += 1;
  open([{blob: new Blob([text]), name: byId("paste-name").value.trim() || words("pasted", page.pasted)}]);
}

function listenToFiles() {
  const input = byId("file-input");
  byId("choose").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    openAll(input.files);
    input.value = "";
  });
  // A file may fall anywhere on the page; without this the browser would leave the page for it. A text may fall into a field.
  const isText = ({dataTransfer, target}) => !dataTransfer.types.includes("Files") && target.closest && target.closest("input, textarea");
  addEventListener("dragover", event => {
    if (isText(event)) return;
    event.preventDefault();
    byId("drop").classList.add("over");
  });
  addEventListener("dragleave", event => {
    if (!event.relatedTarget) byId("drop").classList.remove("over");
  });
  addEventListener("drop", event => {
    if (isText(event)) return;
    event.preventDefault();
    byId("drop").classList.remove("over");
    openAll(event.dataTransfer.files);
  });
  addEventListener("paste", event => {
    const text = event.clipboardData.getData("text/plain");
    const isLong = event.target === byId("paste") && text.length > LONGEST_SHOWN;
    // Cells of a spreadsheet are text, and a picture of it beside.
    const {files: copied} = event.clipboardData;
    if (!isLong && (text || !copied.length)) return;
    event.preventDefault();
    if (isLong) openText(text);
    else openAll(copied);
  });
  byId("paste-read").addEventListener("click", () => {
    const text = byId("paste").value;
    if (text.trim()) openText(text);
  });
}

function listenToChoices() {
  byId("language").addEventListener("change", async event => {
    remember("language", event.target.value);
    applyLanguage(event.target.value);
    explainValue();
    if (page.shown) await showEntry(page.shown);
    await compare.show();
  });
  byId("theme").addEventListener("change", event => {
    remember("theme", event.target.value);
    applyTheme(event.target.value);
  });
  byId("profile").addEventListener("change", async () => {
    explainValue();
    if (page.shown) await showEntry(page.shown);
    await countAgain();
  });
  byId("downloads").addEventListener("click", event => download(event.target.dataset.form));
  byId("stop").addEventListener("click", () => {
    page.stops += 1;
    page.stopped = true;
    setState("starting");
    engine.stop().catch(() => {});
    byId("choose").focus();
  });
}

function main() {
  // No policy binds connections between browsers; the page has no use for them.
  for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection"]) delete self[name];
  const preferred = navigator.language && !navigator.language.toLowerCase().startsWith("zh") ? "en" : "zh";
  applyTheme(remembered("theme") || "auto");
  applyLanguage(remembered("language") || preferred);
  listenToFiles();
  listenToChoices();
  engine.start().catch(() => {});
}

main();
