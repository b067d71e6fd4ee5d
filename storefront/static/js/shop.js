// What the pages do better with scripts on. Everything here works without it, only with a page more.
(() => {
  "use strict";
  const root = document.documentElement;
  const { serviceWorker, ...words } = document.currentScript.dataset;
  const system = matchMedia("(prefers-color-scheme: dark)");

  // The switch keeps a choice only while it differs from the system's; the server reads the cookie, so no page flashes.
  const theme = () => root.dataset.theme || (system.matches ? "dark" : "light");
  const switchTheme = () => {
    const wanted = theme() === "dark" ? "light" : "dark";
    const plain = wanted === (system.matches ? "dark" : "light");
    const [name, secure] = location.protocol === "https:" ? ["__Host-theme", ";secure"] : ["theme", ""];
    if (plain) delete root.dataset.theme;
    else root.dataset.theme = wanted;
    document.cookie = `theme=;path=/;max-age=0${secure}`; // the name that earlier versions gave it everywhere
    document.cookie = `${name}=${wanted};path=/;max-age=${plain ? 0 : 31536000};samesite=lax${secure}`;
  };

  const step = (button) => {
    const input = button.closest("[data-stepper]").querySelector("input");
    const value = Math.min(Math.max(Number(input.value) + Number(button.dataset.step), Number(input.min)), Number(input.max));
    if (value === Number(input.value)) return;
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-switch]")) switchTheme();
    const button = event.target.closest("[data-step]");
    if (button) step(button);
    if (event.target.closest("[data-dismiss]")) {
      event.target.closest(".message").remove();
      document.getElementById("main").focus({ preventScroll: true });
    }
    const thumb = event.target.closest("[data-thumb]");
    if (thumb) {
      const slide = document.querySelector(thumb.hash);
      event.preventDefault();
      slide.parentElement.scrollTo({ left: slide.offsetLeft, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }
  });

  // A password can be looked at before it is sent. Without scripts it stays a plain field, so the button is made here.
  const showable = (input) => {
    const button = document.createElement("button");
    const shown = (yes) => {
      input.type = yes ? "text" : "password";
      button.textContent = yes ? words.hide : words.show;
    };
    button.type = "button";
    button.className = "button button--text field__show";
    button.setAttribute("aria-controls", input.id);
    button.addEventListener("click", () => shown(input.type === "password"));
    input.form.addEventListener("submit", () => shown(false)); // a browser offers to keep what is sent as a password
    shown(false);
    input.after(button);
  };
  document.querySelectorAll("input[autocomplete=new-password]").forEach(showable);

  // A picture opens over the page instead of in its place, and arrows turn to the next; the browser keeps the focus inside and closes it by Esc.
  // The gallery is looked up each time: htmx puts another in its place when it goes back to a page.
  const turn = (panel, step) => {
    const links = [...panel.parentElement.querySelectorAll("[data-zoom]")]; // of a gallery, or of one review
    const place = (Number(panel.dataset.zoomed) + step + links.length) % links.length;
    const image = panel.querySelector("img") ?? panel.appendChild(new Image());
    panel.dataset.zoomed = place;
    image.src = links[place].href;
    image.alt = links[place].parentElement.querySelector("img").alt;
    panel.querySelector("[role=status]").textContent = [place + 1, links.length].reduce((text, number) => text.replace("{}", number), words.place);
    return links[place];
  };
  document.addEventListener("click", (event) => {
    const open = event.target.closest("[data-zoomed]");
    const button = event.target.closest("[data-turn]");
    if (open) return button ? turn(open, Number(button.dataset.turn)) : open.close();
    const link = event.target.closest("[data-zoom]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const panel = link.closest(".gallery, .shots").querySelector("[data-zoomed]");
    panel.dataset.zoomed = [...panel.parentElement.querySelectorAll("[data-zoom]")].indexOf(link);
    turn(panel, 0);
    panel.showModal();
  });
  document.addEventListener("close", ({ target }) => { // late, where the next key was quicker: it may be open again
    if (target.matches("[data-zoomed]") && !target.open) turn(target, 0).focus(); // the picture seen last comes into the gallery
  }, true);
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector("[data-zoomed][open]");
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!open || !step) return;
    event.preventDefault();
    turn(open, step);
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // S3 answers what it does not take with XML of its own: a file that is too large, and a form that is too old, are not sent at all.
  const hindered = (input) => {
    const large = input.files[0]?.size > Number(input.dataset.largest);
    const words = large ? input.dataset.large : performance.now() > Number(input.dataset.lasts) * 1000 ? input.dataset.late : "";
    const line = input.parentElement.querySelector(".field__error");
    line.hidden = !words;
    line.querySelector("span").textContent = words;
    input.setAttribute("aria-invalid", String(Boolean(words)));
    input.setAttribute("aria-describedby", words ? "file-help file-wrong" : "file-help");
    return Boolean(words);
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-largest]")) hindered(event.target);
  });
  document.addEventListener("submit", (event) => {
    const input = event.target.querySelector("[data-largest]");
    if (!input || !hindered(input)) return;
    event.preventDefault();
    input.focus();
  });

  // Photographs of a telephone are larger than a form may be: here they are made as small as the shop shows them. What the browser cannot read is left to the shop.
  const shrink = async (file) => {
    const image = await createImageBitmap(file).catch(() => null);
    const scale = image && Math.min(1, 1600 / Math.max(image.width, image.height));
    if (!image || (scale === 1 && file.size < 1e6)) return file;
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  };
  document.addEventListener("change", async ({ target }) => {
    if (!target.matches("[data-shrink]")) return;
    const chosen = [...target.files];
    const button = target.form.querySelector("[type=submit]");
    button.disabled = true;
    const small = new DataTransfer();
    for (const file of chosen.slice(0, 12)) small.items.add(await shrink(file)); // one after another: each takes a lot of memory
    target.files = small.files;
    button.disabled = false;
  });

  // A heart is pressed in place. Where that fails, its form goes the plain way.
  // One after another: the first one of a visitor makes the list that the next one is added to.
  let pressing = Promise.resolve();
  const pressHeart = async (form, heart) => {
    const body = new URLSearchParams([...new FormData(form), [heart.name, heart.value]]);
    try {
      const reply = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const { wished, count, said } = await reply.json();
      document.querySelectorAll(".heart").forEach((each) => {
        if (each.value !== heart.value) return;
        each.name = wished ? "unwish" : "wish";
        each.setAttribute("aria-pressed", String(wished));
      });
      document.querySelectorAll(".wishes__count").forEach((each) => {
        each.textContent = count;
        each.hidden = !count;
      });
      form.querySelector("[role=status]").textContent = said;
    } catch {
      form.dataset.plain = "1";
      form.requestSubmit(heart);
    }
    heart.removeAttribute("aria-busy");
  };
  document.addEventListener("submit", (event) => {
    const [form, heart] = [event.target, event.submitter];
    if (form.id !== "wishes" || form.dataset.plain || !heart) return;
    event.preventDefault();
    if (heart.hasAttribute("aria-busy")) return;
    heart.setAttribute("aria-busy", "true");
    pressing = pressing.then(() => pressHeart(form, heart));
  });

  // A form is sent once: the button says that it is busy, and wakes again when the page comes back from the browser's memory.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.dataset.sent) return event.preventDefault();
    event.target.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  const wake = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  };
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(wake));
  document.addEventListener("htmx:afterRequest", () => document.querySelectorAll("form[data-sent]").forEach(wake));

  // The part of the page that a request is about is busy until it is answered; style sheets dim it where that takes a while.
  const part = ({ elt, target }) => elt.closest(".basket-line, .buy") ?? (target.matches(".found, .basket") ? target : null);
  document.addEventListener("htmx:beforeRequest", ({ detail }) => part(detail)?.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", ({ detail }) => part(detail)?.removeAttribute("aria-busy"));

  // What is swapped into a dialog opens it; what is said after a change stands beside that, for screen readers.
  document.addEventListener("htmx:afterSwap", (event) => {
    const panel = event.target.closest("dialog[data-panel]");
    if (panel && !panel.open) panel.showModal();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (document.activeElement === document.body && event.target.matches("[tabindex]")) event.target.focus({ preventScroll: true });
  });

  // Where htmx got no answer that it can show, the page's own way takes over: another page in the place of the part that was asked for,
  // a refusal, or no network at all. A form that changes something is sent again only where a server has refused it.
  const openPage = ({ requestConfig, pathInfo }) => {
    if (requestConfig.verb === "get" && requestConfig.elt.matches("a, form")) location.assign(pathInfo.finalRequestPath);
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { requestConfig, shouldSwap, serverResponse } = event.detail;
    const part = requestConfig.elt.closest("[hx-select]")?.getAttribute("hx-select");
    if (!shouldSwap || !part || new DOMParser().parseFromString(serverResponse, "text/html").querySelector(part)) return;
    event.preventDefault();
    openPage(event.detail);
  });
  document.addEventListener("htmx:sendError", (event) => openPage(event.detail));
  document.addEventListener("htmx:responseError", (event) => {
    const { elt, verb } = event.detail.requestConfig;
    if (verb === "get") openPage(event.detail);
    else if (elt.matches("form")) HTMLFormElement.prototype.submit.call(elt);
  });
  document.addEventListener("click", (event) => {
    if (event.target.matches("dialog[data-panel]")) event.target.close(); // only its backdrop is the dialog itself
  });

  // Visitors without cookies get the same pages as one another: what they looked at last stays in their browser.
  // It is remembered without the language, so that it is shown in that of the page.
  const [language] = location.pathname.match(/^\/[a-z]{2}(?=\/)/) ?? [""];
  const here = location.pathname.slice(language.length);
  const remembered = () => {
    try {
      const found = JSON.parse(localStorage.getItem("seen"));
      return Array.isArray(found) ? found.filter((each) => String(each?.href).startsWith("/product/")) : [];
    } catch { return []; } // none, or none allowed
  };
  const showPicks = async (row, ids) => {
    if (!row?.dataset.picks || !ids) return;
    const reply = await fetch(`${row.dataset.picks}?seen=${ids}`).catch(() => null); // a page can do without
    if (reply?.ok) row.innerHTML = await reply.text();
  };
  const showSeen = (section) => {
    const others = remembered().filter(({ href }) => href !== here).slice(0, 6);
    section.querySelector("ul").replaceChildren(...others.map(({ href, title, src, srcset }) => {
      const item = section.querySelector("template").content.cloneNode(true);
      item.querySelector("a").href = language + href;
      item.querySelector("span").textContent = title;
      if (src) Object.assign(item.querySelector("img"), { src, srcset });
      else item.querySelector(".picture").classList.add("picture--none");
      return item;
    }));
    section.hidden = !others.length;
    showPicks(section.previousElementSibling, others.map(({ href }) => href.split("/").at(-2)).join());
    if (!section.dataset.seen) return;
    const { src, srcset } = document.querySelector("#gallery img, .gallery img") ?? {};
    const title = document.querySelector("h1").textContent;
    try {
      localStorage.setItem("seen", JSON.stringify([{ href: here, title, src, srcset }, ...others]));
    } catch { /* full, or not allowed */ }
  };
  document.querySelectorAll("[data-seen]").forEach(showSeen);
  const desk = document.querySelector(".desk__nav"); // one line on a narrow screen: the current page's link is to be seen
  if (desk) desk.scrollLeft = desk.querySelector("[aria-current]")?.offsetLeft - desk.clientWidth / 3;
  if (document.querySelector("[data-forget]")) try { localStorage.removeItem("seen"); } catch { /* none was allowed */ }

  const dress = (part) => {
    part.querySelectorAll("[data-theme-switch], [data-step]").forEach((button) => { button.hidden = false; });
    part.querySelector("[data-focus]")?.focus();
    part.querySelectorAll("[data-gallery]").forEach((gallery) => {
      const seen = new IntersectionObserver((entries) => entries.forEach((entry) => {
        const thumb = document.querySelector(`[data-thumb][href="#${entry.target.id}"]`);
        if (entry.isIntersecting) thumb?.setAttribute("aria-current", "true");
        else thumb?.removeAttribute("aria-current");
      }), { root: gallery, threshold: 0.6 });
      gallery.querySelectorAll("[id]").forEach((slide) => seen.observe(slide));
    });
  };
  dress(document);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) dress(event.target); });

  // Once the page is there, since it helps only the next ones; where the browser refuses, they do without it.
  if ("serviceWorker" in navigator) addEventListener("load", () => navigator.serviceWorker.register(serviceWorker).catch(() => {}));
})();
