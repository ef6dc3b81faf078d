package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.RedisCluster;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunState.Failed;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.StoreUnavailableException;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
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

	private final RedisServer node = nodeOf(this.jane.tag().key("epoch"));

	private final RunReplica replica = new RunReplica(CLUSTER,
			Map.of("agent-service.redis.command-timeout", "1s", "agent-service.run.lease", "3s"));

	@AfterEach
	void thaw() {
		this.node.thaw();
		this.replica.close();
	}

	@AfterAll
	static void stop() {
		CLUSTER.close();
	}

	@Test
	void aRunThatWasAdmittedUnheardIsTakenBack() {
		begin("run_0");
		this.node.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> begin("run_1"));
		this.node.thaw();
		awaitAnswer();
		assertThat(this.replica.redis().contents(this.jane)).doesNotContainKeys("run:run_1", "idem:run_1");
		awaitForgotten();
	}

	@Test
	void aRunThatIsAdmittedTooLateIsNotAdmitted() {
		Deadline notAfter = Deadline.after(Duration.ofMillis(3100));
		this.node.freeze();
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> begin("run_1"));
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
		assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(
				() -> this.replica.registry().register(Tickets.keyed(this.jane, "run_1", "run_1"), Duration.ZERO));
		this.node.thaw();
		awaitAnswer();
		RunRecord retried = this.replica.records().find(this.jane.tag(), "run_1");
		assertThat(retried.attempt()).isEqualTo(2);
		await().untilAsserted(() -> assertThat(this.replica.records().find(this.jane.tag(), "run_1").state())
			.isInstanceOf(Failed.class));
		awaitForgotten();
	}

	private OwnedRun begin(String run) {
		return this.replica.begin(Tickets.keyed(this.jane, null, run, "this", run));
	}

	private void awaitForgotten() {
		await().ignoreException(StoreUnavailableException.class)
			.untilAsserted(() -> assertThat(this.replica.redis().live(this.jane.tag())).isEmpty());
	}

	/** What was sent before on the same connection has been done then. */
	private void awaitAnswer() {
		await().ignoreException(StoreUnavailableException.class)
			.until(() -> this.replica.redis().call(this.jane, "GET", "none") == null);
	}

	/** Somebody whose keys are on another node than the list of live runs. */
	private static Caller somebodyElsewhere() {
		Caller caller = Tickets.somebody();
		while (nodeOf(caller.tag().key("epoch")) == nodeOf("as:{q}:live")) {
			caller = Tickets.somebody();
		}
		return caller;
	}

	private static RedisServer nodeOf(String key) {
		int nodes = CLUSTER.nodes().size();
		return CLUSTER.nodes().get((SlotHash.getSlot(key) * nodes + nodes - 1) / SlotHash.SLOT_COUNT);
	}

}
