#!/usr/bin/env python3
"""sources.py MANIFEST OUT [DIR…]: the manifest's archives without its addresses.

Fills OUT/downloads/<sha256>/<file>, which flatpak-builder --extra-sources=OUT reads instead
of the network. An archive is known by its sha256 alone: it is taken from a DIR (a folder of
archives of any names), else from the Debian source package whose orig tarball has that very
sha256 (many are upstream's own bytes). The modules left without one go into OUT/missing, each
with the archive of another release (MODULE-VERSION.tar.* in a DIR) that its recipe can be tried on."""
import glob
import hashlib
import os
import re
import shutil
import subprocess
import sys

import yaml

SUITES = os.environ.get("SOURCE_SUITES", "trixie forky sid").split()
MIRROR = os.environ["MIRROR"]
HELPER = "/usr/lib/apt/apt-helper"
KEYS = "/usr/share/keyrings/debian-archive-keyring.gpg"


def digest(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def apt_options(out):
    """An apt of its own that knows the source packages of SUITES; its index is fetched once."""
    base = os.path.join(out, "apt")
    for folder in ("lists/partial", "cache/archives/partial"):
        os.makedirs(os.path.join(base, folder), exist_ok=True)
    with open(base + "/sources.list", "w") as f:
        f.writelines(f"deb-src [check-valid-until=no signed-by={KEYS}] {MIRROR} {s} main\n" for s in SUITES)
    options = [f"-oDir::Etc::sourcelist={base}/sources.list", "-oDir::Etc::sourceparts=/dev/null",
               f"-oDir::State::lists={base}/lists", f"-oDir::Cache={base}/cache", "-oAcquire::Languages=none",
               "-oDebug::NoLocking=1", "-oAPT::Sandbox::User=root"]
    if not glob.glob(base + "/lists/*Sources*"):
        subprocess.run(["apt-get", "-qq", *options, "update"], check=True)
    return options, glob.glob(base + "/lists/*Sources*")


def orig_tarballs(lists):
    """sha256 -> path on the mirror."""
    index = {}
    for path in lists:
        with subprocess.Popen([HELPER, "cat-file", path], stdout=subprocess.PIPE, text=True, errors="replace") as p:
            where, inside, found = "", False, []
            for line in p.stdout:
                if line == "\n":
                    index.update((sha, f"{where}/{name}") for sha, name in found if sha not in index)
                    where, inside, found = "", False, []
                elif line.startswith("Directory: "):
                    where = line.split()[1]
                elif not line.startswith(" "):
                    inside = line.startswith("Checksums-Sha256:")
                elif inside and ".orig" in line and not line.rstrip().endswith(".asc"):
                    sha, _, name = line.split()
                    found.append((sha, name))
    return index


def main():
    manifest, out, *folders = sys.argv[1:]
    out = os.path.abspath(out)
    os.makedirs(out + "/downloads", exist_ok=True)
    with open(manifest) as f:
        modules = yaml.safe_load(f)["modules"]
    here = [p for d in folders for p in sorted(glob.glob(d + "/**/*", recursive=True)) if os.path.isfile(p)]
    at_hand = {digest(p): p for p in here}
    options = index = None
    missing = []
    other = {m["name"]: p for m in modules for p in here
             if re.fullmatch(re.escape(m["name"]) + r"-[0-9][0-9.]*\.tar\.\w+", os.path.basename(p))}
    for module in modules:
        for source in (s for s in module["sources"] if s["type"] == "archive"):
            name, url, sha = module["name"], source["url"], source["sha256"]
            target = f"{out}/downloads/{sha}/{os.path.basename(url)}"
            if os.path.isfile(target) and digest(target) == sha:
                print(f"{name}: already here")
                continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            if sha in at_hand:
                shutil.copyfile(at_hand[sha], target)
                print(f"{name}: {at_hand[sha]}")
                continue
            if index is None:
                options, lists = apt_options(out)
                index = orig_tarballs(lists)
            if sha in index:
                command = [HELPER, *options, "download-file", f"{MIRROR}/{index[sha]}", target, f"SHA256:{sha}"]
                if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
                    print(f"{name}: Debian's {os.path.basename(index[sha])} is {url}")
                    continue
                print(f"{name}: {index[sha]} has the sha256 but cannot be had")
            shutil.rmtree(os.path.dirname(target))
            missing.append(name)
            print(f"{name}: NO SOURCE for {url}")
    with open(out + "/missing", "w") as f:
        f.writelines(f"{name}\t{other.get(name, '')}\n" for name in missing)


main()
