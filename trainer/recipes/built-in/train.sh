#!/bin/sh
# Makes the built-in model from photographs, in three runs:
#
#   train.sh PHOTOGRAPHS OUT [--dry]
#
# PHOTOGRAPHS holds clean pictures in train/ and validation/ (split.sh makes the two). The runs, the
# validation sets and model.onnx come to OUT. Stopped at any moment, the same command goes on where
# it was. --dry makes a few steps of each run, to see that everything is in place.
#
#   DCPT      the command to call (default: the project's)
#   THREADS   CPU threads of the network (default: all)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dcpt=${DCPT:-$here/../../../dcpt}
photographs=$1
out=$2
mkdir -p "$out"

labels=rain,noise,haze,low-light,motion-blur,clean
threads=${THREADS:+--threads $THREADS}
if [ "${3:-}" = --dry ]; then
  pretrain='--stage 32x2:3'
  finetune='--stage 32x2:2 --stage 64x1:4'
  classifier='--stage 32x2:3'
  every='--log-every 1 --checkpoint-every 2'
  validate_every=2
  pictures=2
else
  pretrain='--stage 64x8:6000'
  finetune='--stage 64x8:20000 --stage 128x4:70000 --stage 192x2:95000 --stage 256x1:100000'
  classifier='--stage 128x4:3000 --stage 256x1:4500'
  every='--log-every 100 --checkpoint-every 200'
  validate_every=2500
  pictures=24
fi

# Every so many validation photographs, spoiled once.
if [ ! -d "$out/validation/photographs" ]; then
  mkdir -p "$out/validation/photographs"
  total=$(ls "$photographs/validation" | wc -l)
  ls "$photographs/validation" |
    awk -v step="$((total > pictures ? total / pictures : 1))" 'NR % step == 0' |
    head -n "$pictures" |
    while read -r picture; do
      cp "$photographs/validation/$picture" "$out/validation/photographs/"
    done
fi
validate=
for label in rain noise haze low-light motion-blur; do
  if [ ! -d "$out/validation/$label" ]; then
    rm -rf "$out/validation/$label.new"
    "$dcpt" degrade "$out/validation/photographs" -o "$out/validation/$label.new" \
      --label "$label" --seed 7
    mv "$out/validation/$label.new" "$out/validation/$label"
  fi
  validate="$validate --validate $label=$out/validation/$label"
done

# shellcheck disable=SC2086 # several arguments are meant in each of these
{
  "$dcpt" pretrain --clean "$photographs/train" -o "$out/pretrain" $threads --seed 1 $every \
    --network "$here/network.json" --labels "$labels" $pretrain \
    --learning-rate 1e-3 --classifier-learning-rate 5e-4

  # A quarter of the patches is blurred, which is learnt most slowly; one in eight is clean.
  "$dcpt" finetune --clean "$photographs/train" -o "$out/finetune" $threads --seed 2 $every \
    --from "$out/pretrain/model.safetensors" --labels "$labels" \
    --share rain=1.25 --share noise=1.5 --share motion-blur=2.25 \
    $finetune --loss psnr40 --learning-rate 1e-3 --minimum-learning-rate 1e-5 \
    $validate --validate-every "$validate_every"

  "$dcpt" finetune --classifier-only --clean "$photographs/train" -o "$out/classifier" $threads \
    --seed 3 $every --from "$out/finetune/model.safetensors" --labels "$labels" \
    $classifier --learning-rate 5e-4 --classifier-learning-rate 5e-4

  "$dcpt" export "$out/classifier/model.safetensors" -o "$out/model.onnx" --shared-means
}
