// How far an import is, without loading the page again. Without this the page looks again by
// itself every two seconds.
"use strict";

(() => {
  const EVERY = 1000;
  const PASSING = [502, 503, 504]; // the database is locked, or the site is being started again

  const look = async () => {
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin" });
      if (PASSING.includes(answer.status)) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-progress]");
      const here = document.querySelector("[data-progress]");
      if (!now || !here) {
        window.location.reload();
        return;
      }
      here.replaceWith(now);
    } catch {
      // The server is busy or restarting: look again.
    }
    window.setTimeout(look, EVERY);
  };

  window.setTimeout(look, EVERY);
})();
