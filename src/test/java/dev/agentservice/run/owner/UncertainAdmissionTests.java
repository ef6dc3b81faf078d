package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.RedisCluster;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunState.Failed;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Runs that were announced, and then nobody heard whether they were admitted: the part of
 * the cluster where the user's keys are froze in between.
 */
@BesideOthers
class UncertainAdmissionTests {

	private static final RedisCluster CLUSTER = RedisCluster.start();

	private final Caller jane = somebodyElsewhere();

	private final RedisServer node = nodeOf(this.jane);

	/** Its admissions are never too late. */
	private final RunReplica replica = replica("10m");

	/** Its are as soon as they have waited for a frozen node. */
	private final RunReplica hasty = replica("1s");

	private static RunReplica replica(String lease) {
		return new RunReplica(CLUSTER,
				Map.of("agent-service.redis.command-timeout", "1s", "agent-service.run.lease", lease));
	}

	/**
	 * A command's second is for the node that freezes, not for the first connection to
	 * it.
	 */
	@BeforeEach
	void connect() {
		await().ignoreException(StoreUnavailableException.class).untilAsserted(() -> {
			Caller neighbour = somebodyOn(this.node);
			this.replica.fail(this.replica.begin(Tickets.plain(neighbour, null, "run_before")));
			this.hasty.redis().exists(neighbour, "none");
		});
	}

	@AfterEach
	void thaw() {
		this.node.thaw();
		this.replica.close();
		this.hasty.close();
	}

	@AfterAll
	static void stop() {
		CLUSTER.close();
	}

	@Test
	void aRunThatWasAdmittedUnheardIsTakenBack() {
		this.replica.fail(begin("run_0"));
		this.node.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> begin("run_1"));
		this.node.thaw();
		awaitAnswer();
		assertThat(this.replica.redis().contents(this.jane)).doesNotContainKeys("run:run_1", "idem:run_1");
		awaitForgotten();
	}

	@Test
	void aRunThatIsAdmittedTooLateIsNotAdmitted() {
		this.node.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.hasty.begin(Tickets.keyed(this.jane, null, "run_1", "this", "run_1")));
		Deadline notAfter = Deadline.after(Duration.ofMillis(1100));
		await().until(notAfter::passed);
		this.node.thaw();
		awaitAnswer();
		assertThat(this.replica.redis().contents(this.jane)).isEmpty();
		awaitForgotten();
	}

	@Test
	void aRetryThatWasAdmittedUnheardIsEnded() {
		this.replica.fail(begin("run_1"));
		this.node.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.replica.registry().register(Tickets.keyed(this.jane, "run_1", "run_1")));
		this.node.thaw();
		awaitAnswer();
		await().ignoreException(StoreUnavailableException.class).untilAsserted(() -> {
			RunRecord retried = this.replica.records().find(this.jane.tag(), "run_1");
			assertThat(retried.attempt()).isEqualTo(2);
			// Nobody renews its lease, which is over then.
			this.replica.redis().call(this.jane, "HSET", "run:run_1", "lease", 1);
		});
		awaitForgotten();
		assertThat(this.replica.records().find(this.jane.tag(), "run_1").state()).isInstanceOf(Failed.class);
	}

	private OwnedRun begin(String run) {
		return this.replica.begin(Tickets.keyed(this.jane, null, run, "this", run));
	}

	private void awaitForgotten() {
		await().ignoreException(StoreUnavailableException.class).untilAsserted(() -> {
			this.replica.redis().live(this.jane.tag()).forEach(this.replica.redis()::due);
			this.replica.look();
			assertThat(this.replica.redis().live(this.jane.tag())).isEmpty();
		});
	}

	/** What was sent before on the same connection has been done then. */
	private void awaitAnswer() {
		await().ignoreException(StoreUnavailableException.class)
			.until(() -> this.replica.redis().call(this.jane, "GET", "none") == null);
	}

	/** Somebody whose keys are on another node than the list of live runs. */
	private static Caller somebodyElsewhere() {
		return somebody(caller -> nodeOf(caller) != nodeOf("as:{q}:live"));
	}

	private static Caller somebodyOn(RedisServer node) {
		return somebody(caller -> nodeOf(caller) == node);
	}

	private static Caller somebody(Predicate<Caller> wanted) {
		return Stream.generate(Tickets::somebody).filter(wanted).findFirst().orElseThrow();
	}

	private static RedisServer nodeOf(Caller caller) {
		return nodeOf(caller.tag().key("epoch"));
	}

	private static RedisServer nodeOf(String key) {
		int nodes = CLUSTER.nodes().size();
		return CLUSTER.nodes().get((SlotHash.getSlot(key) * nodes + nodes - 1) / SlotHash.SLOT_COUNT);
	}

}
