#!/usr/bin/env bash
# check.sh MANIFEST [DIR-OF-ARCHIVES…]: does the Flatpak really build, install, start and do its work?
# Runs inside the root of tools (tools-root.sh). WORK keeps the runtime, the archives and the built modules.
# QUICK=1 takes the modules out of Debian's packages; STANDIN=1 does not ask for Flathub.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
manifest=$(realpath "$1"); shift
: "${WORK:?}" "${SUITE:=forky}"; mkdir -p "$WORK"
if [ -z "${CHECK_INSIDE:-}" ]; then
  # Its own process namespace: what the session bus starts ends with it. /run/user/UID must be the real
  # path: the document portal gives files the same names inside the sandbox.
  CHECK_INSIDE=1 exec unshare -m -p -f --kill-child --mount-proc --propagation private sh -c \
    'mkdir -p /run/user; mount -t tmpfs -o mode=755 tmpfs /run/user; mkdir -m 700 /run/user/0; exec "$@"' sh bash "$0" "$manifest" "$@"
fi
export XDG_RUNTIME_DIR=/run/user/0 FLATPAK_USER_DIR=$WORK/user LC_ALL=C.UTF-8 QUICK=${QUICK:-}
read -r id branch < <(python3 -c 'import yaml,sys; d=yaml.safe_load(open(sys.argv[1])); print(d["id"], d["runtime-version"])' "$manifest")
passed=0 failed=0 start=$SECONDS
ok() { if [ "$1" = 0 ]; then passed=$((passed+1)); echo "ok - $2"; else failed=$((failed+1)); echo "not ok - $2"; fi; }
finish() { echo "$passed passed, $failed failed"; [ $failed = 0 ]; exit; }
need() { ok "$1" "$2"; [ "$1" = 0 ] || { [ -z "${3:-}" ] || tail -40 "$3"; finish; }; }
step() { echo "== $* (at $((SECONDS-start)) s)"; }

step "runtime"
from=standin extra=()
if [ -z "$QUICK${STANDIN:-}" ] &&
   timeout 30 flatpak --user remote-add --if-not-exists flathub https://dl.flathub.org/repo/flathub.flatpakrepo >/dev/null 2>&1 &&
   timeout 60 flatpak --user remote-info flathub "org.gnome.Sdk//$branch" >/dev/null 2>&1; then from=flathub; fi
if [ $from = standin ]; then
  "$here"/standin-runtime.sh "$WORK/runtime" "$SUITE" "$branch" > "$WORK/runtime.log" 2>&1
  need $? "stand-in runtime composed" "$WORK/runtime.log"
  echo "SUBSTITUTED org.gnome.Platform and org.gnome.Sdk $branch by packages of Debian $SUITE"
  # A new stand-in is a new history: an older installation would refuse it as an update.
  cmp -s "$WORK/runtime/stamp" "$WORK/user.stamp" || rm -rf "$WORK/user"
  flatpak --user remote-add --if-not-exists --no-gpg-verify standin "file://$WORK/runtime/repo"
  rm -f "$WORK/sources/missing"
  [ -n "$QUICK" ] || { python3 "$here"/sources.py "$manifest" "$WORK/sources" "$@"; need $? "archives gathered"; }
  python3 "$here"/derive.py "$manifest" "$WORK/$id.json" "$WORK/sources/missing" "$here"/substitutes.pkgs "$WORK/runtime/subst"
  need $? "manifest derived"
  extra=(--disable-download --extra-sources="$WORK/sources"); mkdir -p "$WORK/sources/downloads"
else
  python3 "$here"/derive.py "$manifest" "$WORK/$id.json" /dev/null "$here"/substitutes.pkgs "$WORK"; need $? "manifest derived"
fi
flatpak --user config --set languages 'en;zh'
flatpak --user install -y --noninteractive --or-update $from "org.gnome.Platform//$branch" "org.gnome.Sdk//$branch" > "$WORK/install.log" 2>&1
need $? "runtime installed" "$WORK/install.log"
[ $from = flathub ] || cp "$WORK/runtime/stamp" "$WORK/user.stamp"

step "build"
rm -rf "$WORK/repo"
flatpak-builder --user --disable-rofiles-fuse --disable-updates --rebuild-on-sdk-change --ccache --force-clean "${extra[@]}" \
  --state-dir="$WORK/state${QUICK:+-quick}" --repo="$WORK/repo" --default-branch=check \
  "$WORK/build" "$WORK/$id.json" > "$WORK/build.log" 2>&1 </dev/null
need $? "flatpak-builder built and exported it" "$WORK/build.log"
grep -q 'Running appstreamcli compose' "$WORK/build.log"; ok $? "appstream catalogue composed"

step "install"
flatpak --user uninstall -y --noninteractive "$id" >/dev/null 2>&1
flatpak build-bundle "$WORK/repo" "$WORK/$id.flatpak" "$id" check > "$WORK/bundle.log" 2>&1 &&
  flatpak --user install -y --noninteractive --bundle "$WORK/$id.flatpak" >> "$WORK/bundle.log" 2>&1
ok $? "its bundle installs"
flatpak --user uninstall -y --noninteractive "$id" >/dev/null 2>&1; flatpak --user remote-delete --force "${id,,}-origin" >/dev/null 2>&1
flatpak --user remote-add --if-not-exists --no-gpg-verify app "file://$WORK/repo"
flatpak --user install -y --noninteractive app "$id//check" > "$WORK/install.log" 2>&1
need $? "installs from its repository, with its translations" "$WORK/install.log"

step "look"
dir=$(flatpak --user info --show-location "$id")
perms=$(flatpak info --user --show-permissions "$id"); echo "$perms" | sed '/^$/d; s/^/  | /'
[ "$(grep -v '^\[\|^$' <<<"$perms" | LC_ALL=C sort | tr '\n' ' ')" = "devices=dri; shared=ipc; sockets=x11;wayland;fallback-x11; " ]
ok $? "ipc, display and graphics and no other permission"
export_files=0; for f in applications/$id.desktop icons/hicolor/scalable/apps/$id.svg metainfo/$id.metainfo.xml; do [ -f "$dir/export/share/$f" ] || export_files=1; done
ok $export_files "desktop file, icon and metainfo exported"
desktop-file-validate "$dir/files/share/applications/$id.desktop"; ok $? "desktop file is valid"
flatpak run --user --command=appstreamcli --filesystem="$dir:ro" "org.gnome.Sdk//$branch" validate --pedantic --no-net --explain "$dir/files/share/metainfo/$id.metainfo.xml"
ok $? "metainfo is valid (appstreamcli of the SDK)"
python3 "$here"/../../tests/check-shop.py "$here"/../.. "$(sed -n "s/^  version: '\(.*\)',/\1/p" "$here"/../../meson.build)" \
  "$dir/files/share/metainfo/$id.metainfo.xml" "$dir/files/share/applications/$id.desktop"
ok $? "both translations, the pictures and this version in what a shop shows"
[ "$(gzip -dc "$dir/files/share/app-info/xmls/$id.xml.gz" | grep -c '<component ')" = 1 ] && [ -f "$dir/files/share/app-info/icons/flatpak/128x128/$id.png" ]
ok $? "one component with its icon in the catalogue"
missing=$(flatpak run --user --command=sh "$id" -c 'for f in /app/bin/* $(find /app/lib -name "*.so*" -type f); do ldd $f 2>/dev/null | sed -n "s|^|$f: |; /not found/p"; done')
[ -z "$missing" ]; ok $? "every library is found in /app or the Platform $missing"
stale=$(cd "$dir/files" && { find include lib/pkgconfig share/man share/doc lib/cmake 2>/dev/null; find . -name '*.a' -o -name '*.la'; } | head -3)
[ -n "$QUICK" ] || stale+=$(cd "$dir/files" && find share/poppler \( -path '*Japan*' -o -path '*Korea*' -o -path '*-KR*' -o -path '*-JP*' \) -type f | head -3)
[ -z "$stale" ]; ok $? "no build leftovers and no data of other scripts $stale"

step "run"
rm -rf "$WORK/home"; mkdir -p "$WORK/home/.config/xdg-desktop-portal"
export XDG_DATA_DIRS=$WORK/user/exports/share:/usr/local/share:/usr/share   # where the bus finds what it activates
export HOME=$WORK/home XDG_CURRENT_DESKTOP=GNOME XDG_SESSION_TYPE=x11
# Nobody sits before the portal's dialogs: portal-backend.py answers them. Secrets and settings are the real ones.
backend=org.freedesktop.impl.portal
printf '[preferred]\ndefault=gtk\n%s\n' "$backend.FileChooser=check" "$backend.Print=check" > "$HOME/.config/xdg-desktop-portal/portals.conf"
mkdir -p "$HOME/.local/share/xdg-desktop-portal/portals"
printf '[portal]\nDBusName=%s\nInterfaces=%s;%s;\n' "$backend.desktop.check" "$backend.FileChooser" "$backend.Print" > "$HOME/.local/share/xdg-desktop-portal/portals/check.portal"
# A disk that is protected against writing: root may write wherever only permissions forbid it.
mkdir "$HOME/locked"; mount -t tmpfs -o ro,size=1M tmpfs "$HOME/locked"
locale=$(find "$WORK/user/runtime/$id.Locale" -path '*/zh/share' -type d | head -1)
exec {display}< <(exec Xvfb -displayfd 1 -screen 0 1280x900x24 -nolisten tcp 2>/dev/null)
read -r -t 20 n <&"$display"; need $? "virtual display"
DISPLAY=:$n timeout 400 dbus-run-session -- bash "$here"/session.sh "$id" "$WORK" "$(dirname "$manifest")/../tests/fixtures/rosters" "$locale" > "$WORK/session.log" 2> "$WORK/session.err"
grep -E '^(ok|not ok) - ' "$WORK/session.log"
passed=$((passed+$(grep -c '^ok - ' "$WORK/session.log"))) failed=$((failed+$(grep -c '^not ok - ' "$WORK/session.log")))
grep -q '^end of session$' "$WORK/session.log"; ok $? "the session ran to its end"

step "sizes"
echo "bundle $(du -k "$WORK/$id.flatpak" | cut -f1) KiB ($WORK/$id.flatpak)"
echo "installed $(du -sk "$dir/files" | cut -f1) KiB, of them:"
(cd "$dir/files" && du -sk bin lib share/* | sort -rn | head -8 | sed 's/^/  /')
finish
