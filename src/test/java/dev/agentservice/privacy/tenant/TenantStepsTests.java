package dev.agentservice.privacy.tenant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.receipt.TenantReport;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.RunReplica;
import dev.agentservice.run.owner.Tickets;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Erasures of tenants step by step, on a single Redis and on a cluster.
 */
@BesideOthers
@OnSingleAndCluster
class TenantStepsTests {

	private static final int ALL = 100_000;

	private final String tenant = "tenant-" + UUID.randomUUID();

	private final TenantReplica replica;

	private final RedisTopology topology;

	private final RunReplica runs;

	private final String tag;

	TenantStepsTests(RedisTopology topology) {
		this.topology = topology;
		this.replica = new TenantReplica(topology.own(TenantStepsTests.class));
		this.runs = new RunReplica(topology.own(TenantStepsTests.class));
		this.tag = this.replica.tags().ofTenant(this.tenant);
	}

	@AfterEach
	void close() {
		this.runs.close();
		this.replica.close();
	}

	@Test
	void nothingOfATenantAndItsUsersIsLeftAndANeighbourStays() {
		List<Caller> users = plant(12);
		Caller neighbour = Tickets.somebody();
		this.runs.converse(neighbour, "talk", "run_theirs");
		Set<String> theirs = this.replica.keys("*" + neighbour.tag() + "*");
		String id = erase();
		TenantReport report = this.replica.report(id);
		assertThat(report.status()).isEqualTo(ErasureStatus.COMPLETED);
		assertThat(report.users()).isEqualTo(new TenantReport.Users(0, 0, 12, 0));
		assertGone(users);
		assertThat(this.replica.keys("*" + neighbour.tag() + "*")).isEqualTo(theirs).isNotEmpty();
		assertThat(report.stores().toString()).contains("name=budget, found=1, deleted=1", "name=flag", "name=audit");
	}

	@Test
	void usersWhoAreOnNoListAreFoundByTheirNamesOrByWhatIsStored() {
		Caller unlisted = user(0);
		this.runs.converse(unlisted, "talk", "run_1");
		Caller nameless = user(1);
		this.runs.converse(nameless, "talk", "run_2");
		this.replica.call("DEL", nameless.tag().key("who"));
		this.replica.call("HSET", nameless.tag().key("stored"), "tenant", this.tag);
		String id = erase();
		assertGone(List.of(unlisted, nameless));
		assertThat(this.replica.report(id).users().erased()).isEqualTo(2);
	}

	@Test
	void whatTheIndexOfAUserDoesNotKnowIsFoundByTheOneLookForAll() {
		List<Caller> users = plant(2);
		this.replica.call("RPUSH", users.getFirst().tag().key("run:run_x:steps"), "{}");
		this.replica.call("SET", users.getLast().tag().key("unseen"), "x");
		erase();
		assertGone(users);
	}

	@Test
	void usersWhoAppearWhileItIsAtWorkAreErasedAsWell() {
		List<Caller> users = plant(3);
		String id = verifying();
		Caller late = user(99);
		this.runs.converse(late, "talk", "run_late");
		this.runs.converse(users.getFirst(), "talk", "run_back");
		this.replica.work(id, ALL);
		assertGone(List.of(late, users.getFirst()));
		assertThat(this.replica.report(id).users().erased()).isEqualTo(5);
	}

	@Test
	void whoCameWhileTheFenceStoodIsErasedBeforeItFalls() {
		plant(1);
		String id = verifying();
		Caller late = user(98);
		// Nothing says whose it is, and the look through all keys has passed it.
		this.replica.call("SET", late.tag().key("unseen"), "x");
		this.replica.call("SADD", "as:{" + this.tag + "}:came", late.tag().value());
		this.replica.work(id, ALL);
		assertGone(List.of(late));
		assertOnlySumsStay();
	}

	@Test
	void aReplicaThatWasFrozenDoesNotRaiseTheFenceAgain() {
		plant(1);
		String id = verifying();
		StoredTenantErasure frozen = this.replica.take(id);
		this.replica.work(id, ALL);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> this.replica.step(frozen));
		assertOnlySumsStay();
		this.replica.call("SET", "as:{" + this.tag + "}:erasing", "ten_following");
		assertThatIllegalStateException().isThrownBy(() -> this.replica.step(frozen));
		assertThat(this.replica.call("GET", "as:{" + this.tag + "}:erasing")).isEqualTo("ten_following");
	}

	@Test
	void aUserWhoWasErasedBeforeAndIsHeldHoldsTheTenant() {
		String held = user(0).tag().value();
		this.replica.call("HSET", "as:{e}:holds", held, "1 " + this.tag);
		String id = this.replica.open(this.tenant);
		while (this.replica.report(id).status() != ErasureStatus.HELD) {
			this.replica.work(id, 1);
		}
		assertThat(this.replica.report(id).users().held()).isEqualTo(1);
		this.replica.call("HDEL", "as:{e}:holds", held);
		this.replica.work(id, ALL);
		assertThat(this.replica.report(id).status()).isEqualTo(ErasureStatus.COMPLETED);
	}

	@Test
	void withoutTheDirectoryOfHoldsNothingIsNotedAsErased(@TempDir Path folder) throws IOException {
		Files.writeString(folder.resolve("key"), "A".repeat(43) + "=");
		try (TenantReplica blind = new TenantReplica(this.topology.own(TenantStepsTests.class),
				Map.of("agent-service.privacy.hold-directory", folder.resolve("absent").toString(),
						"agent-service.privacy.hold-key", folder.resolve("key").toString()))) {
			String id = blind.open(this.tenant);
			Set<String> before = blind.keys("as:audit:*");
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> blind.work(id, ALL));
			assertThat(blind.report(id).status()).isEqualTo(ErasureStatus.SETTLING);
			assertThat(blind.keys("as:audit:*")).isEqualTo(before);
		}
	}

	@Test
	void theLookForTheTenantsOwnKeysTakesItsTurnWithOthers() {
		IntStream.range(0, 1500).forEach((i) -> this.replica.call("SET", "as:{" + this.tag + "}:some:" + i, "x"));
		StoredTenantErasure at = this.replica.take(this.replica.open(this.tenant));
		while (at.erasure().place().phase() != TenantErasure.Phase.KEYS) {
			at = at.with(this.replica.step(at).erasure());
		}
		this.replica.call("SET", "as:{e}:scan", 9_999_999_999_999L);
		Duration pause = this.replica.step(at).pause();
		this.replica.call("DEL", "as:{e}:scan");
		assertThat(pause).as("others look until then").isGreaterThan(Duration.ofMinutes(50));
		this.replica.work(at.id(), ALL);
	}

	@Test
	void runsThatWereGivenUpLeaveTheirList() {
		String dead = "as:{q}:dead:" + this.tag;
		this.replica.call("ZADD", dead, 1, "0123 run_1");
		this.replica.call("SADD", "as:{q}:dead", this.tag);
		String id = erase();
		assertThat(this.replica.call("EXISTS", dead)).isEqualTo(0L);
		assertThat(this.replica.call("SISMEMBER", "as:{q}:dead", this.tag)).isEqualTo(0L);
		assertThat(this.replica.report(id).stores().toString()).contains("name=run, found=1, deleted=1");
	}

	@Test
	void aTenantIsHeldAsLongAsThereIsTheCopyOfAUser() {
		String held = plant(2).getFirst().tag().value();
		this.replica.call("HSET", "as:{e}:holds", held, "1");
		String id = this.replica.open(this.tenant);
		while (this.replica.report(id).status() != ErasureStatus.HELD) {
			this.replica.work(id, 1);
		}
		assertThat(this.replica.report(id).users()).isEqualTo(new TenantReport.Users(0, 0, 2, 1));
		assertThat(String.valueOf(this.replica.report(id).receipt())).contains("\"status\":\"held\"");
		this.replica.call("HDEL", "as:{e}:holds", held);
		this.replica.work(id, ALL);
		assertThat(this.replica.report(id).status()).isEqualTo(ErasureStatus.COMPLETED);
		assertThat(this.replica.report(id).users().held()).isZero();
	}

	@Test
	void aReplicaThatDiesAtAnyStepIsReplacedAndNothingIsLeft() {
		plant(2);
		String first = this.replica.open(this.tenant);
		int steps = 0;
		while (this.replica.report(first).status() != ErasureStatus.COMPLETED) {
			this.replica.die(first);
			this.replica.work(first, 1);
			steps++;
		}
		assertThat(steps).isGreaterThan(6);
		assertOnlySumsStay();
		assertThat(String.valueOf(this.replica.report(first).receipt())).contains("\"status\":\"completed\"");
	}

	@Test
	void aRecordThatDoesNotParseCountsNoRounds() {
		String id = this.replica.open(this.tenant);
		this.replica.call("HSET", "as:{e}:tenants:erasure:" + id, "doc", "{\"place\"");
		assertThat(this.replica.scripts().rounds()).isNotNegative();
	}

	@Test
	void askedForAgainWhileOneIsOpenItIsTheSame() {
		String id = this.replica.open(this.tenant);
		StoredTenantErasure stored = this.replica.scripts().find(id).orElseThrow();
		assertThat(this.replica.scripts().open("ten_other", stored.erasure())).isEqualTo(id);
		this.replica.call("HSET", "as:{e}:tenants:erasure:" + id, "lease", 0);
		StoredTenantErasure slow = this.replica.scripts().take(id).orElseThrow();
		this.replica.call("HSET", "as:{e}:tenants:erasure:" + id, "lease", 0);
		assertThat(this.replica.scripts().take(id)).isPresent();
		assertThat(this.replica.scripts().hold(slow)).as("another attempt is at work").isFalse();
	}

	@Test
	void officersMayEraseTheirOwnTenantWhereThatIsSwitchedOn() {
		Caller officer = new Caller(this.tenant, "olaf", user(0).tag(), "key", Set.of(Scope.PRIVACY));
		assertRefused(user(0), this.tenant, ProblemCode.FORBIDDEN);
		assertRefused(officer, "another", ProblemCode.FORBIDDEN);
		assertRefused(officer, this.tenant, ProblemCode.NOT_SUPPORTED_HERE);
	}

	private void assertRefused(Caller caller, String meant, ProblemCode code) {
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(() -> this.replica.erasures().demandAllowed(caller, meant))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(code));
	}

	private String verifying() {
		String id = this.replica.open(this.tenant);
		while (this.replica.report(id).status() != ErasureStatus.VERIFYING) {
			this.replica.work(id, 1);
		}
		return id;
	}

	private String erase() {
		String id = this.replica.open(this.tenant);
		this.replica.work(id, ALL);
		assertOnlySumsStay();
		return id;
	}

	private void assertOnlySumsStay() {
		assertThat(this.replica.keys("*" + this.tag + "*"))
			.allMatch((key) -> key.matches("as:\\{" + this.tag + "}:budget:[0-9-]+:tenant"));
	}

	private void assertGone(List<Caller> users) {
		users.forEach((user) -> assertThat(this.replica.keys("*" + user.tag() + "*")).isEmpty());
	}

	private List<Caller> plant(int count) {
		List<Caller> users = IntStream.range(0, count).mapToObj(this::user).toList();
		for (Caller user : users) {
			this.runs.converse(user, "talk", "run_" + user.tag());
			this.replica.call("ZADD", "as:{" + this.tag + "}:users", 20_000, user.tag().value());
		}
		this.replica.call("HSET", "as:{" + this.tag + "}:budget:2026-11-30:tenant", "spent", 7);
		return users;
	}

	private Caller user(int number) {
		String user = UUID.nameUUIDFromBytes((this.tenant + number).getBytes(StandardCharsets.UTF_8))
			.toString()
			.replace("-", "");
		return Tickets.caller(this.tenant, "user-" + number, user);
	}

}
