#!/bin/sh
# Plants mistakes into copies of k8s/ and shows that scripts/validate-k8s refuses each, and what scripts/render-k8s makes
# of the overlays. One line per behaviour; ends with 1 if any of them is not so. Needs what scripts/validate-k8s needs.
set -eu

repository=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# A copy of all that the scripts read.
fresh() {
	rm -rf "${work:?}/copy"
	mkdir -p "$work/copy/scripts" "$work/copy/src/test"
	cp -r "$repository/k8s" "$repository/agents" "$repository/deploy" "$work/copy"
	for script in find-kubectl validate-k8s render-k8s; do
		cp "$repository/scripts/$script" "$work/copy/scripts"
	done
	ln -s "$repository/src/test/deploy" "$work/copy/src/test/deploy"
	mkdir -p "$work/copy/src/main/resources"
	cp "$repository/src/main/resources/state-readable" "$work/copy/src/main/resources"
	mkdir "$work/copy/target"
	if [ -d "$repository/target/kubectl" ]; then ln -s "$repository/target/kubectl" "$work/copy/target/kubectl"; fi
}

# plant <file> <sed expression>: it must find something to change
plant() {
	fresh
	sed "$2" "$work/copy/k8s/$1" >"$work/planted"
	if cmp -s "$work/planted" "$work/copy/k8s/$1"; then
		echo "FAILED  nothing was planted into $1: $2" && exit 1
	fi
	mv "$work/planted" "$work/copy/k8s/$1"
}

run() {
	code=0
	result=$("$@" 2>&1) || code=$?
	result="$result~$code"
}

validate() {
	run "$work/copy/scripts/validate-k8s" "$@"
}

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

fresh
validate
expect 'both overlays are valid, production with each component, and the Cloud Run service' 'k8s/staging: *, 0 mistakes
k8s/prod: *, 0 mistakes
k8s/prod+k8s/keda: *, 0 mistakes
k8s/prod+k8s/scrub: *, 0 mistakes
k8s/prod+k8s/proof: *, 0 mistakes
deploy/cloud-run/service.yaml: *, 0 mistakes~0'

plant scrub/cron-job.yaml 's/name: redis-scrub$/name: redis-scrab/'
validate k8s/prod+k8s/scrub
expect 'a job whose script is not there is refused' '*k8s/scrub/cron-job.yaml: CronJob/redis-scrab /spec/jobTemplate/*: there is no ConfigMap redis-scrab*~1'

plant scrub/cron-job.yaml 's/concurrencyPolicy/concurencyPolicy/'
validate k8s/prod+k8s/scrub
expect 'a misspelt field of a job is refused' '*CronJob/redis-scrub /spec/concurencyPolicy: unknown field*~1'

plant base/deployment.yaml s/readinessProbe/readinesProbe/
validate k8s/staging
expect 'a misspelt field is refused, with its file, kind and path' \
	'*k8s/base/deployment.yaml: Deployment/agent-service /spec/template/spec/containers/0/readinesProbe: unknown field*~1'

plant prod/scale.yaml 's/replicas: 3/replica: 3/'
validate k8s/prod
expect 'so is one that a patch brings in' '*Deployment/agent-service /spec/replica: unknown field*~1'

plant prod/scale.yaml 's/replicas: 3/replicas: "3"/'
validate k8s/prod
expect 'a value of the wrong type is refused' '*Deployment/agent-service /spec/replicas: must be integer*~1'

plant base/deployment.yaml 's/memory: 1Gi/memory: 1 GB/'
validate k8s/staging
expect 'a quantity that is none is refused' '*Deployment/agent-service /spec/template/spec/containers/0/resources/limits/memory: *~1'

plant prod/canary.yaml 's/weight: 0/wight: 0/'
validate k8s/prod
expect 'a misspelt field deep in a route is refused' \
	'k8s/prod/canary.yaml: HTTPRoute/agent-service /spec/rules/0/backendRefs/1/wight: unknown field
k8s/prod: 13 documents, 1 mistakes~1'

plant base/hpa.yaml 's/averageUtilization/averageUtilisation/'
validate k8s/staging
expect 'a misspelt field deep in the autoscaler is refused' \
	'k8s/base/hpa.yaml: HorizontalPodAutoscaler/agent-service /spec/metrics/0/resource/target/averageUtilisation: unknown field*~1'

plant base/network-policy.yaml 's/namespaceSelector/namespacesSelector/'
validate k8s/staging
expect 'a misspelt field of the network policy, which would let everybody in, is refused' \
	'*k8s/base/network-policy.yaml: NetworkPolicy/agent-service /spec/ingress/0/from/0/namespacesSelector: unknown field*~1'

plant base/pdb.yaml 's/^kind: .*/kind: PodDisruptionsBudget/'
validate k8s/staging
expect 'a kind that does not exist is refused' \
	'k8s/base/pdb.yaml: PodDisruptionsBudget/agent-service /: there is no PodDisruptionsBudget in policy/v1*~1'

plant base/service.yaml 's/    track: stable/    track: stabel/'
validate k8s/staging
expect 'a selector that selects nothing is refused' 'k8s/base/service.yaml: Service/agent-service /spec/selector: selects no pod*~1'

plant base/deployment.yaml 's/port: management/port: managment/'
validate k8s/staging
expect 'a probe on a port that does not exist is refused' '*agent-service has no readinessProbe, or one on a port that it does not have*~1'

plant prod/canary.yaml 's/^        - name: agent-service-canary/        - name: agent-service-canari/'
validate k8s/prod
expect 'a route to a Service that does not exist is refused' \
	'k8s/prod/canary.yaml: HTTPRoute/agent-service /spec/rules: there is no Service agent-service-canari with the port 8080*~1'

plant prod/kustomization.yaml '/^replacements:/,/^never/d'
validate k8s/prod
expect 'a canary without the pod of the stable track is refused' \
	"*k8s/prod/canary.yaml: Deployment/agent-service-canary /spec/template/spec: must have required property containers*~1"

plant keda/scaled-object.yaml 's/minReplicaCount/minReplicasCount/'
validate k8s/prod+k8s/keda
expect 'a misspelt field of the ScaledObject is refused' \
	'k8s/keda/scaled-object.yaml: ScaledObject/agent-service /spec/minReplicasCount: unknown field*~1'

plant keda/scaled-object.yaml 's/        streamLength: .*/&\n        consumerGroup: workers/'
validate k8s/prod+k8s/keda
expect 'a consumer group, with which KEDA ignores the length of the stream, is refused' \
	'*ScaledObject/agent-service /spec/triggers: with a consumer group or a lag KEDA does not count *~1'

plant keda/trigger-authentication.yaml 's/  name: agent-service-redis/  name: agent-service-reddis/'
validate k8s/prod+k8s/keda
expect 'a trigger without its credentials is refused' '*there is no TriggerAuthentication agent-service-redis*~1'

plant keda/kustomization.yaml '/^patches:/,/^        name: agent-service/d'
validate k8s/prod+k8s/keda
expect 'two autoscalers of one Deployment are refused' '*a HorizontalPodAutoscaler has it already*~1'

fresh
sed -i 's/^# components: \[..\/keda\].*/components: [..\/keda]/' "$work/copy/k8s/prod/kustomization.yaml"
validate k8s/prod
expect 'production takes the component in by one line' 'k8s/prod: 14 documents, 0 mistakes~0'

# An agent that is not in the ConfigMap would be missing in Kubernetes only.
result=$(cd "$repository/agents" && for agent in *.md; do grep -qx "      - $agent" kustomization.yaml || echo "$agent"; done)
expect 'every agent is in the ConfigMap' ''


# A kubectl that renders, and that knows of the cluster only what a case says.
fresh
real=$("$work/copy/scripts/find-kubectl")
mkdir "$work/bin"
cat >"$work/bin/kubectl" <<STUB
#!/bin/sh
case "\$*" in
	*' get deployment agent-service-canary '*) cat "$work/live-canary" ;;
	*' get deployment '*) cat "$work/live" ;;
	*' get httproute '*) echo '50 50' ;;
	*' get hpa '*) echo 5 ;;
	*) exec "$real" "\$@" ;;
esac
STUB
chmod +x "$work/bin/kubectl"

first=sha256:$(printf '1%.0s' $(seq 64))
second=sha256:$(printf '2%.0s' $(seq 64))

# What of a rendering says which release runs where, and how often.
render() {
	code=0
	result=$(PATH="$work/bin:$PATH" "$work/copy/scripts/render-k8s" "$@" 2>&1 >"$work/rendered") || code=$?
	result="$(sed "s/$first/sha256:1/; s/$second/sha256:2/" "$work/rendered" | sed -n 's/^  replicas: \(.*\)/replicas \1/p; s/^        app.kubernetes.io\/version: /version /p; s/^ *image: /image /p' |
		tr '\n' ' ')~$result~$code"
}

: >"$work/live"
render --env prod --image images/agent-service@"$first" --version 1.0.0
expect 'a first release is rendered with the replicas of the overlay, and an idle canary' \
	'replicas 3 version 1.0.0 image images/agent-service@sha256:1 replicas 0 version 1.0.0 image images/agent-service@sha256:1 ~~0'

echo "7|1.0.0|images/agent-service@$first|1" >"$work/live"
render --env prod --image images/agent-service@"$second" --version 1.1.0
expect 'the next one keeps what the autoscaler made of the replicas' \
	'replicas 7 version 1.1.0 image images/agent-service@sha256:2 replicas 0 version 1.1.0 image images/agent-service@sha256:2 ~~0'

render --env prod --image images/agent-service@"$second" --version 1.1.0 --track canary
expect 'a canary leaves the stable release alone' \
	'replicas 7 version 1.0.0 image images/agent-service@sha256:1 replicas 0 version 1.1.0 image images/agent-service@sha256:2 ~~0'

result=$(sed -n 's/^        agent-service\/state-readable: //p' "$work/rendered" | tr '\n' ' ')
expect 'and each release says what it reads of what is stored' '"1" "2" '

echo "4|1.1.0|images/agent-service@$second|2" >"$work/live-canary"
render --env prod --image images/agent-service@"$second" --version 1.1.0 --keep-rollout
expect 'during a rollout the canary stays as it is' \
	'replicas 7 version 1.1.0 image images/agent-service@sha256:2 replicas 4 version 1.1.0 image images/agent-service@sha256:2 ~~0'

result=$(sed -n 's/^ *weight: /weight /p; s/^  minReplicas: /minimum /p' "$work/rendered" | tr '\n' ' ')
expect 'and so do the weights and the minimum' 'minimum 5 weight 50 weight 50 '

render --env prod --image images/agent-service@"$second" --version 1.1.0 --keep-rollout --track canary
expect 'which is for the stable track only' '~--keep-rollout is for the stable track*~2'

: >"$work/live"
render --env prod --image images/agent-service@"$second" --version 1.1.0 --track canary
expect 'there is no canary before there is a stable release' '~nothing is deployed in agent-service yet: *~2'

render --env staging --image images/agent-service@"$second" --version 1.1.0 --track canary
expect 'there is no canary in staging' '~staging has no canary*~2'

render --env prod --image images/agent-service:1.1.0 --version 1.1.0
expect 'production takes no image by its tag' '~--image has to end with a digest*~2'

render --env prod --image images/agent-service:1.1.0@sha256:abc --version 1.1.0
expect 'nor by half a digest' '~--image has to end with a digest*~2'

render --env staging --image images/agent-service:1.1.0 --version 1.1.0
expect 'staging does' '*image images/agent-service:1.1.0 ~~0'

render --env nowhere --image a --version 1
expect 'an unknown environment is refused' '~--env has to be staging or prod*~2'

render --env staging --image a --version 'one two'
expect 'a version that cannot be a label is refused' '~--version has to be *~2'

exit "$failed"
