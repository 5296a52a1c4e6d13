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
  // Gradio takes what is typed into a box; the box itself is not shown.
  const judge = text => {
    const box = document.querySelector("#qa-judged textarea, #qa-judged input");
    box.value = text;
    box.dispatchEvent(new Event("input", {bubbles: true}));
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
        for (const other of row.children) other.setAttribute("aria-pressed", String(other === press && on));
        const asked = answer.querySelector(".qa-asked").textContent;
        judge((on ? label.toLowerCase() : "neither") + " " + asked);
      };
      return press;
    }));
    return row;
  };
  // Words that were marked in an open source, for the question of the answer that it was opened from.
  addEventListener("qa-marked", event => {
    const {asked, link, words} = event.detail, of = new URL(link.href).searchParams;
    for (const press of link.closest(".qa-answer")?.querySelectorAll(".qa-judge") ?? []) press.setAttribute("aria-pressed", "false");
    judge(`marked ${of.get("document")} ${of.get("version")} ${words.replace(/\s+/g, " ").trim()}\t${asked}`);
  });
  const equip = answer => {
    const copied = answer.querySelector(".qa-copied"), asked = answer.querySelector(".qa-asked");
    const link = location.origin + "/?q=" + encodeURIComponent(asked.textContent);
    const row = document.createElement("p");
    row.className = "qa-keep";
    if (copied) row.append(copying("Copy with sources", copied.textContent));
    row.append(copying("Copy link", link), judging(answer));
    answer.insertBefore(row, answer.querySelector(".qa-how"));
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
  let filled = false;
  const fill = box => {
    filled = true;
    const question = (new URLSearchParams(location.search).get("q") || "").slice(0, 2000);
    if (!question || box.value) return;
    box.value = question;
    box.dispatchEvent(new Event("input", {bubbles: true}));
    box.focus();
  };
  new MutationObserver(() => {
    document.querySelectorAll(".qa-answer:not(:has(.qa-keep))").forEach(equip);
    document.querySelectorAll(".qa-head:not(:has(.qa-saves))").forEach(offer);
    document.querySelectorAll("#qa-file .qa-file").forEach(save);
    const box = document.querySelector("#qa-composer textarea");
    if (box && !filled) fill(box);
  }).observe(document, {childList: true, subtree: true});
})();
