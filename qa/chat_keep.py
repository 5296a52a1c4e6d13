"""What a person keeps of the chat: an answer on the clipboard, the conversation as a file, a link to a question, and
whether an answer was right.

The server puts the text into the page, as text that is not shown; a script there copies it or makes a file of it. So
no route serves files, and nothing leaves the browser and the server it talks to.
"""

import re
import time
from collections.abc import Sequence

from qa.answer import Answer, Outcome
from qa.export import Format, export, to_quotation

# A link (?q=…) only fills in the question. Asking would do no harm, but it takes the processor's time, and another
# site could spend it by opening windows; so a person sends it.
SCRIPT = """<script>
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
  const button = (label, text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "qa-copy";
    made.textContent = label;
    made.onclick = async () => {
      await put(text);
      made.textContent = "Copied";
      setTimeout(() => { made.textContent = label; }, 2000);
    };
    return made;
  };
  const judges = answer => {
    const made = ["Right", "Wrong"].map(label => {
      const press = document.createElement("button");
      press.type = "button";
      press.className = "qa-copy";
      press.textContent = label;
      press.title = "Note in your file of questions that this answer is " + label.toLowerCase();
      press.setAttribute("aria-pressed", "false");
      press.onclick = () => {
        const on = press.getAttribute("aria-pressed") === "false";
        for (const other of made) other.setAttribute("aria-pressed", String(other === press && on));
        const asked = answer.querySelector(".qa-asked").textContent;
        const box = document.querySelector("#qa-judged textarea, #qa-judged input");
        box.value = (on ? label.toLowerCase() : "neither") + " " + asked;
        box.dispatchEvent(new Event("input", {bubbles: true}));
      };
      return press;
    });
    return made;
  };
  const equip = answer => {
    const copied = answer.querySelector(".qa-copied"), asked = answer.querySelector(".qa-asked");
    const link = location.origin + "/?q=" + encodeURIComponent(asked.textContent);
    const row = document.createElement("p");
    row.className = "qa-keep";
    if (copied) row.append(button("Copy with sources", copied.textContent));
    row.append(button("Copy link", link), ...judges(answer));
    answer.insertBefore(row, answer.querySelector(".qa-how"));
  };
  const saved = new WeakSet();
  const save = text => {
    if (saved.has(text)) return;
    saved.add(text);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text.textContent], {type: "text/plain"}));
    link.download = "conversation." + [...text.classList].find(name => name.startsWith("qa-as-")).slice(6);
    link.click();
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
    document.querySelectorAll("#qa-file .qa-file").forEach(save);
    const box = document.querySelector("#qa-composer textarea");
    if (box && !filled) fill(box);
  }).observe(document, {childList: true, subtree: true});
})();
</script>"""


def kept_html(answer: Answer) -> str:
    """The texts that the script copies, not shown."""
    asked = f'<pre class="qa-asked" dir="auto">{verbatim(answer.question)}</pre>'
    if answer.outcome is Outcome.NOT_IN_SOURCES:
        return asked
    return f'{asked}<pre class="qa-copied" dir="auto">{verbatim(to_quotation(answer))}</pre>'


def file_html(answers: Sequence[Answer], form: Format) -> str:
    """The text that the script makes a file of; never the same twice, or the page would not see it arrive."""
    text = verbatim(export(answers, form))
    return f'<pre class="qa-file qa-as-{form.suffix}">{text}</pre><p>{time.monotonic_ns()}</p>'


def verbatim(text: str) -> str:
    """The text, line ends and all, as HTML in one line that neither HTML nor Markdown reads as anything but text."""
    return re.sub(r"[^\w ]|_", _entity, text)


def _entity(sign: re.Match[str]) -> str:
    return f"&#{ord(sign[0])};" if sign[0].isascii() else sign[0]
