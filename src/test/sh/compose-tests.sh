#!/bin/sh
# Follows docs/deploy.md, "On one machine", in a copy: compose.yaml is understood, mistakes in it are not, and the commands of its services
# work with the programs of this machine. One line per behaviour; ends with 1 if any of them is not so.
# Needs docker compose or docker-compose, node and what src/test/deploy/package.json names, redis-server, prometheus and prometheus-alertmanager.
set -eu

repository=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

expect() {
	# shellcheck disable=SC2254 # the expectation is a pattern
	case $result in
		$2) printf 'ok      %s\n' "$1" ;;
		*)
			failed=1
			printf 'FAILED  %s\n   wanted %s\n   got    %s\n' "$1" "$2" "$result"
			;;
	esac
}

# plant <sed expression>: into compose.yaml, where it must find something to change
plant() {
	sed "$1" "$repository/compose.yaml" >"$work/compose.yaml"
	if cmp -s "$work/compose.yaml" "$repository/compose.yaml"; then
		echo "FAILED  nothing was planted: $1" && exit 1
	fi
	configure
}

# The plugin of today's Docker, or the program that Debian has.
compose() {
	if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}

configure() {
	code=0
	result=$(cd "$work" && compose config 2>&1) || code=$?
	result="$result~$code"
}

cp -r "$repository/compose.yaml" "$repository/compose" "$repository/agents" "$work"
rm -rf "$work/compose/secrets" "$work/.env"
configure
expect 'without the key of a client it says what is missing' '*the SHA-256 of a key of your clients; see docs/deploy.md*~[1-9]*'

# The first block of shell below the heading is what a reader runs.
awk '/^## On one machine/ { here = 1 } here && /^```/ { if (block) exit; block = 1; next } block' "$repository/docs/deploy.md" >"$work/setup"
(cd "$work" && ANTHROPIC_API_KEY=simulated sh -eu ./setup)
configure
expect 'what the documents say is all it needs' '*services:*redis:7*~0'
result=$(find "$work/compose/secrets" -type f -printf '%f ' | tr ' ' '\n' | sort | tr '\n' ' ')
expect 'there is a file for each secret' '*anthropic-api-key client.key grafana-admin-password identity-pepper openai-api-key *'
result=$(stat -c %a "$work/compose/secrets")
expect 'nobody else on the machine gets to them' 700
result=$(sed -n 's/^API_KEY_SHA256=//p' "$work/.env")
expect 'the service knows the hash of the key' "$(sha256sum <"$work/compose/secrets/client.key" | cut -d ' ' -f 1)"

# What a registry would say of each image.
mkdir "$work/bin"
cat >"$work/bin/docker" <<'STUB'
#!/bin/sh
for image in "$@"; do :; done
printf 'sha256:%s' "$(printf %s "$image" | sha256sum | cut -d ' ' -f 1)"
STUB
chmod +x "$work/bin/docker"
result=$(PATH="$work/bin:$PATH" "$repository/scripts/pin-images")
expect 'every image of others is pinned' 'REDIS_IMAGE=redis:7@sha256:*
PROMETHEUS_IMAGE=prom/prometheus:*@sha256:*
ALERTMANAGER_IMAGE=prom/alertmanager:*@sha256:*
GRAFANA_IMAGE=grafana/grafana:*@sha256:*'
cp "$work/.env" "$work/.env.before"
printf '%s\n' "$result" >>"$work/.env"
configure
result=$(printf %s "$result" | grep -c '^ *image: .*@sha256:[0-9a-f]\{64\}$')
expect 'and then taken by its digest' 4
mv "$work/.env.before" "$work/.env"
printf '#!/bin/sh\necho nothing\n' >"$work/bin/docker"
code=0
result=$(PATH="$work/bin:$PATH" "$repository/scripts/pin-images" 2>&1) || code=$?
expect 'what has no digest is not pinned' 'No digest for redis:7: nothing'

plant 's/read_only: true/read_olny: true/'
expect 'a misspelt field' '*read_olny*~[1-9]*'
plant 's/^  redis:$/  rediss:/'
expect 'a dependency that is not there' '*redis*~[1-9]*'
plant 's/ports: \["127.0.0.1:9090:9090"\]/ports: 9090/'
expect 'a wrong type' '*ports*~[1-9]*'

cd "$repository"
sed 's/127\.0\.0\.1:3000:3000/3000:3000/' compose.yaml >"$work/compose.yaml"
result=$(node src/test/deploy/compose.mjs "$work/compose.yaml" || true)
expect 'a port that everybody can reach' '*FAILED  everything that is published listens on 127.0.0.1*'
sed 's/appendfsync, always/appendfsync, everysec/' compose.yaml >"$work/compose.yaml"
result=$(node src/test/deploy/compose.mjs "$work/compose.yaml" || true)
expect 'a Redis that acknowledges what is not on disk' '*FAILED  redis: what it acknowledged is on disk*'

sed 's/secrets: \[grafana-admin-password\]/secrets: [grafana-password]/; s/networks: \[state\]/networks: [sate]/' compose.yaml >"$work/compose.yaml"
result=$(node src/test/deploy/compose.mjs "$work/compose.yaml" || true)
expect 'a secret and a network that nobody declared' '*FAILED  every network and every secret is declared*'

# The service and where the file is, of each secret that is a comment.
plant 's/# \(\(- \)\{0,1\}agent-service\.\)/\1/'
expect 'optional secrets can be had' '*secrets/openai-webhook-secret*~0'
sed 's/# - agent-service\./- agent-service./' compose.yaml >"$work/compose.yaml"
result=$(node src/test/deploy/compose.mjs "$work/compose.yaml" || true)
expect 'each of them has to be declared, too' '*FAILED  every network and every secret is declared*'

node src/test/deploy/compose.mjs || failed=1
exit "$failed"
