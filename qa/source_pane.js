// The pane beside the chat that shows a source at its place: beside it on wide screens, a sheet over it on
// narrow ones. The page in its frame may run no script, by the frame's sandbox and by its own policy; it is of the
// same origin, so that the Escape key is heard in it too.
(() => {
  const WIDE = matchMedia("(min-width: 64rem)");
  const MARK = "These words are right";
  const MOST = 1000;  // characters of an answer
  let pane = null, opener = null, key = "";  // the link that was followed, and what its answer is called

  const element = (name, given) => Object.assign(document.createElement(name), given);

  function build() {
    pane = element("dialog", {id: "qa-pane"});
    pane.setAttribute("aria-labelledby", "qa-pane-title");
    const bar = element("div", {className: "qa-pane-bar"});
    const tab = element("a", {className: "qa-pane-tab", target: "_blank", rel: "noopener", textContent: "Open in a new tab"});
    const button = element("button", {type: "button", className: "qa-pane-close", textContent: "Close"});
    button.setAttribute("aria-label", "Close the source");
    const mark = element("button", {type: "button", className: "qa-pane-mark", textContent: MARK, hidden: true});
    mark.title = "Note in your file of questions that the marked words answer the question";
    mark.onclick = () => {
      const words = marked();
      if (words.length > MOST) { mark.textContent = "Mark fewer words"; return; }
      dispatchEvent(new CustomEvent("qa-marked", {detail: {key, link: opener, words}}));
    };
    addEventListener("qa-marked-noted", () => { mark.textContent = "Noted"; });
    bar.append(element("h2", {id: "qa-pane-title", textContent: "Source"}), mark, tab, button);
    const opening = element("p", {className: "qa-pane-opening"});
    opening.setAttribute("role", "status");
    pane.append(bar, opening);
    document.body.append(pane);
    button.addEventListener("click", close);
    pane.addEventListener("click", (event) => { if (event.target === pane) close(); });
    pane.addEventListener("cancel", (event) => { event.preventDefault(); close(); });
  }

  // What is marked in the text of the document, and nothing of what stands around it.
  function marked() {
    const page = pane.querySelector("iframe")?.contentDocument, selection = page?.getSelection();
    const article = page?.querySelector("article");
    const inside = selection?.rangeCount && article?.contains(selection.getRangeAt(0).commonAncestorContainer);
    return inside ? selection.toString().trim() : "";
  }

  function offerMark() {
    const mark = pane.querySelector(".qa-pane-mark");
    mark.textContent = MARK;
    mark.hidden = !key || !marked();
  }

  function open(link) {
    if (!pane) build();
    opener = link;
    key = link.closest(".qa-answer")?.querySelector(".qa-key")?.textContent ?? "";
    pane.querySelector("iframe")?.remove();
    const address = new URL(link.href);
    pane.querySelector(".qa-pane-tab").href = address.href;
    address.searchParams.set("theme", document.body.classList.contains("dark") ? "dark" : "light");
    // A new frame each time: a frame that is sent elsewhere would put a step into the history of the page.
    const frame = element("iframe", {title: "The document, at the marked place", src: address.href});
    frame.setAttribute("sandbox", "allow-same-origin allow-popups allow-popups-to-escape-sandbox");
    frame.addEventListener("load", () => {
      frame.classList.add("qa-loaded");
      pane.querySelector(".qa-pane-opening").textContent = "";
      frame.contentDocument?.addEventListener("keydown", onKey);
      // A file that is dropped here would open in a tab: the page takes it.
      for (const kind of ["dragenter", "dragover", "drop"]) frame.contentDocument?.addEventListener(kind, (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        if (kind !== "drop") dispatchEvent(new CustomEvent("qa-drag"));
      });
      frame.contentDocument?.addEventListener("selectionchange", offerMark);
    });
    pane.append(frame);
    pane.querySelector(".qa-pane-opening").textContent = "Opening …";
    for (const other of document.querySelectorAll(".qa-opened")) other.classList.remove("qa-opened");
    link.closest("li, tr")?.classList.add("qa-opened");
    pane.querySelector(".qa-pane-mark").hidden = true;
    if (!pane.open) show();
    pane.querySelector(".qa-pane-close").focus();
  }

  function show() {
    document.body.classList.add("qa-reading");
    if (WIDE.matches) pane.show(); else pane.showModal();
  }

  function close() {
    if (!pane?.open) return;
    pane.close();
    pane.querySelector("iframe")?.remove();
    document.body.classList.remove("qa-reading");
    for (const other of document.querySelectorAll(".qa-opened")) other.classList.remove("qa-opened");
    // Gradio may have drawn the answer anew since; the same link is then another element.
    const same = [...document.querySelectorAll("a.qa-open")].find((link) => link.href === opener.href);
    (opener.isConnected ? opener : same ?? document.querySelector("#qa-composer textarea"))?.focus();
  }

  function onKey(event) {
    if (event.key !== "Escape" || !pane?.open) return;
    if (event.target.closest?.("#qa-only")?.querySelector(".options")) return;  // it closes the list first
    event.preventDefault();
    close();
  }

  document.addEventListener("keydown", onKey, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.qa-open");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link);
  }, true);
  WIDE.addEventListener("change", () => { if (pane?.open) { pane.close(); show(); } });
})();
