// The formulas of a value model, computed with decimal.js: the same digits as dealdesk computes with Decimals.
// Every operation is rounded to 34 digits, a tie away from zero; see docs/value.md.
"use strict";
var dealdesk = (function () {
  var D = Decimal.clone({
    precision: 34, rounding: 4, modulo: 1, crypto: false, toExpNeg: -9e15, toExpPos: 9e15, minE: -9e15, maxE: 9e15
  });
  var ZERO = new D(0), MOST = new D("1e30"), LEAST = -30;

  function Failure(reason, name) { this.reason = reason; this.name = name || ""; }

  function kept(value) {
    if (value.abs().gte(MOST)) throw new Failure("too_large");
    return !value.isZero() && value.e < LEAST ? ZERO : value;
  }

  function rounded(value, places) {
    if (places >= 0) return value.toDecimalPlaces(places, 4);
    var unit = new D("1e" + -places); // exact: dividing by a power of ten only moves the point
    var exact = D.clone({ precision: 100 });
    return new D(new exact(value).div(unit.toFixed()).toDecimalPlaces(0, 4).times(unit.toFixed()).toFixed());
  }

  function holds(tree, numbers, rows) {
    var order = number(tree[1], numbers, rows).cmp(number(tree[2], numbers, rows));
    switch (tree[0]) {
      case "<": return order < 0;
      case "<=": return order <= 0;
      case ">": return order > 0;
      case ">=": return order >= 0;
      case "==": return order === 0;
      default: return order !== 0;
    }
  }

  function number(tree, numbers, rows) {
    var left, right, values;
    switch (tree[0]) {
      case "number": return new D(tree[1]);
      case "name": return numbers[tree[1]];
      case "minus": return number(tree[1], numbers, rows).neg();
      case "+": return kept(number(tree[1], numbers, rows).plus(number(tree[2], numbers, rows)));
      case "-": return kept(number(tree[1], numbers, rows).minus(number(tree[2], numbers, rows)));
      case "*": return kept(number(tree[1], numbers, rows).times(number(tree[2], numbers, rows)));
      case "/":
        left = number(tree[1], numbers, rows);
        right = number(tree[2], numbers, rows);
        if (right.isZero()) throw new Failure("divides");
        return kept(left.div(right));
      case "if":
        return number(tree[holds(tree[1], numbers, rows) ? 2 : 3], numbers, rows);
      case "round":
        return kept(rounded(number(tree[2], numbers, rows), tree[1]));
      case "sum":
        return rows[tree[1]].reduce(function (total, row) {
          return kept(total.plus(number(tree[2], Object.assign(Object.create(null), numbers, row), rows)));
        }, ZERO);
      default:
        values = tree.slice(1).map(function (each) { return number(each, numbers, rows); });
        return values.reduce(function (best, each) {
          return (tree[0] === "min" ? each.lt(best) : each.gt(best)) ? each : best;
        });
    }
  }

  function part(kind, stated) {
    var value = new D(stated);
    return kind === "percent" ? new D(value.toFixed() + "e-2") : value;
  }

  function compute(formula, numbers, rows) {
    try {
      return number(formula.tree, numbers, rows);
    } catch (failure) {
      if (failure instanceof Failure) failure.name = formula.name;
      throw failure;
    }
  }

  // model: { inputs, tables, formulas, checks }; given: { inputs: {name: text}, rows: {table: [{column: text}]} }.
  // Returns exact numbers: { rows, results, met }; throws a Failure where there is none.
  function calculate(model, given) {
    var numbers = Object.create(null), rows = Object.create(null), results = Object.create(null);
    model.inputs.forEach(function (each) { numbers[each.name] = part(each.kind, given.inputs[each.name]); });
    model.tables.forEach(function (table) {
      rows[table.name] = given.rows[table.name].map(function (stated) {
        var row = Object.create(null);
        table.columns.forEach(function (each) { row[each.name] = part(each.kind, stated[each.name]); });
        table.formulas.forEach(function (each) {
          row[each.name] = compute(each, Object.assign(Object.create(null), numbers, row), rows);
        });
        return row;
      });
    });
    model.formulas.forEach(function (each) {
      numbers[each.name] = results[each.name] = compute(each, numbers, rows);
    });
    var met = model.checks.map(function (each) { return holds(each.tree, numbers, rows); });
    return { rows: rows, results: results, met: met };
  }

  // A number with so many decimals, rounded half up, as the page's language writes it.
  function written(value, kind, decimals, form) {
    var shown = rounded(value, decimals + (kind === "percent" ? 2 : 0));
    if (kind === "percent") shown = shown.times(100);
    var digits = shown.abs().toFixed(decimals).split(".");
    var whole = digits[0];
    if (whole.length >= form.least) whole = whole.replace(/\B(?=(\d{3})+$)/g, form.group);
    var text = whole + (digits[1] ? form.point + digits[1] : "");
    var around = kind === "money" ? form.money : kind === "percent" ? form.percent : ["", ""];
    return (shown.isNeg() && !shown.isZero() ? "\u2212" : "") + around[0] + text + around[1];
  }

  return { Decimal: D, Failure: Failure, calculate: calculate, rounded: rounded, written: written };
})();
if (typeof module === "object" && module.exports) module.exports = dealdesk;
