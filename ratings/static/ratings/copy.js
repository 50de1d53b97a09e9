/* Copy buttons: shown only where JavaScript runs; the text beside them can always be selected. */
"use strict";

(() => {
  const SHOWN_FOR = 2500;

  async function copied(text) {
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch {
        /* Refused by the browser: try the older way. */
      }
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "visually-hidden";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  /* The text that the button carries, or that of the element which it names. */
  function textOf(button) {
    const named = button.dataset.copyFrom;
    if (!named) return button.dataset.copy;
    return document.getElementById(named).textContent.replace(/\s+/g, " ").trim();
  }

  for (const button of document.querySelectorAll("button[data-copy], button[data-copy-from]")) {
    const words = button.textContent;
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    status.className = "visually-hidden";
    button.after(status);
    button.hidden = false;
    button.addEventListener("click", async () => {
      const answer = (await copied(textOf(button))) ? "Copied" : "Select the text to copy it";
      button.focus();
      button.textContent = answer;
      status.textContent = answer;
      setTimeout(() => {
        button.textContent = words;
        status.textContent = "";
      }, SHOWN_FOR);
    });
  }
})();
