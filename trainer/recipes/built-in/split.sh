#!/bin/sh
# Splits the photographs by their sources, so that no validation picture has a sibling in training:
#
#   split.sh PHOTOGRAPHS OUT
#
# PHOTOGRAPHS holds the pictures and free.tsv, whose sixth column names each one's source.
# Makes OUT/train and OUT/validation with links to the pictures.
set -eu
photographs=$(cd "$1" && pwd)
out=$2
mkdir -p "$out/train" "$out/validation"

validation='openstax/osbooks-american-government
openstax/osbooks-college-physics-bundle
openstax/osbooks-introduction-sociology
microsoft/Windows-appsample-photo-lab
elementary/wallpapers
gbif/hp-antarctic'

tail -n +2 "$photographs/free.tsv" | while IFS='	' read -r file _ _ _ _ source _; do
  if printf '%s\n' "$validation" | grep -qxF "${source%%:*}"; then
    part=validation
  else
    part=train
  fi
  ln -sf "$photographs/$file" "$out/$part/$file"
done
echo "$(ls "$out/train" | wc -l) for training, $(ls "$out/validation" | wc -l) for validation"
