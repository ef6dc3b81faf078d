#!/bin/sh
# Plants mistakes into copies of the workflows and shows that src/test/deploy/workflows.mjs finds each.
# One line per behaviour; ends with 1 if any of them is not so. Needs node and what src/test/deploy/package.json names.
set -eu

repository=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# plant <sed expression>: into deploy.yml, where it must find something to change
plant() {
	rm -rf "$work/.github"
	cp -r "$repository/.github" "$work"
	sed "$1" "$repository/.github/workflows/deploy.yml" >"$work/.github/workflows/deploy.yml"
	if cmp -s "$work/.github/workflows/deploy.yml" "$repository/.github/workflows/deploy.yml"; then
		echo "FAILED  nothing was planted: $1" && exit 1
	fi
	lint
}

lint() {
	code=0
	result=$(node "$repository/src/test/deploy/workflows.mjs" "$work/.github/workflows" 2>&1) || code=$?
	result="$result~$code"
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

plant 's/^      - uses: actions\/checkout@.*/      - uses: actions\/checkout@v6/'
expect 'an action that is pinned by its tag' '*/deploy.yml:*: an action is pinned by its full commit, with its version as a comment: actions/checkout@v6*~1'

plant 's/ # v7\.4\.0$//'
expect 'a pinned action that does not say its version' '*: an action is pinned by its full commit, *anchore/scan-action@*~1'

plant 's/needs: \[image, staging\]/needs: [image, stageing]/'
expect 'a job that waits for one that does not exist' '*/deploy.yml:*stageing*~1'

plant 's/steps\.build\.outputs/steps.biuld.outputs/'
expect 'an expression that names no step' '*/deploy.yml:*biuld*~1'

plant 's/timeout-minutes/timeout-minuets/'
expect 'a key that does not exist' '*/deploy.yml:*timeout-minuets*~1'

plant 's/^  contents: read/  contents: write/'
expect 'rights for every job' '*/deploy.yml: the workflow as a whole may read contents, and nothing more (permissions)*~1'

plant '/^concurrency:/,/cancel-in-progress/d'
expect 'a release that could run beside another' '*/deploy.yml: nothing guards it against running beside itself (concurrency)*~1'

plant 's/persist-credentials: false/persist-credentials: true/'
expect 'a token that is left behind' '*/deploy.yml: the job * leaves its token in the checked out repository*~1'

plant 's/mvnw -B -ntp package/mvnw -B -ntp test/'
expect 'an image without its jar' '*/deploy.yml: the job image pushes an image without building its jar before*~1'

plant '/build-args: /d'
expect 'an image that does not know its version' '*/deploy.yml: the job image pushes an image that does not know its version*~1'

plant '/ sbom: true/d'
expect 'an image without a list of what is in it' '*/deploy.yml: the job image pushes an image without a list of what is in it*~1'

plant 's/ fail-build: true/ fail-build: false/'
expect 'an image that is signed whatever was found in it' '*/deploy.yml: the job image pushes an image that is signed before it has been scanned*~1'

plant 's/timeout-minutes: 350/timeout-minutes: 30/'
expect 'a rollout without the time for its steps' '*/deploy.yml: the job production starts a rollout and has no time for its steps*~1'

plant 's/(failure() || cancelled())/failure()/'
expect 'a rollout that goes on when its job is cancelled' '*/deploy.yml: the job production starts a rollout and does not abort it*~1'

plant "/upload-artifact/,\$d"
expect 'a rollout whose reports are lost' '*/deploy.yml: the job production starts a rollout and does not keep its reports*~1'

rm -rf "$work/.github"
cp -r "$repository/.github" "$work"
sed 's/cosign-installer@.*/cosign-installer@main/' "$repository/.github/actions/cluster/action.yml" >"$work/.github/actions/cluster/action.yml"
lint
expect 'an action of our own that uses one by its branch' '*cluster/action.yml:*: an action is pinned by its full commit, *@main*~1'

exit "$failed"
