# Functions that the scripts here share: HTTP by the shell's own sockets. The image has no curl, and a process for each
# poll would take processor time from what is measured.

# free_port: a port without a listener
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# http PORT METHOD PATH [BODY [KEY]]: prints the whole answer, head included; fails when there is none
http() {
  local port=$1 method=$2 path=$3 body=${4:-} key=${5:-} head socket
  { exec {socket}<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || return 1
  head="$method $path HTTP/1.1"$'\r\n'"Host: localhost"$'\r\n'"Connection: close"$'\r\n'
  [ -z "$key" ] || head+="Authorization: Bearer $key"$'\r\n'
  [ -z "$body" ] || head+="Content-Type: application/json"$'\r\n'"Content-Length: ${#body}"$'\r\n'
  printf '%s\r\n%s' "$head" "$body" >&"$socket"
  timeout 60 cat <&"$socket"
  exec {socket}>&-
}

# http_status PORT METHOD PATH [BODY [KEY]]: prints the status alone, once the whole answer is there
http_status() {
  local answer
  answer=$(http "$@") || return 1
  answer=${answer#* }
  echo "${answer:0:3}"
}

# is_answered PORT: whether a request is answered with 200; starts no process
is_answered() {
  local socket line=
  { exec {socket}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&"$socket"
  IFS= read -r -t 30 -u "$socket" line 2>/dev/null || true
  exec {socket}>&-
  [[ $line == *" 200 "* ]]
}

# pause SECONDS: sleeps without a process; the pipe never has a writer's line to read
pause() {
  [ -n "${never:-}" ] || exec {never}<> <(:)
  read -r -t "$1" -u "$never" _ || true
}

# await_answer PORT PROCESS SECONDS: polls until a request is answered; fails when the process ends or time is up
await_answer() {
  local deadline=$((SECONDS + $3))
  until is_answered "$1"; do
    kill -0 "$2" 2>/dev/null && ((SECONDS < deadline)) || return 1
    pause 0.005
  done
}

# chat_request MODEL STREAM TEXT [MORE MEMBERS]: the body of a chat completion
chat_request() {
  printf '{"model":"%s","stream":%s,"messages":[{"role":"user","content":"%s"}]%s}' "$1" "$2" "$3" "${4:-}"
}
