package dev.agentservice.run.interaction.seal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import dev.agentservice.identity.PepperedTags;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.run.interaction.seal.InteractionProperties.Sink;
import dev.agentservice.run.interaction.seal.Seals.SealedText;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
class SealsTests {

	private static final UserTags TAGS = PepperedTags.of("only-for-tests-only-for-tests-only");

	private static final UserTag JANE = TAGS.of("acme", "jane");

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T23:59:59Z"), ZoneOffset.UTC);

	private static final String TEXT = "{\"task\":\"Wo ist meine Bestellung? 🦉\"}";

	private final Seals seals = TestSeals.of(TAGS, CLOCK);

	private final String secret = this.seals.offer().split(" +", 4)[3];

	private final SealedText sealed = this.seals.seal(JANE, "2026-11-23 handle " + this.secret, "run_1", TEXT);

	@Test
	void whatIsSealedOpensAgain() {
		assertThat(this.sealed.seal()).isEqualTo("2026-11-23.handle");
		assertThat(this.seals.open(JANE, "2026-11-23", this.secret, "run_1", this.sealed.sealed())).hasValue(TEXT);
	}

	@Test
	void theSameTextIsNeverSealedAlike() {
		assertThat(this.seals.seal(JANE, "2026-11-23 handle " + this.secret, "run_1", TEXT).sealed())
			.isNotEqualTo(this.sealed.sealed());
	}

	@Test
	void nothingElseOpensIt() {
		String sealed = this.sealed.sealed();
		String other = this.seals.offer().split(" +", 4)[3];
		assertThat(this.seals.open(JANE, "2026-11-23", other, "run_1", sealed)).as("another secret").isEmpty();
		assertThat(this.seals.open(JANE, "2026-11-24", this.secret, "run_1", sealed)).as("another day").isEmpty();
		assertThat(this.seals.open(JANE, "2026-11-23", this.secret, "run_2", sealed)).as("another run").isEmpty();
		assertThat(this.seals.open(TAGS.of("acme", "john"), "2026-11-23", this.secret, "run_1", sealed))
			.as("another user")
			.isEmpty();
		assertThat(TestSeals.of(PepperedTags.of("another-pepper-another-pepper-ano"), CLOCK)
			.open(JANE, "2026-11-23", this.secret, "run_1", sealed)).as("another pepper").isEmpty();
		assertThat(this.seals.open(JANE, "2026-11-23", this.secret, "run_1",
				((sealed.charAt(20) == 'A') ? "B" : "A") + sealed.substring(1)))
			.as("a changed line")
			.isEmpty();
		for (String bad : new String[] { "", "AAAA", "not base64!" }) {
			assertThat(this.seals.open(JANE, "2026-11-23", this.secret, "run_1", bad)).as(bad).isEmpty();
		}
	}

	@Test
	void anOfferIsForTodayAndLastsAsLongAsTheRetention() {
		assertThat(this.seals.offer()).matches("2026-11-23 2592000000 {128}[A-Za-z0-9_-]{11} [A-Za-z0-9_-]{22}");
		assertThat(this.seals.offer()).isNotEqualTo(this.seals.offer());
		assertThat(TestSeals.of(TestSeals.settings(Sink.OFF, Duration.ofDays(30)), TAGS, CLOCK).offer()).isEmpty();
	}

	@Test
	void aRetentionThatOutlivesTheEpochStopsTheStart() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TestSeals.of(TestSeals.settings(Sink.OFF, Duration.ofDays(400)), TAGS, CLOCK))
			.withMessageContaining("agent-service.interactions.retention must be shorter than");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new InteractionProperties(Sink.SEALED_LOG, Duration.ofDays(30), DataSize.ofKilobytes(6)))
			.withMessageContaining("16 KB");
	}

}
