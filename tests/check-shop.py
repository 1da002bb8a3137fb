#!/usr/bin/env python3
"""What a software shop shows: check-shop.py ROOT VERSION METAINFO DESKTOP, the last two as they are installed.

Every text is there in both translations, under the names by which AppStream finds them; every
picture is a file of data/screenshots; the newest release is this version."""
import pathlib
import struct
import sys
import xml.etree.ElementTree as ET

LANGUAGES = {"zh-CN": "zh_CN", "zh-TW": "zh_TW"}  # as in XML: as in a desktop file
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TEXTS = ("./name", "./summary", "./description/p", "./description/ul/li", "./developer/name",
         "./screenshots/screenshot/caption", "./releases/release/description/p")
LARGEST = (2000, 1400)  # pixels; Flathub's limit for double resolution


def check_texts(component):
    for path in TEXTS:
        counts = {}
        for text in component.findall(path):
            counts[text.get(LANG)] = counts.get(text.get(LANG), 0) + 1
        for language in LANGUAGES:
            if counts.get(language) != counts.get(None):
                yield f"metainfo, {path}: {counts.get(None)} texts, {counts.get(language, 0)} of them in {language}"


def check_pictures(root, component):
    for image in component.findall("./screenshots/screenshot/image"):
        path = root / image.text[image.text.index("data/screenshots"):]
        if not path.is_file():
            yield f"metainfo: {path.relative_to(root)} is missing; ./dev screenshot --shop makes it"
            continue
        size = struct.unpack(">II", path.read_bytes()[16:24])
        if size[0] > LARGEST[0] or size[1] > LARGEST[1]:
            yield f"{path.relative_to(root)}: {size[0]} × {size[1]} is too large"


def check_desktop(desktop):
    lines = desktop.read_text(encoding="utf-8").splitlines()
    for key in ("Name", "GenericName", "Comment", "Keywords"):
        for language in LANGUAGES.values():
            if not any(line.startswith(f"{key}[{language}]=") for line in lines):
                yield f"desktop file: {key} is not there in {language}"


def main():
    root, version, metainfo, desktop = pathlib.Path(sys.argv[1]), sys.argv[2], *map(pathlib.Path, sys.argv[3:])
    component = ET.parse(metainfo).getroot()
    problems = [*check_texts(component), *check_pictures(root, component), *check_desktop(desktop)]
    newest = component.find("./releases/release").get("version")
    if newest != version:
        problems.append(f"metainfo: the newest release is {newest}, meson.build says {version}")
    print("\n".join(problems))
    return 1 if problems else 0


sys.exit(main())
