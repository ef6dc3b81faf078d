#!/bin/sh
# Runs mvnw with a PATH of our own making: stubs for java, mvn and wget, and a small archive in place of Apache's.
# Prints one line per behaviour; ends with 1 if any of them is not so. Needs no network.
set -eu

repository=$(cd "$(dirname "$0")/../../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0
# mvnw must see what a case puts there, and nothing of the caller's.
unset JAVA_HOME MAVEN_HOME M2_HOME MVNW_ARCHIVE_URL

version=$(sed -n 's/^version=//p' "$repository/mvnw")
pinned=$(sed -n 's/^sha512=//p' "$repository/mvnw")

# A release as Apache packs it, except that its mvn only says how it was called.
release=$work/release/apache-maven-$version
mkdir -p "$release/bin" "$work/archive/maven-3/$version/binaries"
cat >"$release/bin/mvn" <<'STUB'
#!/bin/sh
printf 'downloaded'
for argument in "$@"; do printf '|%s' "$argument"; done
STUB
chmod +x "$release/bin/mvn"
tarball=$work/archive/maven-3/$version/binaries/apache-maven-$version-bin.tar.gz
tar -czf "$tarball" -C "$work/release" "apache-maven-$version"
sum=$(sha512sum <"$tarball" | cut -d ' ' -f 1)

# A fresh project (with a space in its path) whose mvnw trusts the archive above, and a PATH with nothing but java.
fresh() {
	rm -rf "${work:?}/a project" "${work:?}/bin"
	mkdir -p "$work/a project/deep inside" "$work/bin"
	sed "s/^sha512=.*/sha512=$sum/" "$repository/mvnw" >"$work/a project/mvnw"
	chmod +x "$work/a project/mvnw"
	for tool in sh sed cut dirname mkdir mv rm tar gzip sha512sum cat cp; do
		ln -s "$(command -v "$tool")" "$work/bin/$tool"
	done
	stub java 'exit 0'
	export MVNW_ARCHIVE_URL="file://$work/archive"
}

stub() {
	printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/$1"
	chmod +x "$work/bin/$1"
}

maven_of() {
	stub mvn "if [ \"\$1\" = -v ]; then printf '%b\n' '$1'; else printf 'installed'; for a in \"\$@\"; do printf '|%s' \"\$a\"; done; fi"
}

with_curl() {
	ln -s "$(command -v curl)" "$work/bin/curl"
}

# mvnw's standard output, then (after a tilde) its messages, then its exit code.
run_in() {
	directory=$1
	shift
	code=0
	(cd "$work/$directory" && PATH="$work/bin" "$work/a project/mvnw" "$@") >"$work/out" 2>"$work/err" </dev/null || code=$?
	result="$(cat "$work/out")~$(cat "$work/err")~$code"
}

expect() {
	# shellcheck disable=SC2254 # the expectation is a pattern
	case $result in
		$2)
			passed=$((passed + 1))
			printf 'ok      %s\n' "$1"
			;;
		*)
			failed=$((failed + 1))
			printf 'FAILED  %s\n   wanted %s\n   got    %s\n' "$1" "$2" "$result"
			;;
	esac
}

expect_nothing_left() {
	result=$(ls -A "$work/a project/.mvn/maven" 2>/dev/null || true)
	expect "$1" ''
}

fresh
maven_of 'Apache Maven 3.8.7'
run_in 'a project' -B verify
expect 'uses an installed Maven 3.8 and says nothing of its own' 'installed|-B|verify~~0'

fresh
maven_of '\033[1mApache Maven 3.9.11 (3e54c93a)\033[m\nMaven home: /opt/Maven 2.2'
run_in 'a project' verify
expect 'reads the version through terminal colours' 'installed|verify~~0'

fresh
maven_of 'Apache Maven 4.0.0-rc-5'
run_in 'a project' verify
expect 'uses an installed Maven 4' 'installed|verify~~0'

fresh
with_curl
maven_of 'Apache Maven 3.6.3'
run_in 'a project' '-Dname=a value' verify
expect 'downloads the pinned release when the installed Maven is too old' "downloaded|-Dname=a value|verify~mvnw: no Maven 3.8 or newer*downloading Maven $version from file://*~0"

mv "$work/archive" "$work/archive away"
run_in 'a project' verify
expect 'downloads it once' 'downloaded|verify~~0'
mv "$work/archive away" "$work/archive"

fresh
with_curl
run_in 'a project' verify
expect 'downloads the pinned release when there is no Maven' 'downloaded|verify~mvnw: no Maven*~0'

fresh
with_curl
stub mvn 'exit 1'
run_in 'a project' verify
expect 'downloads the pinned release when the installed Maven does not run' 'downloaded|verify~mvnw: no Maven*~0'

fresh
# shellcheck disable=SC2016 # the stub expands it
stub wget 'while [ "$1" != -O ]; do shift; done; cp "${3#file://}" "$2"'
run_in 'a project' verify
expect 'downloads with wget where there is no curl' 'downloaded|verify~mvnw: no Maven*~0'

fresh
with_curl
cp "$repository/mvnw" "$work/a project/mvnw"
run_in 'a project' verify
expect 'refuses an archive with another checksum' "~*the SHA-512 of file://*$sum*but must be*$pinned*Nothing was installed*~1"
expect_nothing_left 'leaves nothing of a refused archive'

fresh
with_curl
MVNW_ARCHIVE_URL="file://$work/nowhere"
run_in 'a project' verify
expect 'says which address could not be downloaded' "~*could not download file://$work/nowhere/maven-3/$version/*~1"
expect_nothing_left 'leaves nothing of a failed download'

fresh
run_in 'a project' verify
expect 'says that it needs curl or wget' '~*needs curl or wget*~1'

fresh
with_curl
rm "$work/bin/sha512sum"
run_in 'a project' verify
expect 'runs nothing that it could not check' '~*needs sha512sum or shasum*~1'

fresh
rm "$work/bin/java"
run_in 'a project' verify
expect 'says that there is no Java' '~mvnw: found no Java*~1'

fresh
# shellcheck disable=SC2016 # the stub expands it
stub mvn 'if [ "$1" = -v ]; then echo Apache Maven 3.9.1; else exit 7; fi'
run_in 'a project' verify
expect "ends with Maven's own exit code" '~~7'

fresh
maven_of 'Apache Maven 3.9.1'
run_in 'a project/deep inside' verify
expect 'builds this project from another directory' "installed|-f|$work/a project/pom.xml|verify~~0"

fresh
maven_of 'Apache Maven 3.9.1'
run_in 'a project/deep inside' -fae --file ../other.xml verify
expect 'leaves a pom that the caller names alone' 'installed|-fae|--file|../other.xml|verify~~0'

result=$(tr -d '\r' <"$repository/mvnw.cmd" | sed -n 's/^set "VERSION=\(.*\)"$/\1/p; s/^set "SHA512=\(.*\)"$/\1/p' | tr '\n' ' ')
expect 'pins the same release for Windows' "$version $pinned "

printf 'mvnw: %s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
