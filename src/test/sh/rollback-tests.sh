#!/bin/sh
# Runs scripts/rollback with a kubectl that writes down how it was called, and knows of the cluster what a case says.
# One line per behaviour; ends with 1 if any of them is not so.
set -eu

repository=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

mkdir "$work/bin"
export CLUSTER="$work"
cat >"$work/bin/kubectl" <<'STUB'
#!/bin/sh
case "$*" in
	*' get deployment agent-service '*'{.status.readyReplicas}') cat "$CLUSTER/ready" ;;
	*' get deployment agent-service '*) cat "$CLUSTER/stable" ;;
	*' get deployment agent-service-canary '*) cat "$CLUSTER/canary" ;;
	*' get httproute agent-service '*agent-service/rollout*) cat "$CLUSTER/rollout" ;;
	*' get httproute agent-service '*) cat "$CLUSTER/weights" ;;
	*' get hpa agent-service '*) cat "$CLUSTER/autoscaler" ;;
	*' port-forward '*) echo 'Forwarding from 127.0.0.1:1 -> 8081' && sleep 60 ;;
	*' get replicasets '*state-readable*) cat "$CLUSTER/readable" ;;
	# A selector is answered as the cluster would: only the ReplicaSets that have those labels.
	*' get replicasets '*app.kubernetes.io/version=*)
		wanted=${6##*=}
		sed -n "s/ $wanted\$//p" "$CLUSTER/revisions" ;;
	*' get replicasets '*) cat "$CLUSTER/revisions" ;;
	*)
		# Of a patch only the weights.
		printf '%s\n' "$*" | tr -d '\n\t' | sed 's/--patch .*"value": \([0-9]*\)}.*"value": \([0-9]*\)}.*/weights \1 \2/; s/^--namespace //; s/$/\n/' >>"$CLUSTER/calls"
		! grep -q "$(cat "$CLUSTER/fails")" "$CLUSTER/calls" ;;
esac
STUB
# shellcheck disable=SC2016 # it is the stub that reads the variable
printf '#!/bin/sh\ncat "$CLUSTER/info"\n' >"$work/bin/curl"
chmod +x "$work/bin/kubectl" "$work/bin/curl"
export ROLLBACK_PATIENCE=5

# cluster <version|revision|good|previous of stable> <replicas of the canary, if there is one> <weights>
cluster() {
	printf '%s' "$1" >"$work/stable"
	printf '%s' "$2" >"$work/canary"
	printf '%s' "$3" >"$work/weights"
	printf '3 1.0.0\n4 1.1.0\n9 1.1.0\n10 1.2.0\n11 1.3.0\n' >"$work/revisions"
	printf '{"state": {"written": 2, "readable": 2}}' >"$work/info"
	printf '3 2\n11 2\n' >"$work/readable"
	: >"$work/autoscaler"
	: >"$work/rollout"
	printf 3 >"$work/ready"
	echo 'nothing fails' >"$work/fails"
}

# The calls that change something (one per line), a tilde, the table (blanks squeezed), a tilde, the exit code.
run() {
	code=0
	: >"$work/calls"
	PATH="$work/bin:$PATH" "$repository/scripts/rollback" "$@" >"$work/out" 2>"$work/err" || code=$?
	result="$(grep . "$work/calls" || true)~$(tr -s ' ' <"$work/out")~$code"
}

expect() {
	# shellcheck disable=SC2254 # the expectation is a pattern
	case $result in
		$2) printf 'ok      %s\n' "$1" ;;
		*)
			failed=1
			printf 'FAILED  %s\n   wanted %s\n   got    %s\n   and    %s\n' "$1" "$2" "$result" "$(cat "$work/err")"
			;;
	esac
}

cluster '1.2.0|10|1.2.0|1.1.0' 3 '90 10'
run --env prod
expect 'a canary is taken out of service, first of traffic; the good release stays' \
	'agent-service patch httproute agent-service --type=json weights 100 0
agent-service scale deployment agent-service-canary --replicas=0~what now then 
traffic, stable canary 90 10 100 0 done
replicas of the canary 3 0 done
release of stable 1.2.0 (revision 10) 1.2.0 (revision 10) as it is~0'

cluster '1.3.0|11|1.2.0|1.1.0' 0 '100 0'
run --env prod
expect 'a release that nobody marked goes, the last good one comes back' \
	'agent-service rollout undo deployment/agent-service --to-revision=10
agent-service rollout status deployment/agent-service --timeout=5m
agent-service label deployment agent-service --overwrite app.kubernetes.io/version=1.2.0~*release of stable 1.3.0 (revision 11) 1.2.0 (revision 10) done~0'

cluster '1.2.0|10|1.2.0|1.1.0' 0 '100 0'
run --env prod
expect 'the last good release stays, however often it is asked for' '~*release of stable 1.2.0 (revision 10) 1.2.0 (revision 10) as it is~0'

run --env prod --previous --timeout 90s
expect 'if it has to go itself, the good one before it comes back, with its newest revision' \
	'agent-service rollout undo deployment/agent-service --to-revision=9
agent-service rollout status deployment/agent-service --timeout=90s
agent-service label deployment agent-service --overwrite app.kubernetes.io/version=1.1.0
agent-service annotate deployment agent-service --overwrite agent-service/good-release=1.1.0 agent-service/previous-good-release-~*done~0'

cluster '1.2.0|10|1.2.0|1.1.0' 3 '90 10'
run --env prod --dry-run
expect 'a dry run changes nothing' '~what now then 
traffic, stable canary 90 10 100 0 dry run
replicas of the canary 3 0 dry run
release of stable 1.2.0 * as it is~0'

cluster '1.3.0|11|1.2.0|' '' ''
run --env staging
expect 'where there is no canary, there is none to stop' \
	'agent-service-staging rollout undo deployment/agent-service --to-revision=10*~what now then 
release of stable 1.3.0 (revision 11) 1.2.0 (revision 10) done~0'

cluster '1.2.0|10|1.2.0|1.1.0' 0 '100 0'
run --env prod --to 3
expect 'a revision can be named; what was marked good stays marked' \
	'agent-service rollout undo deployment/agent-service --to-revision=3
agent-service rollout status *
agent-service label deployment agent-service --overwrite app.kubernetes.io/version=1.0.0~*1.0.0 (revision 3) done~0'

run --env prod --to 2
expect 'a revision that Kubernetes has forgotten is a failure' '~*release of stable 1.2.0 [?] FAILED~1'

cluster '1.2.0|10||' 3 '90 10'
run --env prod
expect 'without a good release the canary is stopped all the same' \
	'*weights 100 0*--replicas=0~*release of stable 1.2.0 [?] FAILED~1'

cluster '1.3.0|11|0.9.0|' 0 '100 0'
run --env prod
expect 'a good release that Kubernetes has forgotten is a failure' '~*release of stable 1.3.0 0.9.0 FAILED~1'

cluster '1.3.0|11|1.2.0|' 3 '90 10'
echo 'patch httproute' >"$work/fails"
run --env prod
expect 'the canary keeps its replicas while it may still have traffic' \
	'agent-service patch httproute *~*traffic, stable canary 90 10 100 0 FAILED~1'

cluster '1.3.0|11|1.2.0|' 0 '100 0'
echo 'rollout status' >"$work/fails"
run --env prod
expect 'replicas that do not become ready are a failure' '*rollout status*~*release of stable 1.3.0 * FAILED~1'

cluster '1.3.0|11|1.2.0|1.1.0' 0 '100 0'
run --env prod --mark-good
expect 'the running release is marked, and the mark before it is kept' \
	'agent-service annotate deployment agent-service --overwrite agent-service/good-release=1.3.0 agent-service/previous-good-release=1.2.0~*
good release 1.2.0 1.3.0 done~0'

cluster '1.3.0|11|1.3.0|1.2.0' 0 '100 0'
run --env prod --mark-good
expect 'marking it twice keeps the mark before it' '~*good release 1.3.0 1.3.0 as it is~0'

cluster '' '' ''
run --env prod
expect 'nothing is deployed: a failure' '~~1'

cluster '1.3.0|11|1.2.0|1.1.0||2' 3 '90 10'
printf '9 1\n10 1\n' >"$work/readable"
run --env prod
expect 'a release that cannot read what is stored is refused before anything is changed' \
	'~what now then 
stored state version 2 1.2.0 reads 1 REFUSED~1'

run --env prod --force-state
expect 'a person may insist, and that is noted' '*weights 100 0*--to-revision=10*annotate deployment agent-service --overwrite agent-service/forced-state=1.2.0~*~0'

printf '' >"$work/readable"
run --env prod
expect 'so is one that does not say what it reads' '~*stored state version 2 1.2.0 reads [?] REFUSED~1'

printf '9 2\n10 2\n' >"$work/readable"
printf '' >"$work/info"
run --env prod
expect 'and one of which no replica says what is stored' '~*stored state version [?] 1.2.0 reads 2 REFUSED~1'

cluster '1.2.0|10|1.2.0|1.1.0||1' 3 '90 10'
run --env prod
expect 'stable gets no traffic that it could not read the state of' '~*stored state version 2 1.2.0 reads 1 REFUSED~1'

cluster '1.2.0|10|1.2.0|1.1.0|3|2' '3|3' '10 90'
printf '2|12' >"$work/autoscaler"
printf 3 >"$work/ready"
run --env prod
expect 'stable gets replicas first, meanwhile what it can carry, and the autoscaler its minimum again' \
	'agent-service patch hpa agent-service --type=merge --patch {"spec": {"minReplicas": 6}}
agent-service patch httproute agent-service --type=json weights 50 50
agent-service patch httproute agent-service --type=json weights 100 0
agent-service scale deployment agent-service-canary --replicas=0
agent-service patch hpa agent-service --type=merge --patch {"spec": {"minReplicas": 2}}~what now then 
replicas of stable 3 6 done
traffic, stable canary 10 90 100 0 done
replicas of the canary 3 0 done*~0'

run --env prod --now
expect 'unless it has to be now' \
	'agent-service patch httproute agent-service --type=json weights 100 0
agent-service scale deployment agent-service-canary --replicas=0~*~0'

cluster '1.2.0|10|1.2.0|1.1.0|3|2' '3|3' '10 90'
printf '2|12' >"$work/autoscaler"
echo 'patch hpa' >"$work/fails"
run --env prod
expect 'without replicas for it the traffic stays, and --now insists' '*patch hpa*~*replicas of stable 3 6 FAILED~1'

cluster '1.2.0|10|1.2.0|1.1.0' 3 '90 10'
printf '{"id":"r","phase":"stepping","step":0}' >"$work/rollout"
run --env prod
expect 'a rollout that is under way is aborted' '*annotate httproute agent-service --overwrite agent-service/rollout-order=*"what":"abort"*~*~0'

run --env base
expect 'an unknown environment is refused' '~~2'

run --env prod --to last
expect 'a revision is a number' '~~2'

run --help
expect 'it says what it does' '~Usage: *~0'

exit "$failed"
