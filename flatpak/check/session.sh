# session.sh ID WORK ROSTERS: Chuyan in its sandbox, on a session bus and an X display; prints ok/not ok lines.
id=$1 work=$2 rosters=$3
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

# A folder chosen in the portal's dialog. Today's portal cannot lock files there: it must be said, and nothing left.
mkdir -p "$work/home/stick"; stick=$(python3 "$(dirname "$0")/lend-folder.py" "$work/home/stick" "$id")
if ctl --archive "$stick/school.chuyan" create > "$work/stick.log" 2>&1; then ctl --archive "$stick/school.chuyan" check > /dev/null
else grep -q '无法写入档案库所在的文件夹' "$work/stick.log" && [ -z "$(ls -A "$work/home/stick")" ]; fi
ok $? "in a folder lent by the portal an archive works or is refused in plain words: $(tail -1 "$work/stick.log")"

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
echo "end of session"
