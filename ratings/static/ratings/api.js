// Boots the Swagger UI that comes with django-ninja, from this site's own files. Without this
// file, or where the document does not load, the list in the page says all of it.
(() => {
  const tried = document.getElementById("api-tried");
  const place = document.getElementById("swagger-ui");
  const list = document.getElementById("api-operations");
  const choice = document.getElementById("api-choice");
  const buttons = { read: document.getElementById("api-read"), try: document.getElementById("api-try") };
  if (!place || typeof SwaggerUIBundle === "undefined") return;

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const dress = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  dark.addEventListener("change", dress);
  dress();

  const show = (way) => {
    tried.hidden = way !== "try";
    list.hidden = way === "try";
    for (const [name, button] of Object.entries(buttons)) {
      button.setAttribute("aria-pressed", String(name === way));
    }
  };

  // Swagger UI leaves some of its fields without a name.
  const name = () => {
    for (const field of place.querySelectorAll("select, input, textarea")) {
      const row = field.closest("[data-param-name]");
      if (row) field.setAttribute("aria-label", row.dataset.paramName);
    }
  };
  new MutationObserver(name).observe(place, { childList: true, subtree: true });

  // The page has its own heading, and no other server to choose.
  const page = () => ({
    wrapComponents: { InfoContainer: () => () => null, ServersContainer: () => () => null },
  });

  SwaggerUIBundle({
    url: place.dataset.document,
    domNode: place,
    presets: [SwaggerUIBundle.presets.apis],
    plugins: [page],
    layout: "BaseLayout",
    deepLinking: false, // a link within a button cannot be used with a keyboard
    docExpansion: "list",
    defaultModelsExpandDepth: -1,
    defaultModelRendering: "model",
    defaultModelExpandDepth: 0,
    tryItOutEnabled: true,
    supportedSubmitMethods: ["get"],
    validatorUrl: null,
    queryConfigEnabled: false,
    persistAuthorization: false,
    withCredentials: false,
    requestSnippetsEnabled: false,
    onComplete: () => {
      choice.hidden = false;
      show("try");
    },
  });

  for (const [name, button] of Object.entries(buttons)) {
    button.addEventListener("click", () => show(name));
  }
})();
