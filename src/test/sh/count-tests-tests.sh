#!/bin/sh
# Shows .ci/count-tests reports of our own making. One line per behaviour; ends with 1 if any of them is not so.
set -eu

repository=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# report <name> <tests> <errors> <skipped> <failures> [content]
report() {
	mkdir -p "$work/reports"
	cat >"$work/reports/TEST-$1.xml" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0.2" name="$1" time="0.1" tests="$2" errors="$3" skipped="$4" failures="$5" flakes="0">
  <properties><property name="tests" value="99"/></properties>
${6:-}
</testsuite>
XML
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

report FirstTests 3 0 0 0
report SecondTests 4 0 0 0
expect 'adds up the reports' '7 passed, 0 failed, 0 skipped~0'

report SecondTests 4 0 1 0 '<testcase name="draws" classname="SecondTests"><skipped message="no chromium"/></testcase>'
expect 'names a skipped test and its reason' 'skipped SecondTests.draws: no chromium
6 passed, 0 failed, 1 skipped~0'

ci=true expect 'lets nothing be skipped in CI' 'skipped SecondTests.draws: no chromium
6 passed, 0 failed, 1 skipped~1'

report SecondTests 4 1 0 2
expect 'counts errors and failures' '4 passed, 3 failed, 0 skipped~1'

exit "$failed"
