#!/bin/sh
# Pages a second and memory of showing, releasing and proving: what RESULTS.md says.
# Needs Chromium and a Chinese font for the text file; without them the made-up scans are measured alone.
set -eu
cd "$(dirname "$0")/../.."
profile=${1:-release}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cargo build --quiet --profile "$profile" -p redact --example pace
pace=target/$profile/examples/pace

"$pace" 150
if command -v chromium > /dev/null; then
    awk 'BEGIN {
        print "<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:2.5cm}p{font:12pt/1.8 \"Noto Serif CJK SC\";text-indent:2em}</style>"
        words = "各科室应当按照职责分工对拟公开的材料逐项核对涉及个人信息的依法处理后公布并做好登记"
        for (i = 1; i <= 136; i++) printf "<p>第%d项　%s，%s，%s。</p>", i, words, words, words
    }' > "$folder/text.html"
    chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
        --print-to-pdf="$folder/text.pdf" "$folder/text.html" > /dev/null 2>&1
    "$pace" 150 "$folder/text.pdf"
fi
