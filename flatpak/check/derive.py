#!/usr/bin/env python3
"""derive.py MANIFEST OUT.json MISSING SUBSTITUTES DEBDIR: the manifest to try.

The manifest with two changes: paths of local sources made absolute, and the modules named
in the file MISSING (with QUICK=1: all that SUBSTITUTES names) built from another release's
archive where MISSING names one, else made of the Debian packages in DEBDIR/<module>.
Says what it substituted."""
import glob
import hashlib
import json
import os
import sys

import yaml

TAKE = "for f in {}; do if [ -e $f ] || [ -L $f ]; then cp -a $f ${{FLATPAK_DEST}}/{}/; fi; done"
MAKE = [
    "for d in *.deb; do ar p $d data.tar.xz | tar -xJ; done",
    "mkdir -p ${FLATPAK_DEST}/lib/pkgconfig ${FLATPAK_DEST}/include ${FLATPAK_DEST}/share",
    TAKE.format("usr/lib/*-linux-gnu/*.so* usr/lib/*-linux-gnu/*.a", "lib"),
    TAKE.format("usr/include/*", "include"),
    TAKE.format("usr/share/poppler", "share"),
    "for p in usr/lib/*-linux-gnu/pkgconfig/*.pc; do if [ -e $p ]; then sed -e \"s#^\\([a-z_]*\\)=/usr#\\1=${FLATPAK_DEST}#\""
    " -e 's#/lib/[a-z0-9_]*-linux-gnu#/lib#g' $p > ${FLATPAK_DEST}/lib/pkgconfig/${p##*/}; fi; done",
]

manifest, out, missing, substitutes, debdir = sys.argv[1:]
data = yaml.safe_load(open(manifest))
base = os.path.dirname(os.path.abspath(manifest))
gone = dict(line.rstrip("\n").split("\t") for line in open(missing)) if os.path.exists(missing) else {}
if os.environ.get("QUICK"):
    gone |= {line.split(":")[0]: "" for line in open(substitutes) if ":" in line and not line.startswith("#")}

for i, module in enumerate(data["modules"]):
    name = module["name"]
    if gone.get(name):
        print(f"SUBSTITUTED the archive of {name} by {os.path.basename(gone[name])}; built by the manifest's recipe")
        with open(gone[name], "rb") as f:
            digest = hashlib.file_digest(f, "sha256").hexdigest()
        module["sources"] = [{"type": "archive", "path": gone[name], "sha256": digest}]
        continue
    if name in gone:
        debs = sorted(glob.glob(f"{debdir}/{name}/*.deb"))
        if not debs:
            sys.exit(f"{name}: no archive, and no substitute")
        print(f"SUBSTITUTED {name} by {' '.join(map(os.path.basename, debs))}")
        data["modules"][i] = {"name": name, "buildsystem": "simple", "build-commands": MAKE,
                              "sources": [{"type": "file", "path": os.path.abspath(d)} for d in debs]}
        continue
    for source in module["sources"]:
        if "path" in source:
            source["path"] = os.path.normpath(os.path.join(base, source["path"]))

with open(out, "w") as f:
    json.dump(data, f, indent=1)
