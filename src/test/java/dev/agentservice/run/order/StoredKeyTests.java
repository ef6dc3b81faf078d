package dev.agentservice.run.order;

import dev.agentservice.identity.PepperedTags;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.state.StateProperties;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class StoredKeyTests {

	private static final UserTags TAGS = PepperedTags.of("only-for-tests-only-for-tests-only");

	private static final UserTag JANE = TAGS.of("acme", "jane");

	private static final IdempotencyKey KEY = IdempotencyKey.of("order-1234", "[\"/agent\",\"Hello\"]");

	@Test
	void nothingThatIsWrittenFollowsFromTheTextAlone() {
		StoredKey stored = stored(TAGS, JANE, StateProperties.NEWEST_VERSION);
		assertThat(stored.digest()).hasSize(32).isNotEqualTo(KEY.digest().substring(0, 32));
		assertThat(stored.fingerprint()).hasSize(32).isNotEqualTo(KEY.fingerprint().substring(0, 32));
		StoredKey other = stored(PepperedTags.of("another-pepper-another-pepper-ano"), JANE,
				StateProperties.NEWEST_VERSION);
		assertThat(other.digest()).isNotEqualTo(stored.digest());
		assertThat(other.fingerprint()).isNotEqualTo(stored.fingerprint());
	}

	@Test
	void theSameTextOfAnotherUserIsStoredOtherwise() {
		StoredKey johns = stored(TAGS, TAGS.of("acme", "john"), StateProperties.NEWEST_VERSION);
		assertThat(johns.digest()).isNotEqualTo(stored(TAGS, JANE, StateProperties.NEWEST_VERSION).digest());
		assertThat(johns.fingerprint()).isNotEqualTo(stored(TAGS, JANE, StateProperties.NEWEST_VERSION).fingerprint());
	}

	@Test
	void theSameRequestIsStoredAlike() {
		assertThat(stored(TAGS, JANE, StateProperties.NEWEST_VERSION))
			.isEqualTo(stored(TAGS, JANE, StateProperties.NEWEST_VERSION));
	}

	@Test
	void aReleaseWritesWhatTheOneBeforeReadsAndReadsBoth() {
		StoredKey older = stored(TAGS, JANE, StateProperties.OLDEST_VERSION);
		assertThat(older.digest()).isEqualTo(KEY.digest());
		assertThat(older.fingerprint()).isEqualTo(KEY.fingerprint());
		StoredKey newer = stored(TAGS, JANE, StateProperties.NEWEST_VERSION);
		assertThat(newer).isEqualTo(new StoredKey(older.otherDigest(), older.otherFingerprint(), older.digest(),
				older.fingerprint(), true));
		assertThat(older.both()).isFalse();
	}

	@Test
	void aRequestWithoutAKeyStoresNothing() {
		assertThat(StoredKey.of(null, JANE, TAGS, StateProperties.NEWEST_VERSION)).isEqualTo(StoredKey.NONE);
	}

	private static StoredKey stored(UserTags tags, UserTag user, int version) {
		return StoredKey.of(KEY, user, tags, version);
	}

}
