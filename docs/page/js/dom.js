// Making elements. Text is only ever set as text: nothing that a file says becomes markup.
const TAGS = new Set(
  ("table caption colgroup col thead tbody tr th td div span p br ul li h1 h2 h3 h4 header main section footer nav a b i em strong " +
    "code label input select option button").split(" "),
);
const ATTRIBUTES = new Set(
  ("class colspan rowspan scope width lang dir id href type value checked hidden role tabindex placeholder aria-label aria-live " +
    "aria-hidden title data-label data-severity data-code").split(" "),
);

export function byId(id) {
  return document.getElementById(id);
}

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

// Makes what the library shows, sent as text or [tag, attributes, children], of the few tags and attributes that it has.
export function fromPlain(plain) {
  if (typeof plain === "string") return document.createTextNode(plain);
  const [tag, attributes, children] = plain;
  const element = shellOf(tag, attributes);
  for (const child of children) element.append(fromPlain(child));
  return element;
}

// The element itself, without what is in it.
export function shellOf(tag, attributes) {
  if (!TAGS.has(tag)) throw new Error("not a tag of a report: " + tag);
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (!ATTRIBUTES.has(name) || (name === "href" && !value.startsWith("#"))) continue;
    element.setAttribute(name, value);
  }
  return element;
}

// A name as it may be shown: characters that turn others around or that are not seen as U+FFFD, as the library shows them.
export function visible(text) {
  return text.replace(/[\t\r\n]/g, " ").replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, "\ufffd");
}

// Hands the thread back, so that the page answers and paints.
export function pause() {
  return new Promise(resolve => setTimeout(resolve, 0));
}

export function save(name, bytes, type) {
  const address = URL.createObjectURL(new Blob([bytes], {type}));
  const link = make("a", {href: address, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
