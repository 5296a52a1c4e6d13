// Documents that people add: chosen with a button or dropped on the page, sent one after the other to this chat and
// nowhere else, and shown with what became of them. All text of others goes into the page as text.
(() => {
  const {kinds, most} = document.currentScript.dataset;
  const LOOK_MS = 1000, LOOKS = 120;  // a large document may take as many seconds until it is open
  const element = (name, given) => Object.assign(document.createElement(name), given);
  const box = element("section", {id: "qa-added"});
  const said = element("p"), list = element("ul"), choose = element("input", {type: "file", multiple: true, hidden: true});
  box.setAttribute("aria-label", "Documents you added");
  said.setAttribute("role", "status");
  choose.accept = kinds;
  choose.setAttribute("aria-label", "Files to add");
  box.append(said, list, choose);
  const known = new Set(kinds.split(","));
  let shown = "", looks = 0, sending = 0, problems = [], states = new Map();

  const say = text => { if (said.textContent !== text) said.textContent = text; };

  async function call(method, name, body) {
    let address = "/added";
    if (name !== undefined) address += "?name=" + encodeURIComponent(name);
    try {
      const answer = await fetch(address, {method, body});
      const type = answer.headers.get("content-type") || "";
      return type.includes("json") ? await answer.json() : {error: await answer.text()};
    } catch {
      return {error: "The chat does not answer; is it still running?"};
    }
  }

  function show(state) {
    if (state.error !== undefined) return;
    const now = JSON.stringify(state);
    if (now !== shown) draw(state);
    shown = now;
    return state.added.some(file => file.state === "new");
  }

  function draw(state) {
    const open = document.querySelector(".qa-documents > summary");
    if (open) open.textContent = state.documents === 1 ? "1 document is open" : `${state.documents} documents are open`;
    list.replaceChildren(...state.added.map(file => {
      const line = element("li"), gone = element("button", {type: "button", textContent: "Remove"});
      const told = {open: "", new: "being read …", skipped: `not read: ${file.reason}`}[file.state];
      gone.setAttribute("aria-label", `Remove ${file.name}`);
      gone.onclick = async () => {
        gone.disabled = true;
        const after = await call("DELETE", file.name);
        say(after.error ?? `${file.name} is removed.`);
        gone.disabled = after.error === undefined;
        look(after, 3);  // how many documents are open is known a little later
      };
      line.append(element("bdi", {textContent: file.name}), element("small", {textContent: told}), gone);
      return line;
    }));
    const read = state.added.filter(file => file.state !== "new" && states.get(file.name) === "new");
    if (read.length && !sending) {
      say([...problems, ...read.map(file => `${file.name} ${file.state === "open" ? "can be asked now" : "was not read"}.`)].join(" "));
    }
    states = new Map(state.added.map(file => [file.name, file.state]));
  }

  // Until nothing is new any more: the index is brought in step by itself.
  async function look(state, least = 0) {
    const turn = ++looks;
    for (let left = LOOKS; ; left--) {
      const waits = show(state);
      if (left === 0 && waits) say("Not read yet; the terminal of the chat may say why.");
      if (left === 0 || (waits === false && LOOKS - left >= least) || turn !== looks) return;
      await new Promise(done => setTimeout(done, LOOK_MS));
      state = await call("GET");
    }
  }

  async function add(files) {
    problems = sending ? problems : [];
    sending += files.length;
    for (const file of files) {
      say(`Adding ${file.name} …`);
      const state = !known.has(/\.[^.]*$/.exec(file.name)?.[0].toLowerCase())
        ? {error: `${file.name}: this is no file of a kind that can be read`}
        : file.size > Number(most)
          ? {error: `${file.name}: too large; at most ${Number(most) / 1e6} MB are read`}
          : await call("POST", file.name, file);
      sending--;
      if (state.error !== undefined) problems.push(state.error); else look(state);
    }
    if (!sending) say(problems.length ? problems.join(" ") : "Added; it is being read.");
  }

  choose.onchange = () => { add([...choose.files]); choose.value = ""; };
  const carries = event => event.dataTransfer?.types.includes("Files");
  const drop = on => document.body.classList.toggle("qa-dropping", on);
  addEventListener("dragover", event => { if (carries(event)) { event.preventDefault(); drop(true); } });
  addEventListener("dragleave", event => { if (!event.relatedTarget) drop(false); });
  addEventListener("drop", event => {
    if (!carries(event)) return;
    event.preventDefault();
    event.stopPropagation();
    drop(false);
    add([...event.dataTransfer.files]);
  }, true);

  new MutationObserver(() => {
    const top = document.querySelector("#qa-top");
    if (top && !box.isConnected) { top.after(box); call("GET").then(state => look(state)); }
    for (const head of document.querySelectorAll(".qa-head:not(:has(.qa-add))")) {
      const press = element("button", {type: "button", className: "qa-add", textContent: "Add documents"});
      press.onclick = () => choose.click();
      head.append(press);
    }
  }).observe(document, {childList: true, subtree: true});
})();
