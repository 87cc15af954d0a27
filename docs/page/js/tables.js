// The tables of a file with the findings beside their rows, as the library lays them out.
import {fromPlain, make, pause, shellOf} from "./dom.js";
import {words} from "./strings.js";

// Milliseconds that the page may be busy at once: it answers and paints in between.
const AT_ONCE = 12;
// A long table is several below one another, each with the head: the browser lays out only those in sight.
const PROJECTS_A_TABLE = 20;
let shown = 0;

// Shows a view of bridge.check_file; `progress` is called with how many projects are there, and of how many.
// Returns false where another was to be shown meanwhile.
export async function showTables(place, view, progress) {
  const turn = (shown += 1);
  place.replaceChildren();
  if (view.filter) place.append(fromPlain(view.filter));
  if (view.brief) place.append(make("p", {class: "hint"}, words("brief")));
  const all = view.tables.flatMap(table => table.elements).reduce((sum, one) => sum + bodiesOf(one), 0);
  const built = {done: 0, inTable: 0, table: null, since: performance.now()};
  for (const [at, table] of view.tables.entries()) {
    const part = make("div", {class: "pm-part"});
    if (view.tables.length > 1) part.append(make("h3", {}, words("table", at + 1, table.name)));
    place.append(part);
    for (const plain of table.elements) {
      if (!isTable(plain)) {
        part.append(fromPlain(plain));
        continue;
      }
      const parts = partsOf(plain);
      for (const child of parts.bodies) {
        if (built.inTable === 0) built.table = tableIn(part, plain, parts);
        built.inTable = (built.inTable + 1) % PROJECTS_A_TABLE;
        built.table.append(fromPlain(child));
        built.done += 1;
        if (performance.now() - built.since < AT_ONCE) continue;
        progress(built.done, all);
        await pause();
        if (turn !== shown) return false;
        built.since = performance.now();
      }
      built.inTable = 0;
    }
  }
  if (view.words) {
    const box = make("details", {class: "rules"}, make("summary", {}, words("rules")), fromPlain(view.words));
    place.append(box);
    place.onclick = event => {
      if (event.target.closest('a[href^="#rule-"]')) box.open = true;
    };
  }
  filterReport();
  return true;
}

export function clearTables(place) {
  shown += 1;
  place.replaceChildren();
}

function isTable(plain) {
  return typeof plain !== "string" && plain[0] === "table";
}

function partsOf(plain) {
  const isBody = child => child[0] === "tbody";
  return {head: plain[2].filter(child => !isBody(child)), bodies: plain[2].filter(isBody)};
}

function bodiesOf(plain) {
  return isTable(plain) ? partsOf(plain).bodies.length : 0;
}

function tableIn(place, plain, parts) {
  const table = shellOf(plain[0], plain[1]);
  table.append(...parts.head.map(fromPlain));
  place.append(make("div", {class: parts.bodies.length > PROJECTS_A_TABLE ? "piece" : undefined}, table));
  return table;
}
