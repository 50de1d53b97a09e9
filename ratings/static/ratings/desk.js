// The desk works without this. Choices that are searched (Select2) have no name of their own
// for those who cannot see their label: they are given it here.
"use strict";

(() => {
  const nameOf = (select) => {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (!label) return null;
    label.id ||= `${select.id}_label`;
    return label.id;
  };

  const name = (rendered) => {
    const select = rendered.closest(".select2-container")?.previousElementSibling;
    const label = select && nameOf(select);
    if (!label) return;
    rendered.setAttribute("aria-labelledby", label);
    rendered.parentElement.setAttribute("aria-labelledby", `${label} ${rendered.id}`);
  };

  const nameAll = () => document.querySelectorAll(".select2-selection__rendered").forEach(name);

  // They are drawn after this runs, and again for every row that is added.
  new MutationObserver(nameAll).observe(document, { childList: true, subtree: true });
})();
