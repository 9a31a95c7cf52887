/** What the overview does in a browser. Without it the page is the same, and cannot be filtered. */
/* global Chartist */
const $ = (id) => document.getElementById(id);
const texts = JSON.parse($("texts").textContent);
const body = $("rows");
const rest = document
  .querySelector("noscript")
  .textContent.split("\n")
  .filter((line) => line.startsWith("<tr "));
let rows = [...body.rows];
/** Makes rows of the text that the browser has not looked at. */
function make(count) {
  const part = document.createElement("template");
  part.innerHTML = rest.splice(0, count).join("");
  const made = [...part.content.children];
  if (language === "zh") for (const row of made) translate(row, language);
  body.append(...made);
  rows = rows.concat(made);
}
/** What needs every row has them. */
const makeAll = () => rest.length > 0 && make(rest.length);
function makeSome() {
  if (rest.length > 0) setTimeout(makeSome, 0);
  make(120);
}

function translate(root, to) {
  for (const each of root.querySelectorAll("[data-t]")) each.textContent = texts[to][each.dataset.t];
}
let language = document.documentElement.dataset.language || (navigator.language.startsWith("zh") ? "zh" : "en");
const controls = ["search", "team", "status", "verdict", "way"].map($);

/** What is looked for in a row: read once, when somebody first filters. */
let known;
const read = (row) => ({
  row,
  text: row.textContent.toLowerCase(),
  team: row.cells[1].textContent,
  is: ` ${row.dataset.is} `,
  ways: ` ${row.cells[6].textContent} `,
});

function filter() {
  makeAll();
  known ??= rows.map(read);
  const [search, team, status, verdict, way] = controls.map(({ value }) => value);
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { row, text, team: of, is, ways } of known) {
    const fits =
      words.every((word) => text.includes(word)) &&
      (team === "" || of === team.slice(1)) &&
      (status === "" || is.includes(` ${status} `)) &&
      (verdict === "" || is.includes(` ${verdict} `)) &&
      (way === "" || ways.includes(` ${way} `));
    row.hidden = !fits;
    if (fits) shown += 1;
  }
  $("shown").textContent = String(shown);
}

function sort(header) {
  makeAll();
  const column = header.cellIndex;
  const descending = header.getAttribute("aria-sort") === "ascending";
  for (const each of header.parentElement.cells) each.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const isNumber = header.classList.contains("number");
  const keyed = rows.map((row) => {
    const text = row.cells[column].dataset.key ?? row.cells[column].textContent;
    return { row, key: isNumber ? Number(text) : text };
  });
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) * (descending ? -1 : 1));
  const all = document.createDocumentFragment();
  for (const { row } of keyed) all.append(row);
  body.append(all);
}

function speak(to) {
  language = to;
  document.documentElement.lang = to === "zh" ? "zh-CN" : "en";
  translate(document, to);
  // The texts of the rows are others now.
  known = undefined;
  document.title = texts[to].title;
  for (const each of document.querySelectorAll("button.language")) {
    each.setAttribute("aria-pressed", String(each.dataset.language === to));
  }
}

for (const control of controls) control.addEventListener("input", filter);
$("filters").addEventListener("submit", (event) => event.preventDefault());
for (const button of document.querySelectorAll("thead button")) {
  button.addEventListener("click", () => sort(button.closest("th")));
}
for (const button of document.querySelectorAll("button.show")) {
  button.addEventListener("click", () => {
    for (const control of controls) control.value = "";
    $("way").value = button.dataset.way;
    filter();
    $("people").scrollIntoView();
  });
}
for (const button of document.querySelectorAll("button.language")) {
  button.addEventListener("click", () => speak(button.dataset.language));
}
/** A link to somebody shows that person, whatever was filtered before. */
function follow() {
  if (location.hash.length < 2) return;
  makeAll();
  const row = $(decodeURIComponent(location.hash.slice(1)));
  if (!row || !rows.includes(row)) return;
  for (const control of controls) control.value = "";
  filter();
  row.scrollIntoView({ block: "center" });
}
addEventListener("hashchange", follow);
// The page is written in English.
if (language === "zh") speak(language);
for (const control of controls) control.disabled = false;
follow();

/** Drawn when it comes into sight, or onto paper. */
function draw() {
  const teams = JSON.parse($("teams").textContent);
  if (teams.length === 0 || $("chart").firstChild) return;
  $("chart").style.height = `${teams.length * 26 + 40}px`;
  new Chartist.BarChart(
    $("chart"),
    { labels: teams.map(({ team }) => team || "–"), series: [teams.map(({ cents }) => cents / 100)] },
    { horizontalBars: true, reverseData: true, axisY: { offset: 120 }, axisX: { onlyInteger: true } },
  );
}
new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && draw()).observe($("chart"));
addEventListener("beforeprint", () => {
  makeAll();
  draw();
});
addEventListener("load", makeSome);
