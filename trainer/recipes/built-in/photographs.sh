#!/bin/sh
# Gathers the photographs that the built-in model is trained on:
#
#   photographs.sh FOLDER
#
# photographs.tsv names the author, licence and source of each. Every picture is loaded from its
# repository, scaled down to 640 pixels (longer side, mean of areas) and stored as JPEG of quality
# 89; FOLDER/free.tsv tells about them, as split.sh expects. Pictures that are there already stay.
# What cannot be had any more is named at the end, and the exit status is 1.
#
#   SOURCE   where the repositories are (default: https://github.com)
#
# Needs curl, git and ImageMagick.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
source=${SOURCE:-https://github.com}
convert=$(command -v magick || command -v convert) || {
  echo "photographs.sh needs ImageMagick; install it" >&2
  exit 1
}
mkdir -p "$folder"
cp "$here/photographs.tsv" "$folder/free.tsv"

picture=$folder/.loaded
missing=$folder/missing.txt
trap 'rm -f "$picture" "$picture.jpg"' EXIT
: > "$missing"

# Prints file, repository, path and the beginning of the file's hash, if known, of every picture.
pictures() {
  awk -F'\t' 'NR > 1 {
    source = $6
    hash = ""
    if (match(source, / \(git blob [0-9a-f]+\)$/)) {
      hash = substr(source, RSTART + 11, RLENGTH - 12)
      source = substr(source, 1, RSTART - 1)
    }
    colon = index(source, ":")
    path = substr(source, colon + 1)
    sub(/^ /, "", path)
    print $1 "\t" substr(source, 1, colon - 1) "\t" path "\t" hash
  }' "$folder/free.tsv"
}

encode() {
  printf '%s' "$1" | sed 's/%/%25/g; s/ /%20/g; s/#/%23/g; s/?/%3F/g; s/\[/%5B/g; s/\]/%5D/g'
}

gather() {
  url=$source/$2/raw/HEAD/$(encode "$3")
  curl -fsSL --retry 3 -o "$picture" "$url" || return 1
  case $(git hash-object "$picture") in
    "$4"*) ;;
    *)
      echo "$url is no longer the picture that was used" >&2
      return 1
      ;;
  esac
  "$convert" "$picture[0]" -auto-orient -filter Box -resize '640x640>' -colorspace sRGB -strip \
    -quality 89 "$picture.jpg" || return 1
  mv "$picture.jpg" "$folder/$1"
}

pictures | while IFS='	' read -r file repository path hash; do
  [ -f "$folder/$file" ] || gather "$file" "$repository" "$path" "$hash" ||
    printf '%s\t%s:%s\n' "$file" "$repository" "$path" >> "$missing"
done

echo "$(find "$folder" -maxdepth 1 -name '*.jpg' ! -name '.*' | wc -l) photographs in $folder"
if [ -s "$missing" ]; then
  echo "$(wc -l < "$missing") could not be gathered; $missing names them" >&2
  exit 1
fi
rm "$missing"
