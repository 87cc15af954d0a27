// Tries to reach a listener in every way that a script has; what each came to is returned by its name.
async ({ http, bare, place }) => {
  const outcomes = {};
  const inPage = typeof document !== "undefined";
  const address = (name) => `${http}/${place}-${name}`;
  const wait = (ms) => new Promise((resolve) => setTimeout(() => resolve("no answer"), ms));
  const settled = (target) =>
    new Promise((resolve, reject) => {
      target.onload = target.onopen = () => resolve("loaded");
      target.onerror = () => reject(new Error("refused"));
    });
  const attempt = async (name, run) => {
    try {
      outcomes[name] = String(await Promise.race([run(), wait(1000)]));
    } catch (error) {
      outcomes[name] = `refused: ${error}`;
    }
  };
  // The worker's own `fetch` may have been replaced: what the browser gave it stands on its prototype.
  const native = inPage ? fetch : WorkerGlobalScope.prototype.fetch;
  const element = (tag, properties) => () => {
    const made = Object.assign(document.createElement(tag), properties);
    const done = settled(made);
    document.body.append(made);
    return done;
  };

  const tries = [
    ["fetch", () => native.call(self, address("fetch"), { mode: "no-cors" })],
    ["fetch-bare", () => native.call(self, `http://${bare}/`, { mode: "no-cors" })],
    [
      "xhr",
      () => {
        const request = new XMLHttpRequest();
        const done = settled(request);
        request.open("GET", address("xhr"));
        request.send();
        return done;
      },
    ],
    ["websocket", () => settled(new WebSocket(address("websocket").replace("http", "ws")))],
    ["websocket-bare", () => settled(new WebSocket(`ws://${bare}/`))],
    ["eventsource", () => settled(new EventSource(address("eventsource")))],
    ["import", () => import(address("import"))],
  ];
  if (inPage) {
    tries.push(
      ["image", () => settled(Object.assign(new Image(), { src: address("image") }))],
      ["beacon", () => navigator.sendBeacon(address("beacon"), "text")],
      [
        "ping",
        () => {
          const link = Object.assign(document.createElement("a"), { href: "#", ping: address("ping") });
          document.body.append(link);
          link.click();
          return wait(200);
        },
      ],
      [
        "speculation",
        () => {
          const rules = JSON.stringify({ prefetch: [{ urls: [address("speculation")], eagerness: "immediate" }] });
          document.head.append(
            Object.assign(document.createElement("script"), { type: "speculationrules", textContent: rules }),
          );
          return wait(500);
        },
      ],
      [
        "webrtc",
        async () => {
          const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${bare}` }] });
          connection.createDataChannel("x");
          await connection.setLocalDescription(await connection.createOffer());
          return wait(500);
        },
      ],
      ["script", element("script", { src: address("script") })],
      ["style", element("link", { rel: "stylesheet", href: address("style") })],
      ["prefetch", element("link", { rel: "prefetch", href: address("prefetch") })],
      ["preload", element("link", { rel: "preload", as: "image", href: address("preload") })],
      ["frame", element("iframe", { src: address("frame") })],
      ["object", element("object", { data: address("object") })],
      ["video", element("video", { src: address("video"), preload: "auto" })],
      ["font", () => new FontFace("x", `url(${address("font")})`).load()],
      [
        "form",
        () => {
          const form = Object.assign(document.createElement("form"), {
            method: "post",
            action: address("form"),
            target: "_blank",
          });
          document.body.append(form);
          form.submit();
          return wait(500);
        },
      ],
    );
  } else {
    tries.push(
      ["importscripts", () => importScripts(address("importscripts"))],
      [
        "worker-of-worker",
        () => {
          const code = `fetch(${JSON.stringify(address("worker-of-worker"))}, { mode: "no-cors" })`;
          new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
          return wait(500);
        },
      ],
    );
  }
  for (const [name, run] of tries) await attempt(name, run);
  await wait(500);
  return outcomes;
}
