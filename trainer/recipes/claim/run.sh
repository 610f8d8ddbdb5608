#!/bin/sh
# Does degradation classification pre-training help at a small scale? The same network, data and number of
# fine-tuning iterations from three starts: scratch, DCPT, direct training (the ablation of the paper);
# three seeds each. Stopped at any moment, the same command goes on where it was.
#
#   run.sh CLEAN PHOTOGRAPHS OUT     CLEAN: photographs to train on; PHOTOGRAPHS: others, to measure on
#
#   DCPT           the command (default: ./dcpt)
#   PRETRAINING    iterations of the two kinds of pre-training (default: 2500)
#   FINE_TUNING    iterations of fine-tuning (default: 10000)
#   SEEDS          (default: 1 2 3)
set -eu

clean=$1
photographs=$2
out=$3
dcpt=${DCPT:-./dcpt}
pretraining=${PRETRAINING:-2500}
fine_tuning=${FINE_TUNING:-10000}
network=$(dirname "$0")/../networks/nafnet.json
labels="rain noise haze low-light motion-blur"
common="--threads 1 --batch 8 --patch 64 --log-every 100"

mkdir -p "$out/test"
for label in $labels; do
  [ -d "$out/test/$label" ] || {
    $dcpt degrade "$photographs" -o "$out/test/$label.part" --label "$label" --seed 7
    mv "$out/test/$label.part" "$out/test/$label"
  }
done

# The last word of a run's name says what it starts from.
tune() {
  seed=$1
  start=$2
  shift 2
  run=$out/$seed-$start
  $dcpt finetune --clean "$clean" -o "$run" "$@" $common --seed "10$seed" \
    --iterations "$fine_tuning" --learning-rate 3e-4
  [ -f "$run/model.onnx" ] || $dcpt export "$run/model.safetensors" -o "$run/model.onnx" --heads restoration
  for label in $labels; do
    scores=$run/$label.json
    [ -s "$scores" ] || {
      $dcpt evaluate --data "$out/test/$label" --model "$run/model.onnx" --json > "$scores.part"
      mv "$scores.part" "$scores"
    }
  done
}

for seed in ${SEEDS:-1 2 3}; do
  tune "$seed" scratch --network "$network"
  for kind in dcpt direct; do
    flag=
    [ $kind = direct ] && flag=--direct
    $dcpt pretrain --clean "$clean" -o "$out/$seed-$kind-before" --network "$network" $flag $common \
      --seed "$seed" --iterations "$pretraining" --learning-rate 3e-4
    tune "$seed" "$kind" --from "$out/$seed-$kind-before/model.safetensors"
  done
done
