#!/usr/bin/env python3
"""fill-contacts.py N: puts N fictional people into this session's own address book, which gnome-contacts shows."""
import sys

import gi

gi.require_version("EBook", "1.2")
gi.require_version("EBookContacts", "1.2")
gi.require_version("EDataServer", "1.2")
from gi.repository import EBook, EBookContacts, EDataServer  # noqa: E402

AT_ONCE = 1000
SURNAMES, GIVEN = "王李张刘陈杨黄赵吴周", "伟芳娜秀敏静丽强磊军"


def card(number):
    name = SURNAMES[number % 10] + GIVEN[number // 10 % 10] + GIVEN[number // 100 % 10]
    return EBookContacts.Contact.new_from_vcard(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:chuyan-bench-{number}\r\nFN:{name}\r\nN:{name[0]};{name[1:]};;;\r\n"
        f"TEL;TYPE=CELL:138{number:08}\r\nEND:VCARD\r\n")


def main():
    registry = EDataServer.SourceRegistry.new_sync(None)
    book = EBook.BookClient.connect_sync(registry.ref_builtin_address_book(), 30, None)
    count = int(sys.argv[1])
    for first in range(0, count, AT_ONCE):
        cards = [card(number) for number in range(first, min(first + AT_ONCE, count))]
        book.add_contacts_sync(cards, EBookContacts.BookOperationFlags.NONE, None)


main()
