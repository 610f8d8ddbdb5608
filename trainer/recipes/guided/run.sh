#!/bin/sh
# Does a frozen classifier help a network from one degradation to another? A network that was trained on one
# degradation alone goes on with another one, with and without a guide: the same data and number of iterations.
# The guide is the classifier of a pre-trained network, and leads all features to the other degradation's class.
# Stopped at any moment, the same command goes on where it was.
#
#   run.sh CLEAN PHOTOGRAPHS GUIDE OUT     CLEAN: photographs to train on; PHOTOGRAPHS: others, to measure on;
#                                          GUIDE: checkpoint of a pre-training with the same network
#
#   DCPT           the command (default: ./dcpt)
#   SOURCE         iterations on the first degradation (default: 4000)
#   TRANSFER       iterations on the second one (default: 4000)
#   SEEDS          of the transfers (default: 1 2 3)
#   PAIRS          first-second (default: noise-rain rain-noise)
set -eu

clean=$1
photographs=$2
guide=$3
out=$4
dcpt=${DCPT:-./dcpt}
network=$(dirname "$0")/../networks/nafnet.json
common="--threads 1 --batch 8 --patch 64 --log-every 100"
pairs=${PAIRS:-noise-rain rain-noise}

mkdir -p "$out/test"
evaluate() {
  [ -d "$out/test/$2" ] || {
    $dcpt degrade "$photographs" -o "$out/test/$2.part" --label "$2" --seed 7
    mv "$out/test/$2.part" "$out/test/$2"
  }
  [ -f "$1/model.onnx" ] || $dcpt export "$1/model.safetensors" -o "$1/model.onnx" --heads restoration
  [ -s "$1/$2.json" ] || {
    $dcpt evaluate --data "$out/test/$2" --model "$1/model.onnx" --json > "$1/$2.json.part"
    mv "$1/$2.json.part" "$1/$2.json"
  }
}

for pair in $pairs; do
  first=${pair%-*}
  $dcpt finetune --clean "$clean" -o "$out/$first" --network "$network" --labels "$first" $common \
    --seed 1 --iterations "${SOURCE:-4000}" --learning-rate 3e-4
done

for seed in ${SEEDS:-1 2 3}; do
  for pair in $pairs; do
    first=${pair%-*}
    second=${pair#*-}
    # Schedule and decay are those of the guided transfer.
    transfer="--clean $clean --from $out/$first/model.safetensors --labels $second $common --seed 10$seed
      --iterations ${TRANSFER:-4000} --learning-rate 3e-4 --schedule constant --weight-decay 1e-4"
    $dcpt finetune -o "$out/$seed-$pair-plain" $transfer
    evaluate "$out/$seed-$pair-plain" "$second"
    $dcpt finetune -o "$out/$seed-$pair-guided" $transfer --guided-by "$guide" --guide-towards "$second"
    evaluate "$out/$seed-$pair-guided" "$second"
  done
done
