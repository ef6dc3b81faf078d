package dev.agentservice.identity;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class UserTagsTests {

	private final UserTags tags = tags("a pepper that is long enough to be taken");

	@Test
	void aTagIs32LowerCaseHexadecimalCharacters() {
		assertThat(this.tags.of("acme", "alice").value()).matches("[0-9a-f]{32}");
	}

	/**
	 * Computed apart from this code: the first 32 hexadecimal characters of HMAC-SHA-256
	 * over 00000004 "acme" 00000005 "alice".
	 */
	@Test
	void aTagNeverChangesFromReleaseToRelease() {
		assertThat(this.tags.of("acme", "alice").value()).isEqualTo("130dda725cdd7a21edd0c4464c63cfaf");
	}

	/** Computed apart from this code, over 00000004 "acme". */
	@Test
	void theTagOfATenantNeverChangesEither() {
		assertThat(this.tags.ofTenant("acme")).isEqualTo("8ece458a4f0edf8c7fc4cb6dcf185cb8");
	}

	@Test
	void noTenantHasTheTagOfAUser() {
		Set<String> seen = new HashSet<>();
		List<String> names = List.of("", "a", "ab", "\0\0\0\0", "\0\0\0\1a", "a\0\0\0\0", "a\0\0\0\1b");
		for (String tenant : names) {
			assertThat(seen.add(this.tags.ofTenant(tenant))).as(tenant).isTrue();
			names.forEach((user) -> assertThat(seen.add(this.tags.of(tenant, user).value())).as(user).isTrue());
		}
	}

	@Test
	void anotherPepperGivesAnotherTag() {
		assertThat(tags("another pepper that is long enough, too").of("acme", "alice"))
			.isNotEqualTo(this.tags.of("acme", "alice"));
	}

	@Test
	void namesWithSeparatorsNeverShareATag() {
		List<String> names = List.of("", "a", "b", "ab", "a:b", "b:a", ":", "::", "a:", ":a", "{a}", "{", "}", "{a",
				"a}", "a\nb", "\n", "a\n", "\0", "a\0", "\0a", "\0\0\0\1", "\0\0\0\1a", "as:{a}:epoch", "a b", " a",
				"a ", "*", "a*", "?", "[a]", "ä", "a\u0308", "\u00e4", "Ä", "A", "\uD83D\uDE00", "/", "../a", "%3A");
		Set<UserTag> seen = new HashSet<>();
		Set<List<String>> pairs = new HashSet<>();
		for (String tenant : names) {
			for (String user : names) {
				if (pairs.add(List.of(tenant, user))) {
					assertThat(seen.add(this.tags.of(tenant, user))).as("%s / %s", tenant, user).isTrue();
				}
			}
		}
		assertThat(seen.size()).isGreaterThan(1400);
	}

	@Test
	void aNameThatUtf8CannotWriteHasNoTag() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.tags.of("acme", "\uD800"));
	}

	private static UserTags tags(String pepper) {
		return new UserTags(new IdentityProperties(pepper, List.of(), null));
	}

}
