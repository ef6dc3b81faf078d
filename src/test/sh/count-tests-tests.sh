#!/bin/sh
# Shows .ci/count-tests reports of our own making. One line per behaviour; ends with 1 if any of them is not so.
set -eu

repository=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# report <name> <test>...: a test is its element from the name on, "draws" or "draws <failure/>" for example
report() {
	mkdir -p "$work/reports"
	{
		# Of a @ParameterizedClass these sums are not those of all its tests.
		printf '<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="%s" tests="1" errors="0" skipped="0" failures="0">\n' "$1"
		printf '  <properties><property name="tests" value="99"/></properties>\n'
		suite=$1
		shift
		for test; do
			printf '  <testcase name="%s" classname="%s" time="0.1">%s</testcase>\n' "${test%% *}" "$suite" "${test#"${test%% *}"}"
		done
		echo '</testsuite>'
	} >"$work/reports/TEST-$1.xml"
}

expect() {
	code=0
	actual=$(CI=${ci:-} "$repository/.ci/count-tests" "$work/reports" "$work/no such folder") || code=$?
	if [ "$actual~$code" = "$2" ]; then
		printf 'ok      %s\n' "$1"
	else
		failed=1
		printf 'FAILED  %s\n   wanted %s\n   got    %s\n' "$1" "$2" "$actual~$code"
	fi
}

expect 'fails when nothing ran' '0 passed, 0 failed, 0 skipped~1'

report FirstTests reads writes
report SecondTests draws paints
expect 'adds up the reports' '4 passed, 0 failed, 0 skipped~0'

report 'BothTests[1]' reads writes
report SecondTests draws draws draws
expect 'counts each test of a parameterized class, whatever the sum of the report says' '7 passed, 0 failed, 0 skipped~0'

report SecondTests 'draws <system-out><![CDATA[<testcase name="x"/><failure/>]]></system-out>' paints
expect 'takes nothing that a test printed for a test' '6 passed, 0 failed, 0 skipped~0'

report SecondTests 'draws <skipped message="no chromium"/>' paints
expect 'names a skipped test and its reason' 'skipped SecondTests.draws: no chromium
5 passed, 0 failed, 1 skipped~0'

ci=true expect 'lets nothing be skipped in CI' 'skipped SecondTests.draws: no chromium
5 passed, 0 failed, 1 skipped~1'

report SecondTests 'draws <failure message="a"><![CDATA[trace]]></failure>' 'paints <error type="E"/>' \
	'prints <flakyFailure message="b"/>'
expect 'counts and names errors and failures, but not those a repetition made good' 'failed SecondTests.draws
failed SecondTests.paints
5 passed, 2 failed, 0 skipped~1'

report SecondTests 'draws <failure/><rerunFailure/><error/>'
expect 'counts a test that failed in two ways once' 'failed SecondTests.draws
4 passed, 1 failed, 0 skipped~1'

exit "$failed"
