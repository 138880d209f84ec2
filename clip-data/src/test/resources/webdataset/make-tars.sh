#!/bin/sh
# Made the archives beside this file, with GNU tar 1.34: the same tree in its three formats.
set -e
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"

d120=$(printf 'd%.0s' $(seq 120))
n90=$(printf 'n%.0s' $(seq 90))
n150=$(printf 'm%.0s' $(seq 150))

mkdir -p sub "$d120" "$d120/$d120"
printf 'first picture' > sub/000.jpg
printf 'first caption' > sub/000.txt
printf 'second picture' > sub/001.JPG
printf '{"caption": "second"}' > sub/001.json
: > sub/001.empty
printf 'no dot' > README
printf 'hidden' > .hidden.txt
ln -s sub/000.jpg link.jpg
ln sub/000.txt hard.txt
mkfifo pipe.txt
printf 'sp\303\244ter' > 'grüße-日本.txt'
# 213 characters: fits ustar's prefix and name.
printf 'long picture' > "$d120/$n90.jpg"
printf 'long caption' > "$d120/$n90.txt"
# 1 + 600 bytes: a member larger than one record.
printf '%601s' x > zz.large.bin
members="sub sub/000.jpg sub/000.txt sub/001.JPG sub/001.json sub/001.empty README .hidden.txt link.jpg hard.txt pipe.txt \
grüße-日本.txt $d120/$n90.jpg $d120/$n90.txt"
# More than 256 characters: only the GNU and pax formats can say it.
printf 'very long' > "$d120/$d120/$n150.txt"
common="--no-recursion --sort=none --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=u+rw,go+r"
tar $common --format=ustar -b1 -cf "$here/ustar.tar" $members zz.large.bin
tar $common --format=gnu -cf "$here/gnu.tar" $members "$d120/$d120/$n150.txt" zz.large.bin
tar $common --format=pax -b1 -cf "$here/pax.tar" $members "$d120/$d120/$n150.txt" zz.large.bin
# Mostly holes.
printf x > hole.bin
truncate -s 300K hole.bin
printf y >> hole.bin
tar $common --sparse --format=gnu -b1 -cf "$here/sparse-gnu.tar" hole.bin sub/000.txt
tar $common --sparse --format=pax -b1 -cf "$here/sparse-pax.tar" hole.bin sub/000.txt
rm -r "$work"
