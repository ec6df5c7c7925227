(() => {
  "use strict";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const find = (id) => document.getElementById(id);
  const checks = all("details.check");

  // Controls that do nothing without this script stay hidden until it runs.
  all("[data-scripted]").forEach((part) => { part.hidden = false; });

  // Filter -----------------------------------------------------------------
  const words = new Map();
  const textOf = (check) => {
    if (!words.has(check)) words.set(check, check.textContent.toLowerCase());
    return words.get(check);
  };
  const filter = () => {
    const wanted = find("filter-text").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const outcome = find("filter-outcome").value;
    let shown = 0;
    checks.forEach((check) => {
      const fits = (!outcome || check.dataset.outcome === outcome) && wanted.every((word) => textOf(check).includes(word));
      check.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    all("section.group").forEach((group) => {
      const members = all("details.check", group);
      group.hidden = members.length > 0 && members.every((check) => check.hidden);
    });
    find("filter-count").textContent = wanted.length || outcome ? `${shown} of ${checks.length} checks shown` : "";
  };
  find("filter-text").addEventListener("input", filter);
  find("filter-outcome").addEventListener("change", filter);
  find("filter-text").form.addEventListener("submit", (event) => event.preventDefault());
  find("open-all").addEventListener("click", () => checks.forEach((check) => { check.open = true; }));
  find("close-all").addEventListener("click", () => checks.forEach((check) => { check.open = false; }));

  // A link to a check opens it ---------------------------------------------
  const openLinked = () => {
    const target = find(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.matches("details")) return;
    if (target.hidden) {
      find("filter-text").value = "";
      find("filter-outcome").value = "";
      filter();
    }
    target.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", openLinked);
  openLinked();

  // Tables sort by a click on a heading ------------------------------------
  const key = (row, column) => {
    const cell = row.cells[column];
    const text = cell.title || cell.textContent;
    return cell.classList.contains("n") && text !== "" ? Number(text) : text;
  };
  const compare = (a, b) => {
    const numbers = [typeof a === "number", typeof b === "number"];
    if (numbers[0] && numbers[1]) return a - b;
    if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
    return a.localeCompare(b, "en", { numeric: true });
  };
  const sort = (table, heading, column) => {
    const up = heading.getAttribute("aria-sort") !== "ascending";
    all("th[aria-sort]", table).forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = table.tBodies[0];
    const rows = Array.from(body.rows).map((row) => [key(row, column), row]);
    // What is missing or not a number comes last, whichever way the rest is sorted.
    const lacks = (pair) => pair[0] === "" || Number.isNaN(pair[0]);
    const filled = rows.filter((pair) => !lacks(pair)).sort((a, b) => (up ? 1 : -1) * compare(a[0], b[0]));
    body.append(...filled.concat(rows.filter(lacks)).map((pair) => pair[1]));
  };
  all("table.sortable").forEach((table) => {
    if (table.tBodies[0].rows.length < 2) return;
    all("thead th", table).forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      button.addEventListener("click", () => sort(table, heading, column));
      heading.append(button);
    });
  });

  // Save the embedded data -------------------------------------------------
  find("download").addEventListener("click", () => {
    const blob = new Blob([find("radaudit-data").textContent], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "report.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  });

  // Paper can't be clicked: print everything opened ------------------------
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    closed.forEach((part) => { part.open = true; });
  });
  window.addEventListener("afterprint", () => closed.forEach((part) => { part.open = false; }));
})();
