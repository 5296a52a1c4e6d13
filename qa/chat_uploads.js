// Documents that people add: chosen with a button or dropped on the page, sent one after the other to this chat and
// nowhere else, and shown with what became of them. All text of others goes into the page as text.
(() => {
  const {kinds, most, files: mostFiles} = document.currentScript.dataset;
  const ENTRIES = 10000;  // of dropped folders that are looked at
  const PROBLEMS = 6;  // that are told
  const LOOK_MS = 1000, LOOKS = 120, SLOW_LOOK_MS = 5000;  // after so many looks, a large document may take minutes
  const LISTED = 2;  // added documents that are shown; more of them unfold
  const SAID_MS = 8000;  // how long good news stays
  const element = (name, given) => Object.assign(document.createElement(name), given);
  const box = element("section", {id: "qa-added"});
  const said = element("p"), list = element("ul"), choose = element("input", {type: "file", multiple: true, hidden: true});
  const folded = element("details", {open: true}), count = element("summary");
  box.setAttribute("aria-label", "Documents you added");
  said.setAttribute("role", "status");
  choose.accept = kinds;
  choose.setAttribute("aria-label", "Files to add");
  folded.append(count, list);
  box.append(said, folded, choose);
  const known = new Set(kinds.split(","));
  let shown = "", version = "", looks = 0, looking = false, sending = 0, problems = [], replaced = [], states = new Map();
  let leaving = 0;
  const left = new Set();  // names of those that were found unreadable while this page was open

  // What is well goes after a while or with the next question; what is wrong, and what still goes on, stays.
  const say = (text, goes = false) => {
    clearTimeout(leaving);
    leaving = goes ? setTimeout(say, SAID_MS, "") : 0;
    if (said.textContent !== text) said.textContent = text;
  };

  function told() {
    const more = problems.length > PROBLEMS ? [`… and ${problems.length - PROBLEMS} more like these.`] : [];
    const lines = [...problems.slice(0, PROBLEMS), ...more, ...replaced];
    return lines.map(line => /[.!?]$/.test(line) ? line : `${line}.`).join("\n");
  }

  function counted(files, what) {
    return files.length ? `${files.length === 1 ? files[0].name : `${files.length} documents`} ${what}.` : "";
  }

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
    const now = JSON.stringify(state.added);
    if (now !== shown) draw(state);
    shown = now;
    if (version && version !== state.version) dispatchEvent(new CustomEvent("qa-changed"));
    version = state.version;
    return state.added.some(file => file.state === "new");
  }

  function draw(state) {
    const waits = state.added.some(file => file.state === "new");
    const skipped = state.added.filter(file => file.state === "skipped").map(file => file.name);
    count.textContent = `${state.added.length} documents added${skipped.length ? `, ${skipped.length} not read` : ""}`;
    folded.classList.toggle("qa-few", state.added.length <= LISTED);
    // Why one was not read stays in sight, on the page on which that became known.
    if (shown) for (const name of skipped) if (states.get(name) !== "skipped") left.add(name);
    if (state.added.length <= LISTED || waits || skipped.some(name => left.has(name))) folded.open = true;
    else if (states.size <= LISTED || [...states.values()].includes("new")) folded.open = false;
    list.replaceChildren(...state.added.map((file, place) => {
      const line = element("li"), gone = element("button", {type: "button", textContent: "Remove"});
      const told = {open: "", new: "being read …", skipped: `not read: ${file.reason}`}[file.state];
      gone.setAttribute("aria-label", `Remove ${file.name}`);
      gone.onclick = async () => {
        gone.disabled = true;
        const after = await call("DELETE", file.name), failed = after.error !== undefined;
        const state = failed ? await call("GET") : after;
        // It may have been removed in another window.
        const stands = failed && (state.added ?? [file]).some(other => other.name === file.name);
        say(stands ? after.error : `${file.name} is removed.`, !stands);
        gone.disabled = !stands;
        // The keyboard goes on where it was: the list is drawn anew.
        if (!stands) requestAnimationFrame(() => {
          const next = [...list.querySelectorAll("button")][place] ?? [...list.querySelectorAll("button")].pop();
          if (document.activeElement === document.body) (next ?? document.querySelector(".qa-add"))?.focus();
        });
        look(state, 3);  // how many documents are open is known a little later
      };
      line.append(element("bdi", {textContent: file.name}), element("small", {textContent: told}), gone);
      return line;
    }));
    const read = state.added.filter(file => file.state !== "new" && states.get(file.name) === "new");
    if (read.length && !sending) {
      const unread = read.filter(file => file.state !== "open");
      const now = [counted(read.filter(file => file.state === "open"), "can be asked now"),
        counted(unread, unread.length === 1 ? "was not read" : "were not read")];
      say([told(), ...now].filter(text => text).join("\n"), !problems.length && !unread.length);
    }
    states = new Map(state.added.map(file => [file.name, file.state]));
  }

  // Until nothing is new any more: the index is brought in step by itself.
  async function look(state, least = 0) {
    const turn = ++looks;
    looking = true;
    for (let done = 0; ; done++) {
      const waits = show(state);
      if (turn !== looks) return;
      if (done === LOOKS && waits) say("Still being read; a large document takes minutes.");
      if (waits === false ? done >= least : waits === undefined && done >= LOOKS) return looking = false;
      await new Promise(look => setTimeout(look, done < LOOKS ? LOOK_MS : SLOW_LOOK_MS));
      state = await call("GET");
    }
  }

  // Documents may have been added or removed in another window.
  async function lookAgain() {
    if (!box.isConnected || looking || sending) return;
    const state = await call("GET");
    if (!looking && !sending && state.error === undefined) look(state);
  }

  const isKnown = name => known.has(/\.[^.]*$/.exec(name)?.[0].toLowerCase());

  // `files` are pairs of a file and the name to keep it under; `left` tells what was left out before.
  async function add(files, left = []) {
    problems = [...(sending ? problems : []), ...left];
    replaced = sending ? replaced : [];
    sending += files.length;
    for (const [file, name] of files) {
      say(`Adding ${name} …`);
      const state = !isKnown(name)
        ? {error: `${name}: this is no file of a kind that can be read.`}
        : file.size > Number(most)
          ? {error: `${name}: too large; at most ${Number(most) / 1e6} MB are read.`}
          : await file.slice(0, 1).arrayBuffer().then(() => call("POST", name, file),
            () => ({error: `${name}: the browser cannot read it.`}));
      sending--;
      if (state.replaced) replaced.push(`${name} took the place of the document of that name.`);
      if (state.error !== undefined) problems.push(state.error); else look(state);
    }
    if (!sending) say(told() || (files.length ? "Added; it is being read." : ""));
  }

  // The files in dropped folders and below them, without hidden ones and those of other kinds. The names of the
  // folders become part of theirs, so that two of the same name are both kept.
  async function walk(folders) {
    const found = [], pending = folders.map(folder => [folder, folder.name]);
    let looked = 0, others = 0;
    while (pending.length && looked < ENTRIES && found.length < Number(mostFiles)) {
      const [folder, name] = pending.shift(), reader = folder.createReader();
      for (let some; (some = await new Promise(reader.readEntries.bind(reader))).length && looked < ENTRIES;) {
        for (const entry of some) {
          const kept = `${name} - ${entry.name}`;
          looked++;
          if (entry.name.startsWith(".")) continue;
          if (entry.isDirectory) pending.push([entry, kept]);
          else if (!isKnown(entry.name)) others++;
          else if (found.length === Number(mostFiles)) looked = ENTRIES;
          else found.push([await new Promise(entry.file.bind(entry)), kept]);
        }
      }
    }
    const left = others ? [`${others} ${others === 1 ? "file" : "files"} of other kinds left out.`] : [];
    if (pending.length || looked >= ENTRIES) left.push("Not all of it was taken: it holds too many files.");
    if (!found.length) left.push("It holds no file of a kind that can be read.");
    return [found, left];
  }

  // What is dropped must be taken at once: afterwards the browser gives none of it.
  function take(dropped) {
    const entries = [...dropped.items].map(item => item.webkitGetAsEntry?.()).filter(entry => entry?.isDirectory);
    const names = new Set(entries.map(entry => entry.name));
    const files = [...dropped.files].filter(file => !names.has(file.name)).map(file => [file, file.name]);
    if (files.length) add(files);
    if (!entries.length) return;
    say("Looking into the folder …");
    walk(entries).then(([found, left]) => add(found, left), () => say("The folder cannot be read."));
  }

  choose.onchange = () => { add([...choose.files].map(file => [file, file.name])); choose.value = ""; };
  const carries = event => event.dataTransfer?.types.includes("Files");
  const drop = on => document.body.classList.toggle("qa-dropping", on);
  addEventListener("dragover", event => { if (carries(event)) { event.preventDefault(); drop(true); } });
  addEventListener("dragleave", event => { if (!event.relatedTarget) drop(false); });
  addEventListener("drop", event => {
    if (!carries(event)) return;
    event.preventDefault();
    event.stopPropagation();
    drop(false);
    take(event.dataTransfer);
  }, true);

  // A file is dragged over an open source, whose frame hears of it first.
  addEventListener("qa-drag", () => drop(true));
  addEventListener("focus", lookAgain);
  let asked = 0;
  new MutationObserver(() => {
    const top = document.querySelector("#qa-top");
    if (top && !box.isConnected) { top.after(box); call("GET").then(state => look(state)); }
    for (const head of document.querySelectorAll(".qa-head:not(:has(.qa-add))")) {
      const press = element("button", {type: "button", className: "qa-add", textContent: "Add documents"});
      press.onclick = () => choose.click();
      // Before the lists: an open one would push it out of sight.
      head.insertBefore(press, head.querySelector("details"));
    }
    const before = asked;
    asked = document.querySelectorAll("[role=log] .qa-waiting").length;
    if (asked > before && !sending && ![...states.values()].includes("new")) say("");
    if (asked < before) lookAgain();
  }).observe(document, {childList: true, subtree: true});
})();
