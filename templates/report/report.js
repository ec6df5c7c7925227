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

  // Save the embedded data -------------------------------------------------
  find("download").addEventListener("click", async () => {
    const packed = Uint8Array.from(atob(find("radaudit-data").textContent), (character) => character.charCodeAt(0));
    const opened = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    const blob = new Blob([await new Response(opened).arrayBuffer()], { type: "application/json" });
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
