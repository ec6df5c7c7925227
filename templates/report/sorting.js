(() => {
  "use strict";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

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
})();
