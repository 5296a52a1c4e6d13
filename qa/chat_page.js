// What Gradio's page leaves undone. It labels each message with its source text, so that a screen reader would spell
// out the markup; it can only scroll to the end of a new answer, of which the beginning matters; its list of examples
// has no items; and it shows the documents of the moment at which the server was started.
(() => {
  let last = "", looked = false, changes = 0;
  // The documents have changed: asks for the head of the page and the list of documents as they are now.
  const look = () => {
    const box = document.querySelector("#qa-changes textarea, #qa-changes input");
    if (!box) return;
    looked = true;
    box.value = String(++changes);
    box.dispatchEvent(new Event("input", {bubbles: true}));
  };
  addEventListener("qa-changed", look);
  new MutationObserver(() => {
    if (!looked) look();
    for (const message of document.querySelectorAll("[role=log] [data-testid][aria-label]")) {
      message.removeAttribute("aria-label");
    }
    for (const list of document.querySelectorAll(".examples[role=list]")) {
      list.setAttribute("role", "group");
      list.setAttribute("aria-label", "Questions to begin with");
    }
    const asked = document.querySelectorAll("[role=log] .qa-question");
    const now = asked.length + "/" + document.querySelectorAll("[role=log] .qa-waiting").length;
    if (now !== last && asked.length) {
      asked[asked.length - 1].closest(".message-row").scrollIntoView({block: "start"});
    }
    last = now;
  }).observe(document, {childList: true, subtree: true});
})();
