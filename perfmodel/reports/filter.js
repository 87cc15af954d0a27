(function () {
  "use strict";
  var root = document.querySelector(".pm-page"), bar = root.querySelector(".pm-filter");
  if (!bar) return;
  function all(selector, below) { return Array.prototype.slice.call((below || root).querySelectorAll(selector)); }
  function field(name) { return document.getElementById("filter-" + name); }
  var findings = all(".pm-finding[data-severity]"), boxes = all("input[data-severity]", bar), texts = new Map();
  var rule = field("rule"), word = field("text"), only = field("only"), status = field("status");

  // What is searched of a finding: itself, its row, its project and its file.
  function textOf(finding) {
    if (!texts.has(finding)) {
      var row = finding.closest("tr"), body = finding.closest("tbody"), file = finding.closest(".pm-file");
      var parts = [finding, row && row.previousElementSibling, body && body.rows[0], file && file.querySelector("h2")];
      texts.set(finding, parts.map(function (part) { return part ? part.textContent : ""; }).join("\n").toLowerCase());
    }
    return texts.get(finding);
  }

  function anyShown(element) {
    return all(".pm-finding[data-severity]", element).some(function (finding) { return !finding.hidden; });
  }

  function apply() {
    var severities = {}, codes = {}, wanted = word.value.trim().toLowerCase(), shown = 0;
    boxes.forEach(function (box) { severities[box.dataset.severity] = box.checked; });
    findings.forEach(function (finding) {
      var fits = severities[finding.dataset.severity] && (!rule.value || finding.dataset.code === rule.value) &&
        (!wanted || textOf(finding).indexOf(wanted) >= 0);
      finding.hidden = !fits;
      if (fits) {
        shown += 1;
        codes[finding.dataset.code] = true;
      }
    });
    var narrowed = only.checked || shown < findings.length;
    all("tr.pm-found").forEach(function (row) { row.hidden = !anyShown(row); });
    all("tr.pm-row").forEach(function (row) {
      var next = row.nextElementSibling;
      row.hidden = narrowed && !(next && next.classList.contains("pm-found") && !next.hidden);
    });
    all(".pm-report tbody, .pm-report, .pm-part, .pm-file").forEach(function (part) {
      part.hidden = narrowed && !anyShown(part);
    });
    // On the screen the links to them still work.
    all(".pm-rule").forEach(function (words) { words.classList.toggle("pm-unused", !codes[words.dataset.code]); });
    status.textContent = status.dataset.label.replace("{shown}", shown).replace("{all}", findings.length);
    root.classList.toggle("pm-narrowed", narrowed);
  }

  field("reset").addEventListener("click", function () {
    boxes.forEach(function (box) { box.checked = true; });
    rule.value = word.value = "";
    only.checked = false;
    apply();
  });
  bar.addEventListener("input", apply);
  bar.hidden = false;
  apply();
})();
