# session.sh ID WORK ROSTERS LOCALE: Chuyan in its sandbox, on a session bus and an X display; prints ok/not ok lines.
# LOCALE holds the installed translations.
id=$1 work=$2 rosters=$3 here=$(cd "$(dirname "$0")" && pwd)
ok() { if [ "$1" = 0 ]; then echo "ok - $2"; else echo "not ok - $2"; fi; }
ctl() { timeout 120 flatpak run --user --file-forwarding --env=LC_ALL=zh_CN.UTF-8 --command=chuyanctl "$id" --json --today 2026-09-10 --password-fd 0 "$@" <<<'四月的燕子飞回来了'; }
field() { python3 -c 'import json,sys; print(json.load(sys.stdin).get(sys.argv[1]))' "$1"; }
data=$HOME/.var/app/$id/data

ctl create > "$work/create.json"; ok $? "an archive is made in the sandbox"
[ -n "$(find "$data" -name archive.json)" ]; ok $? "it lies in the program's own data folder"
ctl import @@ "$rosters/village-school.xls" @@ > "$work/import.json"
ok $? "a roster (.xls) is read through the document portal"
[ "$(field imported < "$work/import.json")" = 40 ]; ok $? "its 40 children are taken in"
ctl import @@ "$rosters/school-form.xlsx" @@ > "$work/import2.json"; ok $? "an .xlsx roster too"
ctl check | grep -q '"ok" *: *true'; ok $? "the archive is whole"
ctl report roster --out "$data/roster.pdf" >/dev/null; ok $? "a PDF is written"
ctl report roster --out "$data/roster.xlsx" >/dev/null && unzip -tq "$data/roster.xlsx" >/dev/null; ok $? "a workbook is written"
ctl children > "$work/children.json"
pdftotext "$data/roster.pdf" "$work/roster.txt"
lost=$(python3 - "$work" <<'P'
import json, re, sys
work = sys.argv[1]
text = re.sub(r"\s", "", open(work + "/roster.txt").read())
names = [child["name"] for child in json.load(open(work + "/children.json"))["children"]]
print(" ".join(n for n in names if n not in text) if names else "all")
P
)
[ -z "$lost" ]; ok $? "the Chinese name of every child is text in it"
pdffonts "$data/roster.pdf" > "$work/fonts.txt"
awk 'NR > 2 && $(NF-4) != "yes" {bad = 1} END {exit bad || NR < 3}' "$work/fonts.txt"; ok $? "its fonts are embedded"

# Folders that the portal lends, as it does when one is chosen in its dialog: a stick, and one that may not be written.
lend() { python3 "$here"/lend-folder.py "$1" "$id"; }
mkdir -p "$work/home/stick"; stick=$(lend "$work/home/stick") locked=$(lend "$work/home/locked")
school=$stick/school.chuyan
ctl --archive "$school" create > /dev/null && ctl --archive "$school" import @@ "$rosters/village-school.xls" @@ > /dev/null &&
  [ -f "$work/home/stick/school.chuyan/care.db" ]; ok $? "an archive is made and filled on a stick"
! ctl --archive "$locked/school.chuyan" create > "$work/locked.log" 2>&1 && grep -q '无法写入档案库所在的文件夹' "$work/locked.log" && [ -z "$(ls -A "$work/home/locked")" ]
ok $? "where it may not write it says so and leaves nothing: $(tail -1 "$work/locked.log")"
# Another sandbox holds it, by another of its names, and waits for a password.
mkfifo "$work/home/line"; exec {line}<> "$work/home/line"
flatpak run --user --command=chuyanctl "$id" --archive "$(lend "$work/home/stick/school.chuyan")" --password-fd 0 check <&"$line" > /dev/null 2>&1 & holder=$!
for ((i = 0; i < 300; i++)); do ! ls -l /proc/[0-9]*/fd 2>/dev/null | grep -q chuyan/locks/ || break; sleep 0.1; done
! ctl --archive "$school" check > "$work/held.log" 2>&1 && ! ctl --archive "$school" check > /dev/null 2>&1 && grep -q '档案库正在另一个窗口' "$work/held.log"; ok $? "what another sandbox holds is not opened: $(tail -1 "$work/held.log")"
flatpak kill "$id"; wait $holder; exec {line}>&-
ctl --archive "$school" check | grep -q '"ok" *: *true'; ok $? "when that one was killed it opens, whole"
ctl --archive "$school" children --limit 1 | grep -q '"total" *: *40'; ok $? "with its 40 children"
# In the midst of writing: when the log on the stick has grown.
ctl --archive "$school" demo --children 5000 > /dev/null 2>&1 & writer=$!
for ((i = 0; i < 600; i++)); do
  [ "$(stat -c %s "$work/home/stick/school.chuyan/care.db-wal" 2>/dev/null || echo 0)" -lt 3000000 ] || break; sleep 0.05
done
flatpak kill "$id"; ! wait $writer; ok $? "one is killed as it writes on the stick"
ctl --archive "$school" check | grep -q '"ok" *: *true' && ctl --archive "$school" children --limit 1 > "$work/after.json" &&
  [ "$(field total < "$work/after.json")" -ge 40 ]
ok $? "what it had committed is there and whole: $(field total < "$work/after.json") children"

timeout 120 flatpak run --user --env=LC_ALL=zh_CN.UTF-8 "$id" > "$work/window.log" 2>&1 & app=$!
for ((i = 0; i < 300; i++)); do w=$(xdotool search --onlyvisible --class chuyan 2>/dev/null | head -1); [ -z "$w" ] || break; sleep 0.1; done
[ -n "$w" ]; ok $? "a window after about $((i*100)) ms"
for ((i = 0; i < 50; i++)); do
  import -window root "$work/window.png"; colours=$(convert "$work/window.png" -format %k info: 2>/dev/null || echo 0)
  [ "$colours" -le 20 ] || break; sleep 0.2
done
[ "$colours" -gt 20 ]; ok $? "it shows something ($colours colours)"
flatpak ps --columns=application | grep -q "$id"; ok $? "it keeps running"
flatpak kill "$id"; wait $app
! grep -iE 'critical|assertion|segfault|bwrap:' "$work/window.log"; ok $? "no critical warning"

# The same stick, protected against writing.
mkdir -p "$work/home/protected"; mount --bind "$work/home/stick" "$work/home/protected"; mount -o remount,bind,ro "$work/home/protected"
! ctl --archive "$(lend "$work/home/protected")/school.chuyan" check > "$work/protected.log" 2>&1 && grep -q '无法写入档案库所在的文件夹' "$work/protected.log"
ok $? "an archive on a protected stick is not opened, in plain words: $(tail -1 "$work/protected.log")"

# Driven as a person would, with the portal's dialogs answered by a stand-in.
mkdir -p "$work/home/usb"
dbus-update-activation-environment LC_ALL=zh_CN.UTF-8 GTK_A11Y=atspi CHUYAN_TODAY=2026-09-10
python3 "$here"/portal-backend.py "$work/home" > "$work/backend.log" 2>&1 & backend=$!
python3 "$here"/window.py "$id" "$work/home" "$work/home/usb" "$work/home/stick/school.chuyan" "$work/home/protected/school.chuyan" "$work/home/locked" "$4" 2> "$work/window-driven.log"
kill $backend; flatpak kill "$id" 2>/dev/null
echo "end of session"
