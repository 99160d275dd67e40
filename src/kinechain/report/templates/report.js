"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  function seconds(time) {
    return `${time.toFixed(2)}\u00a0s`;
  }

  /* Pictures come as base64; those of the strip are taken from the strip. */
  function loadPictures(film, redraw) {
    return film.images.map((encoded, frame) => {
      const picture = new Image();
      picture.onload = () => redraw(frame);
      const still = document.querySelector(`[data-still="${frame}"] image`);
      picture.src = encoded ? `data:image/webp;base64,${encoded}` : still.getAttribute("href");
      return picture;
    });
  }

  function drawSkeleton(pen, film, frame, colours) {
    const points = film.points[frame];
    const seen = film.bones.filter(([a, b]) => points[2 * a] !== null && points[2 * b] !== null);
    const stroke = ([a, b], width, colour) => {
      pen.lineWidth = width;
      pen.strokeStyle = colour;
      pen.beginPath();
      pen.moveTo(points[2 * a], points[2 * a + 1]);
      pen.lineTo(points[2 * b], points[2 * b + 1]);
      pen.stroke();
    };
    pen.lineCap = "round";
    const width = Math.max(2, film.height / 110);
    seen.forEach((bone) => stroke(bone, width * 1.9, "rgb(10 14 20 / 55%)"));
    seen.forEach((bone) => stroke(bone, width, colours[bone[2]]));
  }

  /* One layer for the whole body, so that limbs that cover each other do not show through. */
  function drawFitted(pen, film, frame, colours) {
    const points = film.fitted[frame], layer = document.createElement("canvas");
    layer.width = pen.canvas.width;
    layer.height = pen.canvas.height;
    const brush = layer.getContext("2d");
    brush.setTransform(pen.getTransform());
    brush.lineCap = "round";
    film.limbs.forEach(([a, b, side, width]) => {
      if (points[2 * a] === null || points[2 * b] === null) return;
      brush.lineWidth = width;
      brush.strokeStyle = colours[side];
      brush.beginPath();
      brush.moveTo(points[2 * a], points[2 * a + 1]);
      brush.lineTo(points[2 * b], points[2 * b + 1]);
      brush.stroke();
    });
    pen.globalAlpha = 0.55;
    pen.drawImage(layer, 0, 0, film.width, film.height);
    pen.globalAlpha = 1;
  }

  function nearestEvent(film, time) {
    const reach = film.times.length > 1 ? 0.75 * (film.times[1] - film.times[0]) : 0;
    return film.events.find(([moment]) => Math.abs(moment - time) <= reach);
  }

  function startPlayer(film) {
    const canvas = byId("player-canvas"), slider = byId("player-slider"), now = byId("timeline-now");
    const style = getComputedStyle(document.documentElement);
    const colours = Object.fromEntries(
      ["left", "right", "middle"].map((side) => [side, style.getPropertyValue(`--film-${side}`).trim()]));
    const state = { frame: 0, playing: false, clock: 0, touched: false };
    const first = film.times[0], last = film.times[film.times.length - 1];
    const fitted = byId("player-fitted");
    let pictures = [];

    function draw() {
      const scale = Math.max(1, (canvas.clientWidth * devicePixelRatio) / film.width);
      const width = Math.round(film.width * scale), height = Math.round(film.height * scale);
      if (canvas.width !== width) { canvas.width = width; canvas.height = height; }
      const pen = canvas.getContext("2d");
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      pen.clearRect(0, 0, film.width, film.height);
      const picture = pictures[state.frame];
      if (byId("player-picture").checked && picture && picture.complete && picture.naturalWidth) {
        pen.drawImage(picture, 0, 0, film.width, film.height);
      }
      if (fitted && fitted.checked) drawFitted(pen, film, state.frame, colours);
      if (byId("player-skeleton").checked) drawSkeleton(pen, film, state.frame, colours);
    }

    function tell() {
      const time = film.times[state.frame], event = nearestEvent(film, time);
      const words = event ? `${seconds(time)}, ${event[1]}` : seconds(time);
      byId("player-moment").textContent = words;
      slider.value = String(state.frame);
      slider.setAttribute("aria-valuetext", words);
      if (now) {
        const share = last > first ? `${(100 * (time - first)) / (last - first)}%` : "0%";
        now.setAttribute("x1", share);
        now.setAttribute("x2", share);
      }
      document.querySelectorAll(".still").forEach((still) => {
        if (Number(still.dataset.still) === state.frame) still.setAttribute("aria-current", "true");
        else still.removeAttribute("aria-current");
      });
    }

    function show(frame) {
      state.frame = Math.min(Math.max(frame, 0), film.times.length - 1);
      draw();
      tell();
    }

    function setPlaying(playing) {
      if (playing === state.playing) return;
      state.playing = playing;
      byId("player-word").textContent = playing ? "Pause" : "Play";
      byId("player-icon").setAttribute("href", playing ? "#icon-pause" : "#icon-play");
      if (playing) {
        state.clock = state.frame === film.times.length - 1 ? first : film.times[state.frame];
        requestAnimationFrame((at) => advance(at, at));
      }
    }

    function advance(at, before) {
      if (!state.playing) return;
      const speed = Number(document.querySelector('input[name="speed"]:checked').value);
      state.clock += ((at - before) / 1000) * speed;
      if (state.clock > last) state.clock = first;
      let frame = state.frame > 0 && film.times[state.frame] > state.clock ? 0 : state.frame;
      while (frame + 1 < film.times.length && film.times[frame + 1] <= state.clock) frame += 1;
      if (frame !== state.frame) show(frame);
      requestAnimationFrame((next) => advance(next, at));
    }

    function byHand(action) {
      state.touched = true;
      action();
    }

    byId("player-toggle").addEventListener("click", () => byHand(() => setPlaying(!state.playing)));
    slider.addEventListener("input", () => byHand(() => { setPlaying(false); show(Number(slider.value)); }));
    byId("player-skeleton").addEventListener("change", draw);
    byId("player-picture").addEventListener("change", draw);
    if (fitted) fitted.addEventListener("change", draw);
    document.querySelectorAll(".still").forEach((still) => still.addEventListener("click", () =>
      byHand(() => { setPlaying(false); show(Number(still.dataset.still)); })));
    byId("player").addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (event.key === " " && !event.target.matches("button, input[type=checkbox], input[type=radio]")) {
        event.preventDefault();
        byHand(() => setPlaying(!state.playing));
      } else if (step && !event.target.matches("input")) {
        event.preventDefault();
        byHand(() => { setPlaying(false); show(state.frame + step); });
      }
    });

    byId("player").hidden = false;
    pictures = loadPictures(film, (frame) => { if (frame === state.frame) draw(); });
    show(Number(document.querySelector(".still").dataset.still));
    new ResizeObserver(draw).observe(canvas);
    new IntersectionObserver((entries) => {
      const inView = entries[entries.length - 1].isIntersecting;
      if (!inView) setPlaying(false);
      else if (!state.touched && !calm.matches) setPlaying(true);
    }, { threshold: 0.6 }).observe(canvas);
  }

  function startPrinting() {
    const button = byId("print-plan");
    const page = document.documentElement;
    if (button) {
      button.hidden = false;
      button.addEventListener("click", () => { page.classList.add("print-plan"); window.print(); });
    }
    let closed = [];
    window.addEventListener("beforeprint", () => {
      closed = [...document.querySelectorAll("details[data-print=open]:not([open])")];
      closed.forEach((details) => { details.open = true; });
    });
    window.addEventListener("afterprint", () => {
      page.classList.remove("print-plan");
      closed.forEach((details) => { details.open = false; });
    });
  }

  /* Several pains: one button opens them all, and closes them again. */
  function startFolding() {
    const button = document.querySelector("[data-fold-all]");
    if (!button) return;
    const folds = [...document.querySelectorAll(".pain-fold")], first = button.textContent;
    button.hidden = false;
    button.addEventListener("click", () => {
      const open = button.textContent === first;
      folds.forEach((fold) => { fold.open = open; });
      button.textContent = open ? "Close them again" : first;
    });
  }

  /* What a link leads to may lie in a closed part. */
  function openTarget() {
    const target = location.hash && byId(location.hash.slice(1));
    if (!target) return;
    let part = target.closest("details");
    while (part) {
      part.open = true;
      part = part.parentElement.closest("details");
    }
    target.scrollIntoView();
  }

  const film = byId("film-data");
  window.addEventListener("hashchange", openTarget);
  openTarget();
  if (film) startPlayer(JSON.parse(film.textContent));
  startPrinting();
  startFolding();
})();
