"use strict";
// Reads values out of the charts, by pointer or by arrow keys. Without it the page is whole but mute.
for (const plot of document.querySelectorAll(".plot")) {
  const cross = plot.querySelector(".cross");
  const readout = plot.querySelector(".readout");
  const lines = [...plot.querySelectorAll(".spot")].map((spot) => ({
    spot,
    name: spot.dataset.name,
    x: spot.dataset.x.split("|").map(Number),
    y: spot.dataset.y.split("|").map(Number),
    step: spot.dataset.step.split("|"),
    value: spot.dataset.value.split("|"),
  }));
  let at = -1;

  const nearest = (xs, x) => {
    let best = 0;
    for (let i = 1; i < xs.length; i++) {
      if (Math.abs(xs[i] - x) < Math.abs(xs[best] - x)) best = i;
    }
    return best;
  };

  const row = (text) => {
    const div = document.createElement("div");
    div.textContent = text;
    return div;
  };

  const show = (index) => {
    at = index;
    const x = lines[0].x[index];
    readout.replaceChildren(row("Step " + lines[0].step[index]));
    for (const line of lines) {
      const i = nearest(line.x, x);
      line.spot.style.left = line.x[i] + "%";
      line.spot.style.bottom = line.y[i] + "%";
      line.spot.hidden = false;
      readout.append(row(line.name + "  " + line.value[i]));
    }
    cross.style.left = x + "%";
    cross.hidden = readout.hidden = false;
    // Held inside the plot, so that it is never cut off at the page's edge.
    const half = readout.offsetWidth / 2;
    readout.style.left = `clamp(${half - 40}px, ${x}%, calc(100% - ${half - 8}px))`;
  };

  const hide = () => {
    at = -1;
    cross.hidden = readout.hidden = true;
    for (const line of lines) line.spot.hidden = true;
  };

  const point = (event) => {
    const box = plot.getBoundingClientRect();
    show(nearest(lines[0].x, (100 * (event.clientX - box.left)) / box.width));
  };

  plot.addEventListener("pointermove", point);
  plot.addEventListener("pointerdown", point);
  plot.addEventListener("pointerleave", hide);
  plot.addEventListener("blur", hide);
  plot.addEventListener("keydown", (event) => {
    const last = lines[0].x.length - 1;
    const from = at < 0 ? last : at;
    const to = {
      ArrowLeft: Math.max(0, from - 1),
      ArrowRight: Math.min(last, from + 1),
      Home: 0,
      End: last,
    }[event.key];
    if (event.key === "Escape") {
      hide();
    } else if (to !== undefined) {
      event.preventDefault();
      show(to);
    }
  });
}
