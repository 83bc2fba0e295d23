// The page: fields and sliders in, results out.
"use strict";
(function () {
  var model = JSON.parse(document.getElementById("model").textContent);
  var form = model.form, words = model.words, D = dealdesk.Decimal;
  var page = document.getElementById("calculator");
  page.classList.add("moving");

  function all(selector, inside) { return Array.prototype.slice.call((inside || document).querySelectorAll(selector)); }

  // A number as a person types it: separators of thousands fall away where they stand before three digits; a comma for
  // a point would be read as another number otherwise. Null where it is none.
  function typed(text) {
    var plain = text.replace(/[\s\u00a0\u202f'%]/g, "");
    var parts = plain.replace(/^\u2212/, "-").split(form.point), groups = parts[0].split(form.group);
    if (parts.length > 2 || (form.group.trim() && groups.length > 1 && !(/^[+-]?[1-9]\d{0,2}$/.test(groups[0]) &&
        groups.slice(1).every(function (each) { return /^\d{3}$/.test(each); })))) return null;
    plain = (form.group.trim() ? groups.join("") : parts[0]) + (parts.length > 1 ? "." + parts[1] : "");
    return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) && plain.length <= 30 ? new D(plain) : null;
  }

  function plain(value) {
    var digits = new D(value).toFixed().split("."), whole = digits[0];
    if (whole.replace("-", "").length >= form.least) whole = whole.replace(/\B(?=(\d{3})+$)/g, form.group);
    return whole + (digits[1] ? form.point + digits[1] : "");
  }

  function problem(asked, value) {
    if (value === null || value.lt(asked.least) || value.gt(asked.most) || value.decimalPlaces() > 12 ||
        (asked.kind === "whole" && !value.isInteger())) {
      return words.invalid.replace("{low}", plain(asked.least)).replace("{high}", plain(asked.most));
    }
    return "";
  }

  // One number: its field, its slider (not in rows), and what is wrong with it.
  function control(field, asked) {
    var text = field.querySelector("input[type=text]"), slider = field.querySelector("input[type=range]");
    var error = field.querySelector(".error"), state = { value: null };
    function take(value, sliding) {
      var wrong = problem(asked, value);
      text.setAttribute("aria-invalid", wrong ? "true" : "false");
      if (error) error.textContent = wrong;
      else text.title = wrong;
      state.value = wrong ? null : value;
      if (!wrong && slider) {
        if (!sliding) slider.value = String(steps(asked, value)); // a slider that is moved stays where the hand is
        slider.setAttribute("aria-valuetext", plain(value) + " " + (asked.said || ""));
      }
    }
    state.set = function (value, sliding) { text.value = plain(value); take(new D(value), sliding); };
    text.addEventListener("input", function () { take(typed(text.value)); update(); });
    text.addEventListener("change", function () { if (state.value !== null) text.value = plain(state.value); });
    text.addEventListener("keydown", function (event) {
      var way = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
      if (!way || state.value === null) return;
      event.preventDefault();
      var next = state.value.plus(new D(asked.step).times(way));
      state.set(D.max(asked.least, D.min(asked.most, next)));
      update();
    });
    if (slider) {
      slider.max = String(last(asked));
      slider.addEventListener("input", function () { state.set(at(asked, Number(slider.value)), true); update(); });
    }
    return state;
  }

  // Sliders go in whole steps; where the range spans powers of ten, each step is a share of what is there.
  function last(asked) { return asked.wide ? 1000 : Math.min(1000, Math.round(Number(new D(asked.most).minus(asked.least).div(asked.step)))); }
  function at(asked, step) {
    var low = new D(asked.least), high = new D(asked.most), value;
    if (step >= last(asked)) return high;
    if (!asked.wide) {
      var span = high.minus(low).div(asked.step).div(last(asked));
      return low.plus(span.times(step).toDecimalPlaces(0).times(asked.step));
    }
    if (step <= 0) return low;
    var first = asked.first;
    value = new D((first * Math.pow(Number(asked.most) / first, step / 1000)).toPrecision(3));
    var unit = D.min(asked.step, value);
    value = value.div(asked.step).toDecimalPlaces(0).times(asked.step);
    return D.max(low, D.min(high, value.isZero() ? unit : value));
  }
  function steps(asked, value) {
    if (!asked.wide) {
      return Math.round(Number(value.minus(asked.least).div(new D(asked.most).minus(asked.least))) * last(asked));
    }
    if (value.lte(asked.first)) return value.lte(asked.least) ? 0 : 1;
    return Math.round(1000 * Math.log(Number(value) / asked.first) / Math.log(Number(asked.most) / asked.first));
  }

  var inputs = {};
  model.inputs.forEach(function (asked) {
    inputs[asked.name] = control(document.getElementById("field-" + asked.name), asked);
  });
  var tables = {};
  model.tables.forEach(function (table) {
    tables[table.name] = all("#table-" + table.name + " tbody tr").map(function (row) {
      var cells = {};
      table.columns.forEach(function (asked) {
        cells[asked.name] = control(row.querySelector("[data-column='" + asked.name + "']"), asked);
      });
      return { row: row, cells: cells };
    });
  });

  function given() {
    var found = { inputs: {}, rows: {} }, complete = true;
    function take(state) { if (state.value === null) complete = false; return state.value === null ? "0" : state.value.toFixed(); }
    model.inputs.forEach(function (asked) { found.inputs[asked.name] = take(inputs[asked.name]); });
    model.tables.forEach(function (table) {
      found.rows[table.name] = tables[table.name].map(function (each) {
        var row = {};
        table.columns.forEach(function (asked) { row[asked.name] = take(each.cells[asked.name]); });
        return row;
      });
    });
    return complete ? found : null;
  }

  var said = 0;
  function update() {
    var stated = given(), computed = null, reason = "";
    if (stated) {
      try { computed = dealdesk.calculate(model, stated); } catch (failure) {
        if (!(failure instanceof dealdesk.Failure)) throw failure;
        reason = words.no_result + words[failure.reason] + " (" + failure.name + ")";
      }
    }
    var failed = !computed;
    var notes = reason ? [reason] : [];
    if (computed) {
      model.checks.forEach(function (check, number) {
        if (!computed.met[number]) {
          notes.push(check.message);
          if (check.level === "error") failed = true;
        }
      });
    }
    model.formulas.forEach(function (each) {
      all("[data-result='" + each.name + "']").forEach(function (place) {
        place.textContent = failed ? "\u2013" : shown(each, computed.results[each.name]);
      });
    });
    model.tables.forEach(function (table) {
      tables[table.name].forEach(function (each, number) {
        table.formulas.forEach(function (formula) {
          var place = each.row.querySelector("[data-row-result='" + formula.name + "']");
          if (place) place.textContent = computed ? shown(formula, computed.rows[table.name][number][formula.name]) : "\u2013";
        });
      });
    });
    var mind = document.getElementById("mind");
    mind.hidden = notes.length === 0;
    mind.querySelector(".notes").textContent = notes.join(" \u00b7 ");
    page.classList.toggle("failed", failed);
    clearTimeout(said);
    said = setTimeout(function () {
      var best = model.formulas.filter(function (each) { return each.headline; })[0];
      var live = document.getElementById("live");
      live.textContent = failed ? notes.join(". ") : best.label + ": " + shown(best, computed.results[best.name]);
    }, 400);
  }

  function shown(each, value) {
    return dealdesk.written(value, each.kind, each.decimals, form) + (each.unit ? "\u00a0" + each.unit : "");
  }

  function start() {
    model.inputs.forEach(function (asked) { inputs[asked.name].set(asked.value); });
    model.tables.forEach(function (table) {
      tables[table.name].forEach(function (each, number) {
        table.columns.forEach(function (asked) { each.cells[asked.name].set(table.rows[number][asked.name]); });
      });
    });
    update();
  }

  document.getElementById("reset").addEventListener("click", start);
  document.getElementById("print").addEventListener("click", function () { window.print(); });
  start();
})();
