#!/bin/sh
# base.sh FOLDER: makes the images' base where no registry can be reached: Debian bookworm by
# debootstrap, without manuals. Debian's signatures are checked by debootstrap itself.
set -eu
folder=$1
mirror=$(apt-get indextargets --format '$(SITE)' 2> /dev/null | grep -m 1 debian.org || true)
mirror=${mirror:-http://deb.debian.org/debian}
rm -rf --one-file-system "$folder.new"
debootstrap --variant=minbase --include=ca-certificates bookworm "$folder.new" "$mirror" > "$folder.log" 2>&1 ||
    { tail -3 "$folder.log" >&2; exit 1; }
cd "$folder.new"
rm -rf usr/share/doc/* usr/share/man/* usr/share/locale/* usr/share/info/* dev/*
rm -rf var/cache/apt/*.bin var/cache/apt/archives/*.deb var/lib/apt/lists/*
cd /
rm -rf --one-file-system "$folder"
mv "$folder.new" "$folder"
