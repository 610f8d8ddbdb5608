#!/bin/sh
# A training step here and in Python's PyTorch, one after the other, so that a busy machine disturbs both.
# Prints seconds per step (median of the wall-clock times, and mean of the CPU times), peak resident
# memory and how many times as long Python takes (wall clock, CPU).
#
#   compare.sh
#
#   DCPT      the command (default: ./dcpt)
#   PYTHON    with PyTorch and NumPy (default: /usr/bin/python3)
#   STEPS     measured in each run (default: 40)
#   WARM_UP   steps before those (default: 10)
#   SHAPES    PATCHxBATCH ... (default: 64x8 128x4)
#   THREADS   (default: 1 2)
#   LAYOUTS   of Python's images (default: channels-first channels-last)
set -eu

here=$(dirname "$0")
dcpt=${DCPT:-./dcpt}
python=${PYTHON:-/usr/bin/python3}
common="--steps ${STEPS:-40} --warm-up ${WARM_UP:-10} --json"

# One value of a JSON document.
value() {
  printf '%s' "$2" | sed -n "s/.*\"$1\" *: *\([0-9.]*\).*/\1/p"
}

row='%-9s %-7s %7s  %-15s %8s %8s %5s  %8s %8s %5s  %5s %5s\n'
# shellcheck disable=SC2059 # a table has one form
printf "$row" procedure shape threads layout here-s cpu-s MB python-s cpu-s MB ratio cpu
for threads in ${THREADS:-1 2}; do
  # Debian's PyTorch multiplies matrices by OpenBLAS, which has threads of its own.
  export OPENBLAS_NUM_THREADS="$threads"
  for procedure in pretrain finetune; do
    for shape in ${SHAPES:-64x8 128x4}; do
      for layout in ${LAYOUTS:-channels-first channels-last}; do
        step="--procedure $procedure --patch ${shape%x*} --batch ${shape#*x} --threads $threads $common"
        # shellcheck disable=SC2086 # several arguments are meant
        ours=$("$dcpt" speed $step)
        # shellcheck disable=SC2086 # several arguments are meant
        theirs=$("$python" "$here/step.py" $step --layout "$layout")
        a=$(value secondsPerStep "$ours")
        b=$(value secondsPerStep "$theirs")
        c=$(value cpuSecondsPerStep "$ours")
        d=$(value cpuSecondsPerStep "$theirs")
        # shellcheck disable=SC2059
        printf "$row" "$procedure" "$shape" "$threads" "$layout" \
          "$a" "$c" "$(value peakResidentMegabytes "$ours")" \
          "$b" "$d" "$(value peakResidentMegabytes "$theirs")" \
          "$(awk "BEGIN { printf \"%.2f\", $b / $a }")" "$(awk "BEGIN { printf \"%.2f\", $d / $c }")"
      done
    done
  done
done
