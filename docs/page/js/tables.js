// The tables of a file with the findings beside their rows, as the library lays them out.
import {fromPlain, make, pause, shellOf} from "./dom.js";
import {words} from "./strings.js";

// Milliseconds that the page may be busy at once: it answers and paints in between.
const AT_ONCE = 12;
let shown = 0;

// Shows a view of bridge.check_file; `progress` is called with how many projects are there, and of how many.
// Returns false where another was to be shown meanwhile.
export async function showTables(place, view, progress) {
  const turn = (shown += 1);
  place.replaceChildren();
  if (view.filter) place.append(fromPlain(view.filter));
  const all = view.tables.flatMap(table => table.elements).reduce((sum, one) => sum + bodiesOf(one), 0);
  const built = {done: 0, since: performance.now()};
  for (const [at, table] of view.tables.entries()) {
    const part = make("div", {class: "pm-part"});
    if (view.tables.length > 1) part.append(make("h3", {}, words("table", at + 1, table.name)));
    place.append(part);
    for (const plain of table.elements) {
      if (!isTable(plain)) {
        part.append(fromPlain(plain));
        continue;
      }
      const element = shellOf(plain[0], plain[1]);
      part.append(element);
      for (const child of plain[2]) {
        element.append(fromPlain(child));
        built.done += child[0] === "tbody" ? 1 : 0;
        if (performance.now() - built.since < AT_ONCE) continue;
        progress(built.done, all);
        await pause();
        if (turn !== shown) return false;
        built.since = performance.now();
      }
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

function bodiesOf(plain) {
  return isTable(plain) ? plain[2].filter(child => child[0] === "tbody").length : 0;
}
