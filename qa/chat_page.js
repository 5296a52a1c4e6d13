// What Gradio's page leaves undone. It labels each message with its source text, so that a screen reader would spell
// out the markup; it can only scroll to the end of a new answer, of which the beginning matters; its list of examples
// has no items; it shows the documents of the moment at which the server was started; it sends an empty box, and leaves
// what was sent in it; and when the connection was lost, it loads the page anew, without what it showed.
(() => {
  const END = 8;  // pixels by which a reader may miss the end and still be at it
  const BEGINNING = 120;  // pixels of an answer that are to be in sight
  const LOST_MS = 5000;  // after which a question that does not show may be sent again
  const TAKEN_MS = 100;  // by then Gradio has taken what was sent
  const LOST = "Connection to the server was lost";  // as Gradio's notice begins
  const BACK_MS = 5000;  // after which what was shown before is taken for gone
  const AGAIN_MS = 1000;  // between looks for an answer that was not there yet
  let looked = false, changes = 0, sent = null, held = null, question = "";
  let before = {asked: 0, waiting: 0, refused: 0}, end = 0, top = 0;
  const put = (box, text) => {
    box.value = text;
    box.dispatchEvent(new Event("input", {bubbles: true}));
  };
  // Where the connection was lost, Gradio loads the page anew. For such a page, and for no other, these are kept: the key
  // by which the server knows it again, and how many questions it showed.
  const kept = state => {
    try {
      if (state) return sessionStorage.setItem("qa-lost", JSON.stringify(state));
      const lost = JSON.parse(sessionStorage.getItem("qa-lost"));
      sessionStorage.removeItem("qa-lost");
      return lost;
    } catch { return null; }  // the browser keeps nothing
  };
  const random = () => [...crypto.getRandomValues(new Uint8Array(16))].map(n => n.toString(16).padStart(2, "0")).join("");
  let {key, gone} = kept() ?? {key: random(), gone: 0}, isBack = false, again = 0;
  const keep = () => {
    for (const told of document.querySelectorAll("[data-testid=toast-text]")) {
      if (told.textContent.includes(LOST)) kept({key, gone: Math.max(before.asked, gone)});
    }
  };
  // The documents may have changed: asks for the head of the page, the list of documents, and the questions to begin
  // with as they are now, and for what the page showed before its connection was lost.
  const look = (more = "") => {
    const box = document.querySelector("#qa-changes textarea, #qa-changes input");
    if (!box) return;
    if (!looked && gone) setTimeout(() => { if (gone) anew(); }, BACK_MS);
    looked = true;
    put(box, `${++changes} ${key}${more}`);
  };
  addEventListener("qa-changed", () => look());
  // What was shown before is back, or what was asked now is the first that a server knows which was started again.
  const comeBack = asked => {
    isBack = !(asked === 1 && (sent || gone > 1));
    gone = 0;
    if (isBack) document.querySelector(".qa-anew")?.remove(); else anew();
  };
  // An answer that was not there yet when the connection was lost is sent to the page that is no more.
  const lookForAnswer = () => {
    if (again) return;
    again = setTimeout(() => { again = 0; look(" again"); }, AGAIN_MS);
  };

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
    if (asked.length === 1 && before.asked > 1) anew();
    if (gone && asked.length) comeBack(asked.length);
    if (isBack && waiting) lookForAnswer();
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
  const anew = () => {
    const line = Object.assign(document.createElement("p"), {className: "qa-anew"});
    line.setAttribute("role", "status");
    document.querySelector(".qa-anew")?.remove();
    document.querySelector("#qa-messages")?.before(line);
    // What is in a region when it comes is not read out.
    requestAnimationFrame(() => { line.textContent = "The chat was started again: what stood here before is gone."; });
  };
  for (const kind of ["scroll", "toggle", "resize"]) addEventListener(kind, measure, true);
  new MutationObserver(() => {
    if (!looked) look();
    keep();
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
