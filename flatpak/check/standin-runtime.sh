#!/bin/bash
# standin-runtime.sh OUT [SUITE] [BRANCH]
# Composes a stand-in for org.gnome.Platform and org.gnome.Sdk out of Debian
# packages and leaves OUT/repo, an OSTree repository that flatpak installs from.
#   OUT/repo            the repository (bare-user-only: no compression, hard links)
#   OUT/stamp           what it was made from; unchanged -> nothing is done again
# LANGS: the languages of our po/LINGUAS, as locales; MIRROR: where Debian's packages come from
set -euo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd) suite=${2:-forky} branch=${3:-51}
here=$(cd "$(dirname "$0")" && pwd)
: "${LANGS:=zh_CN zh_TW}"
names=; [ "$suite" != trixie ] || names='s/fonts-adwaita-sans/fonts-cantarell/;s/fonts-adwaita//;s/libxml2-16/libxml2/;s/libicu78/libicu76/;s/libgpgme45/libgpgme11t64/;s/libgpgmepp7/libgpgmepp6t64/'
words() { sed -e 's/#.*//' -e '/^\s*$/d' -e "$names" "$@" | tr -s ' \n' ' '; }
stamp=$(cat "$0" "$here"/finish-tree.sh "$here"/platform.pkgs "$here"/sdk.pkgs "$here"/forbidden.pc "$here"/substitutes.pkgs <(echo "$suite $branch $LANGS") | sha256sum | cut -d' ' -f1)
if [ "$(cat "$out"/stamp 2>/dev/null)" = "$stamp" ] && [ -d "$out"/repo/refs ]; then echo "stand-in runtime is up to date"; exit 0; fi
: "${MIRROR:?which Debian mirror? DEV_MIRROR=URL}"
rm -rf "$out"/{root,platform,sdk,repo,stamp}
mkdir -p "$out"/{platform,sdk} "$out"/cache/archives
cat > "$out"/hook.sh <<X
set -eu
root=\$1
cp -a "\$root"/usr "$out"/platform/files; cp -a "\$root"/etc "$out"/platform/files/etc
chroot "\$root" env DEBIAN_FRONTEND=noninteractive apt-get -yq install $(words "$here"/sdk.pkgs) locales
for l in C $LANGS en_US; do [ \$l = C ] || chroot "\$root" localedef --no-archive -i \$l -f UTF-8 \$l.UTF-8; done
cp -a "\$root"/usr/lib/locale/. "$out"/platform/files/lib/locale/
cp -a "\$root"/usr "$out"/sdk/files; cp -a "\$root"/etc "$out"/sdk/files/etc
sed -e 's/#.*//' -e '/^\s*\$/d' "$here"/substitutes.pkgs | while IFS=: read -r m pkgs; do
  mkdir -p "\$root"/subst/\$m/partial
  chroot "\$root" apt-get -yq --download-only -oAPT::Sandbox::User=root -oDir::Cache::archives=/subst/\$m install \$pkgs
done
rm -rf "$out"/subst; cp -a "\$root"/subst "$out"/subst
X
# The .deb cache outlives a rebuild. Check-Valid-Until: a mirror may serve an
# index of testing that is older than the 7 days its Release file allows.
mmdebstrap --quiet --variant=apt --arch=amd64 --format=null \
  --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='APT::Install-Recommends "false"' \
  --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "5"' --aptopt='Dpkg::Use-Pty "false"' \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
  --skip=download/empty --skip=essential/unlink \
  --setup-hook='mkdir -p "$1"/var/cache/apt/archives' \
  --setup-hook="cp -a '$out'/cache/archives/. \"\$1\"/var/cache/apt/archives/" \
  --include="$(words "$here"/platform.pkgs | sed 's/ $//; s/ /,/g')" \
  --customize-hook="sh '$out'/hook.sh \"\$1\"" \
  --customize-hook="cp -au \"\$1\"/var/cache/apt/archives/*.deb '$out'/cache/archives/" \
  "$suite" /dev/null "deb $MIRROR $suite main"
keep=$(for l in $LANGS en_US; do echo "${l%%_*}"; done | sort -u | tr '\n' ' ')
for k in platform:org.gnome.Platform sdk:org.gnome.Sdk; do
  KEEP_LANGS="$keep" bash "$here"/finish-tree.sh "$out/${k%%:*}" "${k%%:*}" "${k#*:}" "$branch"
done
# libraries that the real SDK lacks must not be found here either
bad=$(cd "$out"/sdk/files && for p in $(words "$here"/forbidden.pc); do find . -name "$p.pc"; done)
[ -z "$bad" ] || { echo "not in org.gnome.Sdk: $bad" >&2; exit 1; }
ostree --repo="$out"/repo init --mode=bare-user-only
for k in platform sdk; do
  flatpak build-export --runtime --files=files --disable-sandbox --no-update-summary --timestamp=2026-01-01T00:00:00Z "$out"/repo "$out"/$k "$branch" >/dev/null
done
flatpak build-update-repo "$out"/repo >/dev/null
[ -n "${KEEP_TREES:-}" ] || rm -rf "$out"/{platform,sdk,hook.sh}
echo "$stamp" > "$out"/stamp
du -sm "$out"/repo
