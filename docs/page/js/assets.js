// What the page loads: from itself where it is one file, else from the files beside it, held to their hashes.
import {bothWords, Refused} from "./strings.js";

const manifest = JSON.parse(document.getElementById("manifest").textContent);
const packed = new Map();

export function assetNames() {
  return Object.keys(manifest.assets);
}

export function weightOf(name) {
  return manifest.assets[name];
}

export function isSingle() {
  return manifest.single;
}

export function versions() {
  return manifest.versions;
}

// What Pyodide asks of a list of its packages: which version it is for. There are none in it.
export function lockFile() {
  return manifest.lock;
}

export async function asset(name) {
  if (!packed.has(name)) packed.set(name, manifest.single ? fromPage(name) : await fromFolder(name));
  const stream = new Blob([packed.get(name)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function fromPage(name) {
  const element = document.querySelector(`script[data-asset="${name}"]`);
  const text = element.textContent;
  element.textContent = "";
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

async function fromFolder(name) {
  const {file, integrity} = manifest.assets[name];
  try {
    const response = await fetch(file, {integrity, credentials: "omit"});
    if (!response.ok) throw new Error(response.status);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw new Refused(bothWords("not_loaded", name, error.message));
  }
}
