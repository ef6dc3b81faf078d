#!/bin/sh
# Plants mistakes into copies of deploy/ and shows that scripts/check-lambda and scripts/validate-k8s refuse each.
# One line per behaviour; ends with 1 if any of them is not so. Needs what those scripts need.
set -eu

repository=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# Not cfn-lint, which is not on every machine.
mkdir "$work/bin"
printf '#!/bin/sh\nexit 1\n' >"$work/bin/cfn-lint"
chmod +x "$work/bin/cfn-lint"
PATH=$work/bin:$PATH

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

# check <script> <file> [sed expression]: it must find something to change
check() {
	sed "${3:-}" "$repository/deploy/$2" >"$work/planted.yaml"
	if [ $# -gt 2 ] && cmp -s "$work/planted.yaml" "$repository/deploy/$2"; then
		echo "FAILED  nothing was planted into $2: $3" && exit 1
	fi
	code=0
	result=$("$repository/scripts/$1" "$work/planted.yaml" 2>&1) || code=$?
	result="$result~$code"
}

lambda() {
	check check-lambda lambda/template.yaml "$@"
}

knative() {
	check validate-k8s cloud-run/service.yaml "$@"
}

lambda
expect 'the template is right' '*: 0 mistakes~0'

lambda 's/Timeout: 300/Timeout: 1200/'
expect 'a time-out above that of Lambda is refused' '*/Resources/Function/Properties/Timeout: must be from 1 to 900*~1'

lambda 's/MemorySize: 3008/MemorySize: 100/'
expect 'so is too little memory' '*/MemorySize: must be from 128 to 10240*~1'

lambda 's/InvokeMode: RESPONSE_STREAM/InvokeMode: STREAM/'
expect 'an invoke mode that does not exist is refused' '*/FunctionUrlConfig/InvokeMode: must be one of BUFFERED, RESPONSE_STREAM*~1'

lambda 's/RetentionInDays: 30/RetentionInDays: 31/'
expect 'a retention that does not exist is refused' '*/Resources/Logs/Properties/RetentionInDays: must be one of 1, 3, 5,*~1'

lambda 's/Ref Errors/Ref Eror/'
expect 'a reference to nothing is refused' '*/DeploymentPreference/Alarms/0: there is no Eror*~1'

lambda 's/Equals \[!Ref OptionalSecrets/Equals [!Ref OptionalSecret/'
expect 'a condition on a parameter that does not exist is refused' '*/Conditions/HasWebhooks/*: there is no OptionalSecret*~1'

lambda 's/- HasWebhooks/- HasWebhook/'
expect 'so is a secret under a condition that does not exist' '*OPENAI_WEBHOOK_SECRET*: there is no condition HasWebhook*~1'

lambda 's/Default: none/Default: webhooks/'
expect 'every optional secret can be had' '*: 0 mistakes~0'

lambda 's/SubnetIds: !Ref/Subnets: !Ref/'
expect 'a misspelt field is refused' '*/VpcConfig/Subnets: unknown field*~1'

lambda 's/AWS::Logs::LogGroup/AWS::Logs::LogsGroup/'
expect 'a resource that does not exist is refused' '*/Resources/Logs/Type: there is no AWS::Logs::LogsGroup*~1'

lambda 's/INVOKEMODE: response_stream/INVOKEMODE: buffered/'
expect 'a function that is told of another invoke mode than its URL has is refused' '*INVOKEMODE: must be response_stream, as InvokeMode is*~1'

lambda 's/FunctionUrl.FunctionUrl/FunctionUrl.Url/'
expect 'an attribute that a resource does not have is refused' '*there is no FunctionUrl.Url*~1'

lambda 's/AliasAllProperties: true/AliasAllProperties: false/'
expect 'an alias that stays at old settings is refused' '*AutoPublishAliasAllProperties: must be true*~1'

lambda 's/MetricName: Url5xxCount/MetricName: Throttles/'
expect 'so is a canary whose failures nobody sees' '*Alarms: none is on Url5xxCount*~1'

lambda 's/"upkeep"/"nothing"/'
expect 'so is a function that nobody wakes' '*Events: no schedule sends*~1'

knative
expect 'the Cloud Run service is right' '*: 1 documents, 0 mistakes~0'

knative 's/containerConcurrency: 80/containerConcurency: 80/'
expect 'a misspelt field of it is refused' '*Service/agent-service /spec/template/spec/containerConcurency: unknown field*~1'

knative 's/timeoutSeconds: 3600/timeoutSeconds: "3600"/'
expect 'a value of the wrong type is refused' '*/spec/template/spec/timeoutSeconds: must be integer*~1'

knative 's/secretKeyRef/secretKeyReference/'
expect 'a misspelt secret is refused' '*/valueFrom/secretKeyReference: unknown field*~1'

knative 's/^            # \(  \|- name:\)/            \1/'
expect 'every optional secret can be had there, too' '*: 1 documents, 0 mistakes~0'

knative 's/^            # \(  \|- name:\)/            \1/; s/secretKeyRef/secretKeyReference/'
expect 'and is looked at' '*/env/9/valueFrom/secretKeyReference: unknown field*~1'

knative 's/cpu-throttling: "false"/cpu-throttling: "true"/'
expect 'background threads on a throttled CPU are refused' '*the profile "throttled" belongs to cpu-throttling "true"*~1'

knative 's/timeoutSeconds: 3600/timeoutSeconds: 300/'
expect 'a time-out that runs would outlive is refused' '*/spec/template/spec/timeoutSeconds: is not 3600*~1'

knative 's/containerConcurrency: 80/containerConcurrency: 100/'
expect 'so are more requests than there are slots' '*/spec/template/spec/containerConcurrency: is not 80*~1'

knative 's/startupProbe:/startProbe:/'
expect 'a misspelt probe is refused' '*/containers/0/startProbe: unknown field*~1'

knative 's/percent: 100/percent: 90/'
expect 'traffic that goes nowhere is refused' '*/spec/traffic: is not 100 % in all*~1'

exit "$failed"
