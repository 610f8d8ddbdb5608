#!/bin/sh
# The scores that a recipe left as a table: PSNR in dB, the mean over the seeds and its spread (standard deviation).
#
#   table.sh OUT      OUT holds SEED-START/LABEL.json as "dcpt evaluate --json" prints them
set -eu

for scores in "$1"/[0-9]*-*/*.json; do
  [ "$(basename "$scores")" != settings.json ] || continue
  run=$(basename "$(dirname "$scores")")
  figure() { sed -n "s/^  \"$1\" : \\([-0-9.]*\\).*/\\1/p" "$scores"; }
  echo "${run#*-} $(basename "$scores" .json) $(figure psnr) $(figure inputPsnr) ${run%%-*}"
done | awk '
  function add(row, column, value) {
    if (!((row, column) in n)) n[row, column] = 0
    n[row, column]++; sum[row, column] += value; squares[row, column] += value * value
    if (!(row in seenRow)) { seenRow[row]; rows[++rowCount] = row }
    if (!(column in seenColumn)) { seenColumn[column]; columns[++columnCount] = column }
  }
  function spread(row, column,  count, mean) {
    count = n[row, column]; mean = sum[row, column] / count
    return count < 2 ? 0 : sqrt((squares[row, column] - count * mean * mean) / (count - 1) + 1e-12)
  }
  {
    add("degraded", $2, $4); add($1, $2, $3)
    total[$1, $5] += $3; scored[$1, $5]++; input[$5, $1] += $4
  }
  END {
    labels = columnCount
    for (key in total) {
      split(key, part, SUBSEP)
      if (scored[key] == labels) {
        add(part[1], "mean", total[key] / labels); add("degraded", "mean", input[part[2], part[1]] / labels)
      }
    }
    line = "| start | seeds |"; rule = "|---|---|"
    for (j = 1; j <= columnCount; j++) { line = line " " columns[j] " |"; rule = rule "---|" }
    print line; print rule
    for (i = 1; i <= rowCount; i++) {
      row = rows[i]; seeds = 0
      line = ""
      for (j = 1; j <= columnCount; j++) {
        column = columns[j]
        if (!((row, column) in n)) { line = line " |"; continue }
        if (n[row, column] > seeds) seeds = n[row, column]
        line = line sprintf(" %.2f", sum[row, column] / n[row, column])
        if (row != "degraded" && n[row, column] > 1) line = line sprintf(" ± %.2f", spread(row, column))
        line = line " |"
      }
      print "| " row " | " (row == "degraded" ? "" : seeds) " |" line
    }
  }'
