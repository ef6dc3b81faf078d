package dev.agentservice.privacy.hold;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Credentials;
import dev.agentservice.identity.PepperedTags;
import dev.agentservice.identity.TestCredentials;
import dev.agentservice.identity.UserTags;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Holds through renewals, ends and crashes.
 */
@OnSingleAndCluster
class HoldSweepTests {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private final RedisTopology topology;

	private final Caller jane = Tickets.somebody();

	private final String user = this.jane.tag().value();

	private final Instant until = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);

	@TempDir
	Path folder;

	private @Nullable ReplicaContext started;

	HoldSweepTests(RedisTopology topology) {
		this.topology = topology;
	}

	@BeforeEach
	void start() throws IOException {
		Files.writeString(this.folder.resolve("key"), "A".repeat(43) + "=");
		this.started = replica("holds");
		call("SET", this.jane.tag().key("epoch"), "epoch-1");
		call("DEL", "as:{e}:holds:directory");
	}

	@AfterEach
	void close() {
		replica().close();
	}

	@Test
	void aHoldEndsAtItsTimeAlsoIfNoReplicaLivedThen() {
		place();
		sweep(this.until.plusSeconds(30));
		assertThat(held()).isTrue();
		sweep(this.until.plus(HoldSweep.GRACE).plusSeconds(1));
		assertThat(held()).isFalse();
		assertThat(bean(HoldFiles.class).users()).doesNotContain(this.user);
		assertThat(bean(HoldNotes.class).find(this.user)).isEmpty();
	}

	@Test
	void aRenewalKeepsTheCopyAndAddsWhatIsKeptNow() throws IOException {
		place();
		call("SET", this.jane.tag().key("epoch"), "epoch-2");
		LegalHold renewed = bean(Holds.class).place(this.jane, this.jane.tag(), "again",
				this.until.plus(Duration.ofDays(1)));
		assertThat(documents()).isEqualTo(2);
		call("DEL", this.jane.tag().key("epoch"));
		bean(Holds.class).place(this.jane, this.jane.tag(), "once more", this.until.plus(Duration.ofDays(2)));
		assertThat(documents()).as("nothing is kept any more but the copy").isEqualTo(2);
		call("SET", this.jane.tag().key("erasing"), "era_1");
		bean(Holds.class).place(this.jane, this.jane.tag(), "meanwhile", this.until.plus(Duration.ofDays(3)));
		assertThat(documents()).isEqualTo(2);
		HoldHeader header = copy();
		assertThat(header.placedAt()).isEqualTo(renewed.placedAt());
		assertThat(header.until()).isEqualTo(this.until.plus(Duration.ofDays(3)));
		sweep(this.until.plus(Duration.ofDays(2)));
		assertThat(held()).isTrue();
		call("DEL", this.jane.tag().key("erasing"));
	}

	@Test
	void ofWhomNothingIsKeptOrWhoIsBeingErasedThereIsNoCopy() {
		call("SET", this.jane.tag().key("erasing"), "era_1");
		assertRefused(ProblemCode.ERASURE_IN_PROGRESS);
		call("DEL", this.jane.tag().key("erasing"));
		call("DEL", this.jane.tag().key("epoch"));
		assertRefused(ProblemCode.NOT_FOUND);
		assertThat(bean(HoldFiles.class).users()).isEmpty();
		assertThat(held()).isFalse();
	}

	@Test
	void aReleaseThatWasCutIsFinishedByAnyReplicaAndNoNewHoldIsTakenForIt() {
		place();
		releasing();
		sweep(Instant.now());
		assertThat(bean(HoldFiles.class).users()).isEmpty();
		assertThat(bean(HoldNotes.class).find(this.user)).isEmpty();
		place();
		releasing();
		place();
		sweep(Instant.now());
		assertThat(held()).as("placed after the release").isTrue();
	}

	@Test
	void aCopyWhoseReplicaDiedBeforeItWasNotedCounts() {
		place();
		call("HDEL", "as:{e}:holds", this.user);
		assertThat(held()).isTrue();
		sweep(Instant.now());
		assertThat(bean(HoldNotes.class).find(this.user)).hasValue(HoldNotes.until(this.until, tenantTag()));
	}

	@Test
	void aReplicaThatDoesNotSeeTheCopySaysSoAndALostCopyCanBeReleased() throws IOException {
		place();
		bean(HoldFiles.class).deleteOnly(copy());
		assertThatIllegalStateException().isThrownBy(this::held).withMessageContaining("hold-directory");
		bean(Holds.class).release(this.jane, this.jane.tag());
		assertThat(held()).isFalse();
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> bean(Holds.class).release(this.jane, this.jane.tag()));
	}

	@Test
	void whatIsHeldAfterAnErasureDoesNotHoldThatErasure() {
		Instant erased = Instant.now().minus(Duration.ofMinutes(1));
		place();
		assertThat(bean(HeldCopies.class).find(this.user, erased)).isEmpty();
	}

	@Test
	void aReleaseWhileAHoldIsRenewedOrLookedAtLeavesNoCopyAndNoNote() {
		place();
		HoldHeader seen = copy();
		Holds holds = bean(Holds.class);
		HoldNotes notes = bean(HoldNotes.class);
		notes.take(this.user, "renewal");
		holds.release(this.jane, this.jane.tag());
		assertThat(notes.has(this.user, "renewal")).isFalse();
		assertThat(notes.note(this.user, "late", "renewal")).as("nothing is claimed").isFalse();
		holds.found(seen);
		assertThat(notes.find(this.user)).isEmpty();
	}

	@Test
	void aReplicaThatGoesOnWithAnOldReleaseDeletesNoCopyThatWasPlacedSince() {
		place();
		String seen = releasing();
		place();
		HoldHeader anew = copy();
		bean(Holds.class).goOn(this.user, seen);
		assertThat(copy()).isEqualTo(anew);
		assertThat(bean(HoldNotes.class).find(this.user)).hasValue(HoldNotes.until(this.until, tenantTag()));
		bean(Holds.class).end(new HoldHeader(anew.v(), anew.hold(), anew.user(), anew.tenant(), anew.credential(),
				anew.actor(), anew.reason(), anew.placedAt(), anew.until(), "00000000000000000000000000"));
		assertThat(copy()).as("another one than what has ended").isEqualTo(anew);
	}

	@Test
	void aReplicaWithAnotherDirectoryReleasesNothingAndErasesNobody() throws IOException {
		place();
		try (ReplicaContext other = replica("unmounted")) {
			assertThatExceptionOfType(StoreUnavailableException.class)
				.isThrownBy(() -> other.get(Holds.class).release(this.jane, this.jane.tag()));
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> other.get(HoldSweep.class).sweep(Instant.now()));
			assertThatExceptionOfType(UncheckedIOException.class)
				.isThrownBy(() -> other.get(HeldCopies.class).find(this.user, Instant.now()));
		}
		assertThat(held()).isTrue();
	}

	@Test
	void copiesOfATenantsUsersAreKnownByTheirFilesAndByTheirNotes() {
		place();
		HeldCopies copies = bean(HeldCopies.class);
		Instant now = Instant.now().plusSeconds(60);
		assertThat(copies.before(now, tenantTag())).containsEntry(this.user, true);
		assertThat(copies.before(now, "other")).containsEntry(this.user, false);
		assertThat(copies.before(now.minusSeconds(600), tenantTag())).doesNotContainKey(this.user);
		bean(HoldFiles.class).deleteOnly(copy());
		assertThat(copies.before(now, tenantTag())).containsEntry(this.user, true);
	}

	private HoldHeader copy() {
		return bean(HoldFiles.class).find(this.user).orElseThrow();
	}

	private String tenantTag() {
		return bean(UserTags.class).ofTenant(this.jane.tenant());
	}

	private String releasing() {
		String note = HoldNotes.releasing(copy().copy(), tenantTag());
		bean(HoldNotes.class).take(this.user, "test");
		assertThat(bean(HoldNotes.class).note(this.user, note, "test")).isTrue();
		return note;
	}

	private void assertRefused(ProblemCode code) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(this::place)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(code));
	}

	private void place() {
		bean(Holds.class).place(this.jane, this.jane.tag(), "why", this.until);
	}

	private boolean held() {
		return bean(HeldCopies.class).find(this.user, Instant.now().plusSeconds(1)).isPresent();
	}

	private void sweep(Instant now) {
		bean(HoldSweep.class).sweep(now);
	}

	private long documents() throws IOException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		bean(HoldFiles.class).read(copy(), out);
		return out.toString(StandardCharsets.UTF_8)
			.lines()
			.filter((line) -> line.endsWith("\"complete\":true}"))
			.count();
	}

	private @Nullable Object call(String command, String key, Object... args) {
		List<Object> all = new ArrayList<>(List.of(command, key));
		all.addAll(List.of(args));
		return replica().store().run(CALL, List.of(key), all).getFirst();
	}

	private <T> T bean(Class<T> type) {
		return replica().get(type);
	}

	private ReplicaContext replica() {
		return Objects.requireNonNull(this.started);
	}

	private ReplicaContext replica(String holds) throws IOException {
		Path directory = Files.createDirectories(this.folder.resolve(holds));
		return new ReplicaContext(this.topology.own(getClass()), Map.of("agent-service.privacy.hold-directory",
				directory.toString(), "agent-service.privacy.hold-key", this.folder.resolve("key").toString()),
				Wiring.class);
	}

	/** No component, so that nobody finds it by scanning. */
	@ConfigurationPropertiesScan({ "dev.agentservice.audit", "dev.agentservice.privacy" })
	@ComponentScan({ "dev.agentservice.privacy.hold", "dev.agentservice.privacy.export",
			"dev.agentservice.privacy.retention", "dev.agentservice.support.personal", "dev.agentservice.audit" })
	static class Wiring {

		@Bean
		UserTags tags() {
			return PepperedTags.of("a pepper that is only good for tests");
		}

		@Bean
		Credentials credentials() {
			return TestCredentials.none();
		}

	}

}
