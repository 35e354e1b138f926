// The page steps through one execution that was recorded. The model says what was there at the beginning, and what each step
// changes of it; so the state after each step is known from the start, and going to a step means to show its state.
//
//      model.steps     1        2        3
//      states       0     1        2        3        states[i] is after steps[i - 1]; the page counts steps from 1
//
// Text of the program is put in as text, and never as HTML.
"use strict";
(() => {
  const model = JSON.parse(document.getElementById("model").textContent);
  const { threads, variables, locks, sources, steps } = model;
  const byId = id => document.getElementById(id);
  const nameOf = lane => threads[lane].name;

  // An element, with attributes and children; strings become text.
  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    return fill(element, attributes, children);
  }

  function draw(tag, attributes, ...children) {
    return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  }

  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name === "onclick") element.addEventListener("click", value);
      else element.setAttribute(name, value);
    }
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
  }

  function setText(element, text) {
    if (element.textContent !== text) element.textContent = text;
  }

  // ---- the states ----

  const changed = (values, changes) => changes ? values.map((value, i) => i in changes ? changes[i] : value) : values;

  function statesOf() {
    let state = {
      values: variables.map(variable => variable.value ?? null),
      locks: locks.map(lock => lock.at),
      threads: threads.map(thread => ({ state: thread.isStarted ? "ready" : "new" })),
      at: threads.map(() => -1),            // each thread's last step that has a line
      touched: variables.map(() => -1),     // the step that each variable was last changed in
      interrupted: threads.map(() => false),
    };
    const states = [state];
    let running = -1;
    steps.forEach((step, i) => {
      const at = step.thread >= 0 && step.line > 0 ? state.at.with(step.thread, i) : state.at;
      let interrupted = state.interrupted;
      if (step.isPreemption && running >= 0) interrupted = interrupted.with(running, true);
      if (step.thread >= 0 && interrupted[step.thread]) interrupted = interrupted.with(step.thread, false);
      const touched = step.values ? state.touched.map((last, v) => v in step.values ? i : last) : state.touched;
      state = {
        values: changed(state.values, step.values),
        locks: changed(state.locks, step.locks),
        threads: changed(state.threads, step.threads),
        at, touched, interrupted,
      };
      states.push(state);
      if (step.thread >= 0) running = step.thread;
    });
    return states;
  }

  const states = statesOf();

  // Whether another thread has the word than in the step before, told ones only.
  function isSwitch(i) {
    if (steps[i].thread < 0) return false;
    for (let before = i - 1; before >= 0; before--) {
      if (steps[before].thread >= 0) return steps[before].thread !== steps[i].thread;
    }
    return false;
  }

  const switches = steps.map((_, i) => i).filter(isSwitch);

  function runnerBefore(i) {
    for (let before = i - 1; before >= 0; before--) if (steps[before].thread >= 0) return steps[before].thread;
    return -1;
  }

  function sentence(i) {
    const step = steps[i];
    const turn = step.isPreemption && runnerBefore(i) >= 0
      ? `${nameOf(runnerBefore(i))} is interrupted, ${nameOf(step.thread)} is let in. ` : "";
    const who = step.thread >= 0 ? `${nameOf(step.thread)} ` : "";
    return { turn, who, what: step.what, place: step.place ?? "" };
  }

  function line(step) {
    if (step.source < 0) return null;
    for (const part of sources[step.source].parts) {
      const text = part.lines[step.line - part.first];
      if (text !== undefined) return text.trim();
    }
    return null;
  }

  // ---- the picture of the failure: a race, or who waits for whom ----

  function arrowHead(id) {
    return draw("defs", {}, draw("marker", { id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" },
      draw("path", { d: "M0 0L8 4L0 8z", fill: "currentColor" })));
  }

  function access(i) {
    const step = steps[i];
    return make("button", { class: "access", onclick: () => go(i) },
      make("b", {}, nameOf(step.thread)),
      line(step) === null ? null : make("code", {}, line(step)),
      make("span", {}, step.what),
      make("span", {}, [step.place, `step ${i + 1}`].filter(Boolean).join(" · ")));
  }

  function raceFigure(race, number) {
    const head = `race${number}`;
    return make("div", { class: "race" }, access(race.first),
      make("div", { class: "between" },
        draw("svg", { viewBox: "0 0 76 16", "aria-hidden": "true" }, arrowHead(head),
          draw("path", { class: "arrow", d: "M4 8H72", "marker-start": `url(#${head})`, "marker-end": `url(#${head})` })),
        make("span", {}, "nothing orders them")),
      access(race.second));
  }

  const cut = (text, length) => text.length <= length ? text : text.slice(0, length - 1) + "…";

  // Threads and what they wait for, by turns, on an ellipse.
  function circleFigure(waits) {
    const count = waits.length * 2;
    const width = 500, height = waits.length > 2 ? 250 : 176, middleX = width / 2, middleY = height / 2;
    const nodes = waits.flatMap(wait => [
      { kind: "thread", text: nameOf(wait.thread) }, { kind: "thing", text: wait.what ?? `the end of ${nameOf(wait.for[0])}` }]);
    nodes.forEach((node, i) => {
      const angle = Math.PI + i * 2 * Math.PI / count;
      node.text = cut(node.text, 18);
      node.x = middleX + Math.cos(angle) * (middleX - 76);
      node.y = middleY + Math.sin(angle) * (middleY - 18);
      node.w = Math.max(44, node.text.length * 8 + 20) / 2;
      node.h = 14;
    });
    const svg = draw("svg", { class: "circle", viewBox: `0 0 ${width} ${height}`, role: "img",
      "aria-label": waits.map(wait => waitText(wait)).join("; ") }, arrowHead("circleHead"));
    nodes.forEach((node, i) => {
      const next = nodes[(i + 1) % count];
      const [from, to] = [edge(node, next), edge(next, node)];
      svg.append(draw("path", { class: "arrow", d: `M${from.x} ${from.y}L${to.x} ${to.y}`, "marker-end": "url(#circleHead)" }));
    });
    nodes.forEach((node, i) => {
      const next = nodes[(i + 1) % count];
      const word = node.kind === "thread" ? "waits for" : waits[(i - 1) / 2].what ? waits[(i - 1) / 2].how : "is";
      const [x, y, w] = [(node.x + next.x) / 2, (node.y + next.y) / 2, word.length * 6.2 + 6];
      svg.append(draw("rect", { class: "behind", x: x - w / 2, y: y - 8, width: w, height: 16 }), draw("text", { class: "word", x, y }, word));
      svg.append(draw("g", { class: node.kind },
        draw("rect", { x: node.x - node.w, y: node.y - node.h, width: node.w * 2, height: node.h * 2, rx: node.kind === "thread" ? 14 : 2 }),
        draw("text", { x: node.x, y: node.y }, node.text)));
    });
    return svg;
  }

  // Where the line from the middle of one box to that of another leaves the first.
  function edge(box, other) {
    const [dx, dy] = [other.x - box.x, other.y - box.y];
    const share = Math.min(Math.abs(dx) < 1 ? Infinity : (box.w + 4) / Math.abs(dx), Math.abs(dy) < 1 ? Infinity : (box.h + 4) / Math.abs(dy));
    return { x: Math.round(box.x + dx * share), y: Math.round(box.y + dy * share) };
  }

  const holdersOf = wait => wait.for.map(lane => lane === wait.thread ? "itself" : nameOf(lane)).join(" and ");

  function waitText(wait) {
    const what = wait.what === undefined ? `the end of ${holdersOf(wait) || "another"}` : wait.what;
    const how = wait.what === undefined ? "" : wait.for.length > 0 ? `, which ${wait.how} ${holdersOf(wait)}` : ", and nobody is left to end that";
    return `${nameOf(wait.thread)} waits for ${what}${how}`;
  }

  function waitRow(wait) {
    const row = make("li", {}, make("span", { class: "who" }, nameOf(wait.thread)), make("span", { class: "to" }, " waits for → "));
    if (wait.what === undefined) row.append("the end of ", make("span", { class: "who" }, holdersOf(wait) || "another"));
    else if (wait.for.length > 0)
      row.append(make("span", { class: "what" }, wait.what), make("span", { class: "to" }, ` ${wait.how} → `), make("span", { class: "who" }, holdersOf(wait)));
    else row.append(make("span", { class: "what" }, wait.what), make("span", { class: "to" }, " and nobody is left to end that"));
    return row;
  }

  function showFigure() {
    const figure = byId("figure");
    const circle = model.circle > 1 && model.circle <= 6 ? model.circle : 0;
    if (model.races.length > 0) {
      const shown = model.races.slice(0, 2);
      const places = [...new Set(shown.map(race => race.place))].join(", ");
      const more = model.races.length > shown.length ? `, and ${model.races.length - shown.length} more` : "";
      figure.append(make("figcaption", {}, `The race for ${places}${more}`), ...shown.map(raceFigure));
    } else if (model.waits.length > 0) {
      figure.append(make("figcaption", {}, circle ? "Who waits for whom: a circle" : "Who waits in the end"));
      if (circle) figure.append(circleFigure(model.waits.slice(0, circle)));
      const rest = model.waits.slice(circle);
      if (rest.length > 0) figure.append(make("ul", { class: "waitList" }, ...rest.map(waitRow)));
    }
    figure.hidden = figure.childElementCount === 0;
  }

  // ---- the map: time from left to right, a row a thread ----

  const rowHeight = 18, inset = 8; // half a slider's thumb, so that the map and the slider agree

  function xOf(i, width) {
    return steps.length < 2 ? width / 2 : inset + i * (width - 2 * inset) / (steps.length - 1);
  }

  let mapWidth = 0;

  function drawMap() {
    const map = byId("map");
    const width = Math.round(map.parentElement.clientWidth);
    if (width === mapWidth || width === 0) return;
    mapWidth = width;
    const height = threads.length * rowHeight;
    map.setAttribute("viewBox", `0 0 ${width} ${height}`);
    map.setAttribute("height", height);
    const half = steps.length < 2 ? 6 : Math.max(1, Math.min(inset - 1, (width - 2 * inset) / (steps.length - 1) / 2));
    const middle = lane => lane * rowHeight + rowHeight / 2;
    const layers = [[], [], [], []];
    threads.forEach((_, lane) => {
      spans(i => !["new", "ended"].includes(states[i + 1].threads[lane].state)).forEach(([first, last]) => layers[0].push(draw("path",
        { class: "alive", d: `M${xOf(first, width) - half} ${middle(lane)}H${xOf(last, width) + half}` })));
      spans(i => states[i + 1].threads[lane].state === "waits").forEach(([first, last]) => layers[1].push(draw("path",
        { class: "sleeps", d: `M${xOf(first, width)} ${middle(lane)}H${xOf(last, width) + half}` })));
      spans(i => steps[i].thread === lane).forEach(([first, last]) => layers[2].push(draw("rect",
        { class: "runs", x: xOf(first, width) - half, y: middle(lane) - 4, width: xOf(last, width) - xOf(first, width) + 2 * half, height: 8, rx: 2 })));
    });
    for (const i of switches) {
      const [from, to] = [runnerBefore(i), steps[i].thread];
      const x = xOf(i, width) - half;
      layers[1].push(draw("path", { class: steps[i].isPreemption ? "interrupts" : "turn", d: `M${x} ${middle(from)}V${middle(to)}` }));
      if (steps[i].isPreemption) layers[3].push(draw("path", { class: "flag", d: `M${x - 5} ${middle(from) - 8}h10l-5 8z` }));
    }
    steps.forEach((step, i) => {
      if (step.kind !== "failure") return;
      const lanes = step.thread >= 0 ? [step.thread] : threads.map((_, lane) => lane).filter(lane => states[i + 1].threads[lane].state === "waits");
      for (const lane of lanes) {
        const [x, y] = [xOf(i, width), middle(lane)];
        layers[3].push(draw("path", { class: "fault", d: `M${x - 5} ${y - 5}L${x + 5} ${y + 5}M${x - 5} ${y + 5}L${x + 5} ${y - 5}` }));
      }
    });
    if (model.races.length > 0) layers[3].push(arrowHead("mapHead"));
    for (const race of model.races) {
      const [x1, y1, x2, y2] = [xOf(race.first, width), middle(steps[race.first].thread), xOf(race.second, width), middle(steps[race.second].thread)];
      const long = Math.hypot(x2 - x1, y2 - y1) || 1;
      const [dx, dy] = [(x2 - x1) / long * 8, (y2 - y1) / long * 8];
      layers[3].push(draw("path", { class: "race", d: `M${x1 + dx} ${y1 + dy}L${x2 - dx} ${y2 - dy}`, "marker-end": "url(#mapHead)" }));
      for (const [x, y] of [[x1, y1], [x2, y2]]) layers[3].push(draw("circle", { class: "raceDot", cx: x, cy: y, r: 5 }));
    }
    map.replaceChildren(...layers.flat());
    moveCursor();
  }

  // The stretches of steps of which something is true, as pairs of the first and the last.
  function spans(isTrue) {
    const found = [];
    steps.forEach((_, i) => {
      if (!isTrue(i)) return;
      if (found.length > 0 && found.at(-1)[1] === i - 1) found.at(-1)[1] = i;
      else found.push([i, i]);
    });
    return found;
  }

  function moveCursor() {
    byId("cursor").style.transform = `translateX(${xOf(current, mapWidth)}px)`;
  }

  // ---- the lanes ----

  const marks = { runs: "▶\uFE0E", waits: "‖", failed: "✕", stands: "▷" };

  function makeLane(thread, lane) {
    const parts = {
      badge: make("span", { class: "badge" }),
      why: make("span", {}),
      holds: make("span", { class: "holds" }),
      code: make("div", { class: "code", tabindex: "0", role: "region" }),
      source: undefined, line: null, shown: new Map(),
    };
    parts.whyRow = make("p", { class: "why" }, parts.why, parts.holds);
    parts.root = make("article", { class: "lane", "aria-labelledby": `lane${lane}` },
      make("div", { class: "laneHead" }, parts.badge,
        make("h2", { id: `lane${lane}` }, thread.name, thread.name.endsWith(` ${thread.id}`) ? null : make("span", { class: "id" }, ` ${thread.id}`)), parts.whyRow), parts.code);
    return parts;
  }

  function sourceLines(lane, source) {
    const root = make("div", { class: "lines" });
    const lines = new Map();
    sources[source].parts.forEach((part, i) => {
      if (i > 0) root.append(make("div", { class: "line gap" }, "⋯"));
      part.lines.forEach((text, offset) => {
        const row = make("div", { class: "line" }, make("span", { class: "no" }, String(part.first + offset)), make("span", { class: "mark" }), text);
        lines.set(part.first + offset, row);
        root.append(row);
      });
    });
    return { root, lines };
  }

  // Where a thread waits; else its last step that has a line, or, before there is one, the next.
  function standOf(lane, state) {
    if (state.threads[lane].state === "waits" && state.threads[lane].line > 0) return state.threads[lane];
    if (state.at[lane] >= 0) return steps[state.at[lane]];
    return steps.find(step => step.thread === lane && step.line > 0) ?? null;
  }

  function showLane(parts, lane, state, step) {
    const stand = state.threads[lane];
    const isActive = step.thread === lane;
    const kind = isActive && step.kind === "failure" ? "failed" : stand.state === "failed" ? "failed" : stand.state === "waits" ? "waits"
      : isActive ? "runs" : stand.state === "ready" && state.interrupted[lane] ? "interrupted" : stand.state;
    const words = { runs: "runs", waits: "waits", failed: "failed", interrupted: "interrupted", ready: "can go on", ended: "has ended", new: "not started" };
    parts.root.className = `lane ${isActive ? "active" : ""} ${kind}`;
    parts.badge.className = `badge ${kind}`;
    setText(parts.badge, words[kind]);
    parts.whyRow.className = `why ${kind}`;
    const held = locks.filter((_, i) => state.locks[i].holders.includes(lane)).map(lock => lock.name);
    const done = steps[state.at[lane]];
    const stood = done === undefined || !["interrupted", "ready"].includes(kind) ? "" : done.kind === "waits" ? "need not wait any longer" : `last: ${done.what}`;
    setText(parts.why, isActive ? step.what : stand.why ?? stood);
    setText(parts.holds, held.length === 0 ? "" : `${parts.why.textContent ? " · " : ""}holds ${held.join(", ")}`);

    const at = standOf(lane, state);
    if (at === null || at.source < 0) {
      if (parts.source !== -1) parts.code.replaceChildren(make("p", { class: "none" }, at?.place ? `No source to show: ${at.place}` : "No source to show."));
      parts.source = -1;
      return;
    }
    if (parts.source !== at.source) {
      if (!parts.shown.has(at.source)) parts.shown.set(at.source, sourceLines(lane, at.source));
      parts.code.replaceChildren(parts.shown.get(at.source).root);
      parts.code.setAttribute("aria-label", `${sources[at.source].name}, where ${nameOf(lane)} is`);
      parts.source = at.source;
    }
    const row = parts.shown.get(at.source).lines.get(at.line) ?? null;
    if (parts.line !== null && parts.line !== row) {
      parts.line.className = "line";
      parts.line.removeAttribute("aria-current");
      parts.line.children[1].textContent = "";
    }
    parts.line = row;
    if (row === null) return;
    const mark = kind in marks ? kind : "stands";
    row.className = `line at ${mark}`;
    row.setAttribute("aria-current", "step");
    setText(row.children[1], stand.state === "ended" ? "" : marks[mark]);
    scrolls.push([parts.code, row]);
  }

  // Layout is asked for once, after everything has been written.
  let scrolls = [];
  function scroll() {
    const wanted = scrolls.map(([box, row]) => [box, row.offsetTop + row.offsetHeight / 2 - box.clientHeight / 2, row.offsetTop, row.offsetHeight]);
    for (const [box, middle, top, height] of wanted) {
      const isLow = box.clientHeight < 3 * height;
      if (isLow || top < box.scrollTop + height || top + 2 * height > box.scrollTop + box.clientHeight) box.scrollTop = Math.max(0, middle);
    }
    scrolls = [];
  }

  // ---- what all share ----

  const link = i => make("span", {}, `${steps[i].thread >= 0 ? nameOf(steps[i].thread) : "somebody"}, step ${i + 1}`);

  function makeRow(name) {
    const parts = { now: make("td", {}), more: make("td", { class: "quiet" }) };
    parts.root = make("tr", {}, make("th", { scope: "row" }, name), parts.now, parts.more);
    return parts;
  }

  function showVariable(parts, v, state, before, step) {
    const isChanged = step.values !== undefined && v in step.values;
    parts.root.className = isChanged ? "changed" : step.variable === v ? "touched" : "";
    const value = state.values[v] ?? "not to be seen";
    parts.now.replaceChildren(...isChanged
      ? [make("span", { class: "was" }, before.values[v] ?? "?"), " → ", make("span", { class: "value" }, value), make("span", { class: "hear" }, " changed")]
      : [make("span", { class: "value" }, value)]);
    parts.more.replaceChildren(state.touched[v] >= 0 ? link(state.touched[v]) : "");
  }

  function showLock(parts, l, state, step) {
    const { holders, state: words } = state.locks[l];
    const isChanged = step.locks !== undefined && l in step.locks;
    parts.root.className = isChanged ? "changed" : step.lock === l ? "touched" : "";
    const held = holders.length > 0 ? `held by ${holders.map(nameOf).join(", ")}` : words === undefined ? "free" : "";
    parts.now.replaceChildren(make("span", { class: holders.length > 0 ? "held" : "" }, held), held && words ? ", " : "", words ?? "");
    const waiting = threads.filter((_, lane) => state.threads[lane].state === "waits" && state.threads[lane].lock === l);
    parts.more.replaceChildren(make("span", { class: "waiting" }, waiting.map(thread => thread.name).join(", ")));
  }

  function makeItem(step, i) {
    const { who, what, place } = sentence(i);
    const isTurn = switches.includes(i);
    const button = make("button", { class: `${step.kind} ${isTurn ? "turned" : ""}`, onclick: () => go(i) },
      make("span", { class: "number" }, String(i + 1)),
      make("span", { class: "flag" }, step.isPreemption ? "▼" : "", step.isPreemption ? make("span", { class: "hear" }, "let in: ") : null),
      make("span", { class: "who" }, who.trim()), make("span", { class: "what" }, what), make("span", { class: "place" }, place));
    return button;
  }

  // ---- going to a step ----

  let current = -1;
  const lanes = threads.map(makeLane);
  const variableRows = variables.map(variable => makeRow(variable.name));
  const lockRows = locks.map(lock => makeRow(lock.name));
  const items = steps.map(makeItem);

  function go(i) {
    i = Math.max(0, Math.min(steps.length - 1, i));
    if (i === current) return;
    const last = current;
    current = i;
    const [step, before, state] = [steps[i], states[i], states[i + 1]];
    showNow(i);
    lanes.forEach((parts, lane) => showLane(parts, lane, state, step));
    variableRows.forEach((parts, v) => showVariable(parts, v, state, before, step));
    lockRows.forEach((parts, l) => showLock(parts, l, state, step));
    [...byId("names").children].forEach((name, lane) => name.classList.toggle("is", lane === step.thread));
    if (last >= 0) items[last].removeAttribute("aria-current");
    items[i].setAttribute("aria-current", "step");
    scrolls.push([byId("list"), items[i]]);
    moveCursor();
    scroll();
    rememberSoon();
  }

  function showNow(i) {
    const step = steps[i];
    const { turn, who, what, place } = sentence(i);
    const now = byId("now");
    now.className = `now ${step.kind}`;
    now.replaceChildren(make("span", { class: "hear" }, `Step ${i + 1} of ${steps.length}. `),
      turn ? make("span", { class: "turned" }, make("span", { "aria-hidden": "true" }, "▼ "), turn) : "",
      make("span", { class: "who" }, who), make("span", { class: "what" }, what), " ", make("span", { class: "place" }, place));
    const slider = byId("slider");
    slider.value = i + 1;
    slider.setAttribute("aria-valuetext", `Step ${i + 1} of ${steps.length}: ${who}${what}`);
    setText(byId("count"), `${i + 1} of ${steps.length}`);
    const [isFirst, isLast] = [i === 0, i === steps.length - 1];
    for (const [id, isOff] of [["first", isFirst], ["back", isFirst], ["on", isLast], ["last", isLast],
      ["switchBack", !switches.some(at => at < i)], ["switchOn", !switches.some(at => at > i)]]) {
      byId(id).setAttribute("aria-disabled", isOff); // and not disabled, which would take the focus away
    }
  }

  // The address follows, so that a step can be linked; not at once, because browsers refuse many changes a second.
  let remembering = 0;
  function rememberSoon() {
    clearTimeout(remembering);
    remembering = setTimeout(() => history.replaceState(null, "", `#step=${current + 1}`), 250);
  }

  const fromAddress = () => /^#step=(\d+)$/.exec(location.hash)?.[1];
  const goTo = {
    first: () => go(0), last: () => go(steps.length - 1), back: () => go(current - 1), on: () => go(current + 1),
    switchBack: () => go(switches.findLast(at => at < current) ?? current),
    switchOn: () => go(switches.find(at => at > current) ?? current),
  };
  const keys = { ArrowLeft: "back", ArrowRight: "on", Home: "first", End: "last", p: "switchBack", n: "switchOn" };

  function listen() {
    for (const id of Object.keys(goTo)) byId(id).addEventListener("click", goTo[id]);
    const slider = byId("slider");
    slider.addEventListener("input", () => go(Number(slider.value) - 1));
    document.addEventListener("keydown", event => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !(event.key in keys)) return;
      if (event.target === slider && event.key.length > 1) return; // a slider knows its own keys
      event.preventDefault();
      goTo[keys[event.key]]();
    });
    const track = byId("map").parentElement;
    const toPointer = event => go(Math.round((event.clientX - track.getBoundingClientRect().left - inset) / (mapWidth - 2 * inset) * (steps.length - 1)));
    track.addEventListener("pointerdown", event => {
      track.setPointerCapture(event.pointerId);
      toPointer(event);
    });
    track.addEventListener("pointermove", event => { if (event.buttons === 1) toPointer(event); });
    addEventListener("hashchange", () => { if (fromAddress()) go(Number(fromAddress()) - 1); });
    new ResizeObserver(drawMap).observe(track);
  }

  byId("slider").max = steps.length;
  byId("count").style.minWidth = `${2 * String(steps.length).length + 3}ch`;
  byId("names").append(...threads.map(thread => make("div", {}, thread.name)));
  const root = byId("lanes");
  root.style.setProperty("--columns", threads.length === 4 ? 2 : Math.min(3, threads.length));
  root.append(...lanes.map(parts => parts.root));
  byId("variables").append(...variableRows.map(parts => parts.root));
  byId("locks").append(...lockRows.map(parts => parts.root));
  byId("list").append(...items.map(item => make("li", {}, item)));
  byId("variablesPart").hidden = variables.length === 0;
  byId("locksPart").hidden = locks.length === 0;
  document.querySelector("h1").classList.toggle("long", document.querySelector("h1").textContent.length > 110);
  showFigure();
  drawMap();
  listen();
  go(Number(fromAddress() ?? 1) - 1);
})();
