// Python in its worker: started, asked, stopped and started anew.
import {asset, lockFile, weightOf} from "./assets.js";
import {bothWords, Refused} from "./strings.js";

export class Stopped extends Error {}

const AT_START = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "core.zip"];
const BYTES_AT_START = AT_START.reduce((sum, name) => sum + weightOf(name).bytes, 0);
// How far the start has come with each step, of 1; loading is what stands before.
// Bytes of memory that Python may hold on to once a file is done with.
const MUCH_MEMORY = 1 << 30;
const STEPS = {python: 0.5, modules: 0.8, imports: 0.9};

export class Engine {
  // `tell` is called with ("starting", {step, …, part}), ("ready", {profiles}), ("working", {…}), ("idle") and ("failed", words in both languages).
  constructor(tell) {
    this.tell = tell;
    this.waiting = new Map();
    this.calls = 0;
    this.generation = 0;
  }

  start() {
    this.generation += 1;
    this.unpacked = new Map();
    this.memory = 0;
    this.tell("starting", {step: "load", name: AT_START[0], done: 0, all: BYTES_AT_START, part: 0});
    this.started = this.#start(this.generation);
    this.started.catch(() => {});
    return this.started;
  }

  async #start(generation) {
    try {
      const files = await this.#files(generation);
      this.worker = new Worker(URL.createObjectURL(new Blob([WORKER], {type: "text/javascript"})));
      this.worker.onmessage = event => this.#answer(event.data, generation);
      this.worker.onerror = event => this.#lost(event.message || "worker", generation);
      const buffers = Object.values(files).map(data => data.buffer);
      const answer = JSON.parse(await this.#post("start", {files, lock: lockFile()}, buffers));
      if (generation === this.generation) this.tell("ready", answer);
      return answer;
    } catch (error) {
      if (error instanceof Stopped || generation !== this.generation) throw error;
      this.generation += 1; // what is still being loaded says nothing more
      const refused = error instanceof Refused ? error : new Refused(bothWords("start_failed", error.message || error));
      this.#end(refused);
      this.tell("failed", refused.pair);
      throw refused;
    }
  }

  async #files(generation) {
    const files = {};
    let done = 0;
    const load = async name => {
      files[name] = await asset(name);
      done += files[name].length;
      if (generation !== this.generation) throw new Stopped();
      this.tell("starting", {step: "load", name, done, all: BYTES_AT_START, part: (STEPS.python * done) / BYTES_AT_START});
    };
    await Promise.all(AT_START.map(load));
    return files;
  }

  // Calls a function of bridge.py; a pack of modules that it needs first is unpacked, and it is called again.
  async python(name, values = [], data = undefined) {
    await this.started;
    const tried = new Set();
    for (;;) {
      const answer = await this.#post("python", {name, values, data});
      const found = typeof answer === "string" ? JSON.parse(answer) : answer;
      const pack = found && found.needs && `${found.needs}.zip`;
      if (!pack) return found;
      if (tried.has(pack) || !weightOf(pack)) throw new Error(`${found.needs} is missing`);
      tried.add(pack);
      await this.#unpack(pack);
    }
  }

  // Unpacks a pack once, whoever needs it.
  #unpack(pack) {
    const {unpacked} = this;
    if (!unpacked.has(pack)) {
      this.tell("working", {pack});
      const done = asset(pack).then(bytes => this.#post("unpack", {data: bytes}, [bytes.buffer]));
      unpacked.set(pack, done);
      done.catch(() => unpacked.delete(pack));
    }
    return unpacked.get(pack);
  }

  get busy() {
    return this.waiting.size > 0;
  }

  // Ends whatever is being done, and starts anew; what is waited for is rejected with `Stopped`.
  stop() {
    this.generation += 1;
    this.#end(new Stopped());
    return this.start();
  }

  // Memory that Python took never shrinks: where it has much and nothing to do, it starts anew. Returns whether it does.
  shed() {
    if (this.memory < MUCH_MEMORY || this.busy) return false;
    this.stop().catch(() => {});
    return true;
  }

  #end(error) {
    if (this.worker) this.worker.terminate();
    this.worker = undefined;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const {reject} of waiting) reject(error);
  }

  #post(call, args, transferred = []) {
    return new Promise((resolve, reject) => {
      if (!this.worker) {
        reject(new Stopped());
        return;
      }
      const id = (this.calls += 1);
      this.waiting.set(id, {resolve, reject});
      this.worker.postMessage({id, call, args}, transferred);
    });
  }

  #answer(message, generation) {
    if (generation !== this.generation) return;
    if (message.memory) this.memory = message.memory;
    if (message.step) this.tell("starting", {step: message.step, part: STEPS[message.step]});
    if (message.progress) this.tell("working", message.progress);
    const waiting = this.waiting.get(message.id);
    if (!waiting) return;
    this.waiting.delete(message.id);
    if (message.fatal) {
      waiting.reject(new Error(message.error));
      this.#lost(message.error, generation);
    } else if (message.error !== undefined) waiting.reject(new Error(message.error));
    else waiting.resolve(message.done);
  }

  // The worker cannot go on: its memory is used up, or it failed itself.
  #lost(reason, generation) {
    if (generation !== this.generation) return;
    const isStarting = document.body.dataset.state === "starting";
    this.#end(new Error(reason)); // what waits for the start fails, and tells of it
    if (!isStarting) this.start();
  }
}
