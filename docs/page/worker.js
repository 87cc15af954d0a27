// Runs Python. It gets all files from the page, so that it needs no connection; what it could connect to is bound by the
// page's policy, which a worker from a blob inherits.
"use strict";

let python;
let bridge;
let packages;

self.onmessage = async event => {
  const {id, call, args} = event.data;
  try {
    const done = await CALLS[call](args);
    const transferred = done instanceof Uint8Array ? [done.buffer] : [];
    self.postMessage({id, done, memory: memoryInUse()}, transferred);
  } catch (error) {
    // Python's own errors leave it as it was; any other (memory used up, a stack too deep) does not.
    const fatal = call === "python" && !(error && error.name === "PythonError");
    self.postMessage({id, fatal, error: String((error && error.message) || error)});
  }
};

function memoryInUse() {
  return python ? python._module.HEAP8.length : 0;
}

const CALLS = {
  start,
  unpack: ({data}) => unpack(data),
  python: callPython,
};

function unpack(data) {
  python.unpackArchive(data, "zip", {extractDir: packages});
}

// Calls a function of bridge.py by name. It returns text (JSON), or bytes.
async function callPython({name, values, data}) {
  let bytes;
  try {
    bytes = data && new Uint8Array(await data.arrayBuffer());
  } catch (error) {
    return JSON.stringify({unreadable: error.name}); // a folder, or a file that is gone
  }
  const function_ = bridge[name];
  try {
    const out = bytes ? function_(bytes, ...values) : function_(...values);
    if (typeof out === "string" || out === undefined) return out;
    try {
      return out.toJs();
    } finally {
      out.destroy();
    }
  } finally {
    function_.destroy();
  }
}

async function start({files, lock}) {
  const address = "https://perfmodel.invalid/";
  const types = {wasm: "application/wasm"};
  self.fetch = async request => {
    const name = String(request.url || request).replace(address, "");
    if (!Object.hasOwn(files, name)) throw new TypeError("not a file of this page: " + name);
    const type = types[name.split(".").pop()] || "application/octet-stream";
    return new Response(files[name], {headers: {"content-type": type}});
  };
  const load = name => import(URL.createObjectURL(new Blob([files[name]], {type: "text/javascript"})));
  const [{loadPyodide}, runtime] = await Promise.all([load("pyodide.mjs"), load("pyodide.asm.mjs")]);
  self.postMessage({step: "python"});
  python = await loadPyodide({
    indexURL: address,
    packageBaseUrl: address,
    stdLibURL: address + "python_stdlib.zip",
    createPyodideModule: runtime.default,
    lockFileContents: lock,
  });
  packages = python.runPython("import site; site.getsitepackages()[0]");
  self.postMessage({step: "modules"});
  unpack(files["core.zip"]);
  self.postMessage({step: "imports"});
  python.registerJsModule("page", {
    progress: (done, all) => self.postMessage({progress: {done, all}}),
    aes_cbc: aesCbc,
  });
  bridge = python.pyimport("bridge");
  const started = bridge.start();
  for (const name of Object.keys(files)) delete files[name];
  return started;
}
