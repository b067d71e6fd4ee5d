// The search box as a combobox (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/), and filters that take effect as they are ticked.
(() => {
  "use strict";
  const form = document.querySelector("[data-find]");
  const box = form?.querySelector("input");
  const list = form?.querySelector("[role=listbox]");
  const said = form?.querySelector("[data-find-said]");
  let asked, waiting, active = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    clearTimeout(waiting);
    asked?.abort();
    list.hidden = true;
    mark(-1);
    box.setAttribute("aria-expanded", "false");
  };
  const mark = (place) => {
    const all = options();
    all[active]?.setAttribute("aria-selected", "false");
    active = place;
    all[active]?.setAttribute("aria-selected", "true");
    all[active]?.scrollIntoView({ block: "nearest" });
    if (all[active]) box.setAttribute("aria-activedescendant", all[active].id);
    else box.removeAttribute("aria-activedescendant");
  };
  const show = (html) => {
    mark(-1);
    list.innerHTML = html; // from our own server, which escapes what it was told
    const all = options();
    all.forEach((option, place) => { option.id = `suggestion-${place}`; });
    list.hidden = !all.length;
    box.setAttribute("aria-expanded", String(Boolean(all.length)));
    said.textContent = all.length ? (all.length === 1 ? said.dataset.one : said.dataset.many).replace("{}", all.length) : "";
  };
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const reply = await fetch(`${form.dataset.find}?q=${encodeURIComponent(box.value.trim())}`, { signal: asked.signal });
      if (reply.ok && document.activeElement === box) show(await reply.text());
    } catch { /* overtaken by the next letter, or no network: the form still searches */ }
  };

  if (form) {
    const attributes = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
    Object.entries(attributes).forEach(([name, value]) => box.setAttribute(name, value));
    box.addEventListener("input", () => {
      clearTimeout(waiting);
      if (box.value.trim().length < 2) close();
      else waiting = setTimeout(ask, 120);
    });
    box.addEventListener("keydown", (event) => {
      const count = options().length;
      if (event.isComposing) return;
      if (event.key === "Escape" && !list.hidden) {
        event.preventDefault(); // a second Esc empties the field, as everywhere
        close();
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && (!list.hidden || box.value.trim().length > 1)) {
        event.preventDefault();
        if (list.hidden) ask();
        else mark(((active + (event.key === "ArrowDown" ? 1 : -1) + count + 2) % (count + 1)) - 1);
      } else if (event.key === "Enter" && !list.hidden && options()[active]) {
        event.preventDefault();
        options()[active].click();
      }
    });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    form.addEventListener("submit", (event) => {
      if (box.value.trim()) return close();
      event.preventDefault();
      box.focus();
    });
  }

  // The address of a choice holds no empty fields; what was unfolded stays so when the counts come new.
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.detail.elt.matches("[data-filters]")) return;
    const given = event.detail.formData ?? event.detail.parameters;
    for (const name of [...given.keys()]) if (given.get(name) === "") given.delete(name);
  });
  let ticks = 0, told = 0;
  document.addEventListener("change", (event) => { if (event.target.closest("[data-filters]")) ticks += 1; });
  document.addEventListener("htmx:beforeRequest", () => { told = ticks; });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (told !== ticks) event.preventDefault(); // this reply would take back what was ticked since; the next one is on its way
  });
  let unfolded = [];
  document.addEventListener("htmx:beforeSwap", () => { unfolded = [...document.querySelectorAll("details.facet__rest[open]")].map((each) => each.id); });
  document.addEventListener("htmx:afterSwap", () => unfolded.forEach((id) => document.getElementById(id)?.setAttribute("open", "")));

  // The menu's parts close by Esc and by a click elsewhere.
  const parts = () => document.querySelectorAll(".menu__more[open]");
  document.addEventListener("click", (event) => parts().forEach((part) => { if (!part.contains(event.target)) part.open = false; }));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") parts().forEach((part) => { if (part.contains(document.activeElement)) part.firstElementChild.focus(); part.open = false; });
  });
})();
