// What Gradio's page leaves undone. It labels each message with its source text, so that a screen reader would spell
// out the markup; it can only scroll to the end of a new answer, of which the beginning matters; its list of examples
// has no items; it shows the documents of the moment at which the server was started; and it sends an empty box, and
// leaves what was sent in it.
(() => {
  const END = 8;  // pixels by which a reader may miss the end and still be at it
  const BEGINNING = 120;  // pixels of an answer that are to be in sight
  const LOST_MS = 5000;  // after which a question that does not show may be sent again
  const TAKEN_MS = 100;  // by then Gradio has taken what was sent
  let looked = false, changes = 0, sent = null, held = null, question = "";
  let before = {asked: 0, waiting: 0, refused: 0}, end = 0, top = 0;
  const put = (box, text) => {
    box.value = text;
    box.dispatchEvent(new Event("input", {bubbles: true}));
  };
  // The documents have changed: asks for the head of the page and the list of documents as they are now.
  const look = () => {
    const box = document.querySelector("#qa-changes textarea, #qa-changes input");
    if (!box) return;
    looked = true;
    put(box, String(++changes));
  };
  addEventListener("qa-changed", look);

  // The question box. It is emptied when its question shows, of that question only: the next one may be begun already.
  // Until then it is not sent again.
  const composer = () => document.querySelector("#qa-composer textarea");
  const submit = event => {
    const box = composer();
    if (box.value.trim() && !(sent && performance.now() - sent.at < LOST_MS)) {
      sent = {text: box.value, at: performance.now()};
      held = "";
      setTimeout(() => {
        if (held) put(composer(), composer().value + held);
        held = null;
      }, TAKEN_MS);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("keypress", event => {
    if (event.key === "Enter" && !event.shiftKey && event.target === composer()) submit(event);
  }, true);
  addEventListener("click", event => { if (event.target.closest?.("#qa-composer button")) submit(event); }, true);
  // Gradio takes the text from the box a moment after Enter: what is typed in between comes after it.
  addEventListener("beforeinput", event => {
    if (held === null || event.inputType !== "insertText" || event.target !== composer()) return;
    event.preventDefault();
    held += event.data;
  }, true);
  const arrived = () => {
    const box = composer();
    if (!sent || !box) return;
    question = sent.text;
    if (box.value.startsWith(question)) put(box, box.value.slice(question.length));
    sent = null;
  };
  // A refused question stands in the box again, unless another one does. The page shows it in one line.
  const giveBack = shown => {
    const box = composer(), line = text => text.replace(/\s+/g, " ").trim();
    if (box && !box.value) put(box, line(question) === line(shown) ? question : shown);
  };

  // Shows a question and the beginning of what is said of it; where both have no room, the latter.
  const show = (question, said) => {
    if (!question || !said) return;
    question.scrollIntoView({block: "start"});
    const frame = said.closest("[role=log]").getBoundingClientRect(), place = said.getBoundingClientRect();
    const beginning = place.top + Math.min(place.height, BEGINNING);
    if (beginning > Math.min(frame.bottom, innerHeight)) said.scrollIntoView({block: "start"});
    top = scrollY;
  };
  const measure = () => {
    const log = document.querySelector("[role=log]");
    end = log ? log.scrollHeight : 0;
  };
  // The messages have grown meanwhile: it goes by how high they were, and by where a page that scrolls as a whole was.
  const wasAtEnd = log => log.scrollTop + log.clientHeight >= end - END && scrollY >= top - END;
  const follow = log => {
    const asked = log.querySelectorAll(".qa-question"), said = log.querySelectorAll("[data-testid=bot]");
    const row = message => message?.closest(".message-row");
    const waiting = log.querySelectorAll(".qa-waiting").length, refused = log.querySelectorAll(".qa-again").length;
    const one = asked.length - 1, answered = one - waiting;
    // The server was started again, or keeps no more of this page.
    if (asked.length === 1 && before.asked > 1) anew(log);
    if (asked.length > before.asked || waiting > before.waiting || refused < before.refused) {
      arrived();
      // An example, or "Ask it as typed", is gone with its press: the keyboard goes on in the box.
      if (document.activeElement === document.body) composer()?.focus({preventScroll: true});
      show(row(asked[one]), row(said[one]));
    } else if (waiting < before.waiting && wasAtEnd(log)) {
      const is = refused > before.refused ? one : answered;
      show(row(asked[is]), row(said[is]));
    }
    if (refused > before.refused) giveBack(asked[one].textContent);
    before = {asked: asked.length, waiting, refused};
  };
  const anew = log => {
    const line = Object.assign(document.createElement("p"), {className: "qa-anew"});
    line.setAttribute("role", "status");
    document.querySelector(".qa-anew")?.remove();
    log.closest("#qa-messages").before(line);
    // What is in a region when it comes is not read out.
    requestAnimationFrame(() => { line.textContent = "The chat was started again: what stood here before is gone."; });
  };
  for (const kind of ["scroll", "toggle", "resize"]) addEventListener(kind, measure, true);
  new MutationObserver(() => {
    if (!looked) look();
    for (const message of document.querySelectorAll("[role=log] [data-testid][aria-label]")) {
      message.removeAttribute("aria-label");
    }
    for (const list of document.querySelectorAll(".examples[role=list]")) {
      list.setAttribute("role", "group");
      list.setAttribute("aria-label", "Questions to begin with");
    }
    const log = document.querySelector("[role=log]");
    if (log) follow(log);
    measure();
  }).observe(document, {childList: true, subtree: true});
})();
