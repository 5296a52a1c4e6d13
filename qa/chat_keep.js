// What a person keeps of the chat: the row under each answer, the menu that saves the conversation, and the question
// that a link (?q=…) brings. Such a link only fills in the question. Asking would do no harm, but it takes the
// processor's time, and another site could spend it by opening windows; so a person sends it.
(() => {
  const put = async text => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const box = document.createElement("textarea");  // where the page has no TLS, browsers have no clipboard
    box.value = text;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  };
  const button = (kind, label) =>
    Object.assign(document.createElement("button"), {type: "button", className: kind, textContent: label});
  const copying = (label, text) => {
    const made = button("qa-copy", label);
    made.onclick = async () => {
      await put(text);
      made.textContent = "Copied";
      setTimeout(() => { made.textContent = label; }, 2000);
    };
    return made;
  };
  // Gradio takes what is typed into a box; the box itself is not shown. The number makes each text another one than
  // the last, which Gradio would not take for a change.
  let sent = 0;
  const judge = text => {
    const box = document.querySelector("#qa-judged textarea, #qa-judged input");
    box.value = `${++sent} ${text}`;
    box.dispatchEvent(new Event("input", {bubbles: true}));
  };
  const keyOf = answer => answer.querySelector(".qa-key").textContent;
  // What the server has written down, by the keys of the answers, and where.
  const judged = new Map();
  const press = answer => {
    const {said, told} = judged.get(keyOf(answer)) ?? {};
    for (const one of answer.querySelectorAll(".qa-judge")) {
      one.setAttribute("aria-pressed", String(one.textContent.toLowerCase() === said));
    }
    const line = answer.querySelector(".qa-noted-in");
    if (told && line.textContent !== told) line.textContent = told;
  };
  const noted = new WeakSet();
  const note = text => {
    if (noted.has(text)) return;
    noted.add(text);
    const [key, said, ...told] = text.textContent.split(" ");
    judged.set(key, {said: said === "failed" ? judged.get(key)?.said : said, told: told.join(" ")});
    for (const answer of document.querySelectorAll(".qa-answer")) if (keyOf(answer) === key) press(answer);
    if (said === "marked") dispatchEvent(new CustomEvent("qa-marked-noted"));
  };
  const judging = answer => {
    const row = document.createElement("span");
    row.className = "qa-judges";
    row.append(...["Right", "Wrong"].map(label => {
      const press = button("qa-judge", label);
      press.title = "Note in your file of questions that this answer is " + label.toLowerCase();
      press.setAttribute("aria-pressed", "false");
      press.onclick = () => {
        const on = press.getAttribute("aria-pressed") === "false";
        judge(`${on ? label.toLowerCase() : "neither"} ${keyOf(answer)}`);
      };
      return press;
    }));
    return row;
  };
  // Words that were marked in an open source, for the answer that it was opened from.
  addEventListener("qa-marked", event => {
    const {key, link, words} = event.detail, of = new URL(link.href).searchParams;
    judge(`marked ${key} ${of.get("document")} ${of.get("version")} ${words.replace(/\s+/g, " ").trim()}`);
  });
  const equip = answer => {
    const copied = answer.querySelector(".qa-copied"), whole = answer.querySelector(".qa-whole");
    const link = location.origin + "/?q=" + encodeURIComponent(whole.textContent);
    const row = document.createElement("p");
    row.className = "qa-keep";
    if (copied) row.append(copying("Copy with sources", copied.textContent));
    const line = document.createElement("small");
    line.className = "qa-noted-in";
    line.setAttribute("role", "status");
    row.append(copying("Copy link", link), judging(answer), line);
    answer.insertBefore(row, answer.querySelector(".qa-how"));
    press(answer);  // Gradio may have drawn it anew
  };
  const offer = head => {
    const menu = document.querySelector("#qa-save");
    if (!menu || !("popover" in menu)) return;  // such a browser shows the menu in the page
    const made = button("qa-saves", "Save");
    made.title = "Save the conversation";
    menu.popover = "auto";
    menu.onbeforetoggle = () => {
      const at = made.getBoundingClientRect(), page = document.documentElement;
      menu.style.top = `${at.bottom + scrollY + 4}px`;
      menu.style.right = `${page.clientWidth - at.right}px`;
    };
    // Escape closes the menu first, and not the pane that a source is open in.
    addEventListener("keydown", event => {
      if (event.key !== "Escape" || !menu.matches(":popover-open")) return;
      event.stopPropagation();
      menu.hidePopover();
    }, true);
    made.popoverTargetElement = menu;
    head.append(made);
  };
  const saved = new WeakSet();
  const save = text => {
    if (saved.has(text)) return;
    saved.add(text);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text.textContent], {type: "text/plain"}));
    link.download = "conversation." + [...text.classList].find(name => name.startsWith("qa-as-")).slice(6);
    link.click();
    document.querySelector("#qa-save[popover]")?.hidePopover();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };
  // What is typed, for this tab alone: Gradio loads the page anew where the connection was lost.
  const typed = text => {
    try {
      return text === undefined ? sessionStorage.getItem("qa-typed") : sessionStorage.setItem("qa-typed", text);
    } catch { return null; }  // the browser keeps nothing
  };
  let filled = false;
  const fill = box => {
    filled = true;
    const linked = (new URLSearchParams(location.search).get("q") || "").slice(0, 2000);
    const question = linked || typed() || "";
    box.addEventListener("input", () => typed(box.value));
    if (!question || box.value) return;
    box.value = question;
    box.dispatchEvent(new Event("input", {bubbles: true}));
    if (linked) box.focus();
  };
  new MutationObserver(() => {
    document.querySelectorAll(".qa-answer:not(:has(.qa-keep))").forEach(equip);
    document.querySelectorAll(".qa-head:not(:has(.qa-saves))").forEach(offer);
    document.querySelectorAll("#qa-file .qa-file").forEach(save);
    document.querySelectorAll("#qa-noted .qa-noted").forEach(note);
    const box = document.querySelector("#qa-composer textarea");
    if (box && !filled) fill(box);
  }).observe(document, {childList: true, subtree: true});
})();
