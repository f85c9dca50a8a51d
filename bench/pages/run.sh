#!/bin/sh
# An article of the demo beside nginx serving the same bytes, in turns. Needs nginx and wrk.
#   bench/pages/run.sh SUNDIAL [ROUNDS] [SECONDS]
set -eu
sundial=$1 rounds=${2:-3} seconds=${3:-4}
work=$(mktemp -d) ours=18600 theirs=18601 served=
trap 'kill $served 2>/dev/null || true; nginx -c "$work/nginx.conf" -s stop 2>/dev/null || true; rm -rf "$work"' EXIT
chmod 755 "$work"
"$sundial" demo --no-serve --data "$work/data" >/dev/null
"$sundial" serve --data "$work/data" --listen 127.0.0.1:$ours >/dev/null 2>"$work/log" &
served=$!
until curl -sf -o /dev/null http://127.0.0.1:$ours/; do sleep 0.2; done
article=$(curl -s http://127.0.0.1:$ours/ | grep -o 'href="/d/[^"]*"' | sed 's/href="//; s/"//' | head -1)
mkdir "$work/www"
curl -s "http://127.0.0.1:$ours$article" -o "$work/www/a.html"
cat > "$work/nginx.conf" <<CONF
worker_processes 2; daemon on; pid $work/nginx.pid; error_log $work/nginx.log;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=100;
  types { text/html html; } charset utf-8;
  server { listen 127.0.0.1:$theirs; root $work/www; }
}
CONF
nginx -c "$work/nginx.conf"
echo "article $article, $(wc -c < "$work/www/a.html") bytes; load $(cut -d' ' -f1 /proc/loadavg)"
one() { wrk -t1 -c"$2" -d"${seconds}s" --latency "$1" | awk '/Requests\/sec/ {r=$2} /99%/ {p=$2} /Non-2xx/ {bad=" bad " $0} END {print r, p bad}'; }
one "http://127.0.0.1:$ours$article" 16 >/dev/null
echo "| clients | round | nginx req/s | p99 | sundial req/s | p99 | sundial ÷ nginx |"
echo "|---|---|---|---|---|---|---|"
for clients in 1 16 64; do
  for round in $(seq "$rounds"); do
    n=$(one http://127.0.0.1:$theirs/a.html "$clients")
    s=$(one "http://127.0.0.1:$ours$article" "$clients")
    echo "$clients $round $n $s" | awk '{printf "| %d | %d | %d | %s | %d | %s | %.2f |\n", $1, $2, $3, $4, $5, $6, $5 / $3}'
  done
done
