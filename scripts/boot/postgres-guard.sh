# Runs one PostgreSQL server: sh -c "$(cat postgres-guard.sh)" guard postgres ARG...
# When standard input closes, because the process that started the server has ended in whatever way (kill -9 too), the
# server is told to shut down fast. FANGSHI_KEEP=1 lets it run on.
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
trap 'kill -INT $server 2>/dev/null' INT TERM HUP
if [ -z "$FANGSHI_KEEP" ]; then
  # cat ends when the starter does
  { cat <&3 >/dev/null 2>&1; kill -INT $server 2>/dev/null; } &
  watcher=$!
fi
exec 3<&- </dev/null
while kill -0 $server 2>/dev/null; do wait $server; code=$?; done
[ -z "$watcher" ] || kill $watcher 2>/dev/null
exit $code
