#!/usr/bin/env bash
# tools-root.sh COMMAND…: runs it in a Debian 13 root of its own that holds flatpak 1.16, flatpak-builder 1.4,
# appstream 1.0, the portals and Xvfb. Nothing is installed on the machine: an older flatpak-builder does not
# compose the catalogue, and portals would be started by every other session bus.
# It needs root (that of a user namespace will do), mmdebstrap and bubblewrap. WORK is where everything lies, MIRROR where Debian's packages come from.
set -euo pipefail
: "${WORK:?}"
tools=$WORK/tools
own_mirror() { cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | tr ' ' '\n' | awk '/\/debian\/*$/ && !s {s = $0} END {print s}'; }
export WORK MIRROR=${MIRROR:-$(own_mirror)}
packages="flatpak,flatpak-builder,ostree,bubblewrap,mmdebstrap,debian-archive-keyring,appstream,appstream-compose,debugedit,elfutils,\
desktop-file-utils,dbus,dbus-daemon,dbus-bin,xdg-dbus-proxy,xdg-desktop-portal,xdg-desktop-portal-gtk,fuse3,xvfb,xauth,\
x11-utils,xdotool,imagemagick,librsvg2-common,git,patch,unzip,xz-utils,bzip2,ca-certificates,poppler-utils,\
python3,python3-gi,python3-yaml,at-spi2-core,gir1.2-atspi-2.0,fonts-dejavu-core,fonts-wqy-microhei,adwaita-icon-theme"
stamp=$(sha256sum <<<"$packages")
if [ "$(cat "$tools.stamp" 2>/dev/null)" != "$stamp" ]; then
  [ -n "$MIRROR" ] || { echo "which Debian mirror? DEV_MIRROR=URL" >&2; exit 1; }
  echo "making the root of tools (once; about two minutes and 0.7 GB)" >&2
  ! grep -q " $tools/" /proc/mounts || { echo "something is still mounted in $tools" >&2; exit 1; }
  rm -rf --one-file-system "$tools"; mkdir -p "$WORK"
  mmdebstrap --quiet --variant=apt --arch=amd64 --include="$packages" --aptopt='Acquire::Check-Valid-Until "false"' \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "5"' \
    --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' trixie "$tools" "deb $MIRROR trixie main" \
    > "$tools.log" 2>&1 </dev/null || { tail -20 "$tools.log" >&2; exit 1; }
  echo "$stamp" > "$tools.stamp"
fi
here=$(cd "$(dirname "$0")/../.." && pwd)
binds=()
for dir in /tmp "$HOME" "$WORK" "$here" "$PWD" "$@"; do [ ! -d "$dir" ] || binds+=(--bind "$dir" "$dir"); done
for file in /etc/apt/apt.conf.d/*proxy*; do [ ! -e "$file" ] || binds+=(--ro-bind "$file" "$file"); done
# --bind /proc, not --proc: bwrap's own covers parts of it, and then no sandbox inside can mount one.
exec bwrap --bind "$tools" / --dev-bind /dev /dev --bind /proc /proc --bind /sys /sys --tmpfs /run \
  --ro-bind /etc/resolv.conf /etc/resolv.conf --ro-bind /etc/hosts /etc/hosts "${binds[@]}" \
  --setenv PATH /usr/sbin:/usr/bin:/sbin:/bin --setenv LC_ALL C.UTF-8 --chdir "$PWD" "$@"
