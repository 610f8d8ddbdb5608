#!/bin/sh
# Splits the photographs by their sources, so that no validation picture has a sibling in training:
#
#   split.sh PHOTOGRAPHS OUT
#
# PHOTOGRAPHS holds the pictures that photographs.tsv beside this script names, whose sixth column is
# the source of each. Makes OUT/train and OUT/validation with links to them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
photographs=$(cd "$1" && pwd)
out=$2
mkdir -p "$out/train" "$out/validation"

validation='openstax/osbooks-american-government
openstax/osbooks-college-physics-bundle
openstax/osbooks-introduction-sociology
microsoft/Windows-appsample-photo-lab
elementary/wallpapers
gbif/hp-antarctic'

# The part and the file, as awk counts columns: a shell would skip empty ones.
parts=$(VALIDATION=$validation awk -F '\t' '
  BEGIN { count = split(ENVIRON["VALIDATION"], sources, "\n"); for (i = 1; i <= count; i++) held[sources[i]] }
  NR > 1 { split($6, source, ":"); print (source[1] in held ? "validation" : "train"), $1 }
' "$here/photographs.tsv")
printf '%s\n' "$parts" | while read -r part file; do
  [ -f "$photographs/$file" ] || { echo "split.sh: $photographs/$file is missing" >&2; exit 1; }
  ln -sf "$photographs/$file" "$out/$part/$file"
done
echo "$(ls "$out/train" | wc -l) for training, $(ls "$out/validation" | wc -l) for validation"
