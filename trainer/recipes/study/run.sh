#!/bin/sh
# Do networks tell degradations apart before and after they learn to restore? Four small networks, each with
# random weights and after a short training to restore five degradations, without any classification.
# Stopped at any moment, the same command goes on where it was.
#
#   run.sh CLEAN OUT      CLEAN: photographs to train on and to draw the study's pictures from
#
#   DCPT           the command (default: ./dcpt)
#   ITERATIONS     of the training (default: 1000)
#   NETWORKS       (default: nafnet swinir restormer promptir)
set -eu

clean=$1
out=$2
dcpt=${DCPT:-./dcpt}
networks=$(dirname "$0")/../networks

mkdir -p "$out"
for name in ${NETWORKS:-nafnet swinir restormer promptir}; do
  $dcpt finetune --clean "$clean" -o "$out/$name" --network "$networks/$name.json" --threads 1 \
    --batch 4 --patch 32 --iterations "${ITERATIONS:-1000}" --learning-rate 3e-4 --seed 1
  [ -s "$out/$name.json" ] || {
    $dcpt study "$out/$name/model.safetensors" --clean "$clean" -o "$out/$name-study" --threads 1 --json \
      > "$out/$name.json.part"
    mv "$out/$name.json.part" "$out/$name.json"
  }
done
