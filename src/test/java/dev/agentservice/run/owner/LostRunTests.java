package dev.agentservice.run.owner;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.Claim.Claimed;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.support.BesideOthers;
import io.micrometer.core.instrument.Counter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose runs are counted as lost: their owner's, whichever replica ends them.
 */
@OnSingleAndCluster
@BesideOthers
@ExtendWith(SharedReplicas.class)
class LostRunTests {

	private final Caller jane = Tickets.somebody();

	/** Ends what others have lost. */
	private final RunReplica stable;

	private final RunReplica canary;

	private final Map<String, Double> before = new TreeMap<>();

	LostRunTests(RedisTopology topology) {
		this.stable = replica(topology, "1.0.0", "stable");
		this.canary = replica(topology, "1.1.0", "canary");
		this.before.putAll(counts());
	}

	@Test
	void aRunIsLostByTheReleaseThatBeganIt() {
		lose(this.canary.begin(Tickets.plain(this.jane, "s", "run_1")));
		assertThat(lost()).containsExactly("canary 1.1.0");
		lose(this.stable.begin(Tickets.plain(this.jane, "s", "run_2")));
		assertThat(lost()).containsExactly("canary 1.1.0", "stable 1.0.0");
	}

	@Test
	void ofSeveralOwnersTheLastHasLostIt() {
		this.stable.fail(this.stable.begin(Tickets.keyed(this.jane, "key", "run_1")));
		OwnedRun again = this.canary.begin(Tickets.keyed(this.jane, "key", "run_2"));
		assertThat(again.attempt()).isEqualTo(2);
		lose(again);
		assertThat(lost()).containsExactly("canary 1.1.0");
		lose(this.stable.begin(Tickets.keyed(this.jane, "key", "run_3")));
		assertThat(lost()).containsExactly("canary 1.1.0", "stable 1.0.0");
	}

	@Test
	void aQueuedRunIsLostByTheReleaseThatTookItNotByTheOneThatAcceptedIt() {
		this.stable.accept(Tickets.async(this.jane, "s", "key", "run_1"));
		OwnedRun run = claimed();
		this.stable.cancel(this.jane.tag(), "run_1");
		lose(run);
		assertThat(lost()).containsExactly("canary 1.1.0");
	}

	@Test
	void aRunThatWaitsForItsNextOwnerIsNotLostUntilItIsGivenUp() {
		this.stable.accept(Tickets.async(this.jane, "s", "key", "run_1"));
		lose(claimed());
		lose(claimed());
		assertThat(lost()).isEmpty();
		lose(claimed());
		this.stable.reaper().reap(this.jane.tag(), "run_1");
		assertThat(lost()).as("counted once").containsExactly("canary 1.1.0");
	}

	@Test
	void whatARecordDoesNotSayIsUnknown() {
		OwnedRun run = this.canary.begin(Tickets.plain(this.jane, "s", "run_1"));
		this.stable.redis().call(this.jane, "HSET", "run:run_1", "doc", "{\"v\":1,\"agent\":\"assistant\"}");
		lose(run);
		assertThat(lost()).containsExactly("unknown unknown");
	}

	private OwnedRun claimed() {
		return ((Claimed) this.canary.claim(this.jane.tag(), "run_1")).run();
	}

	/** Its lease is over, and nobody but the stable replica looks. */
	private void lose(OwnedRun run) {
		this.stable.live().remove(run.token().announcement());
		this.stable.redis().call(this.jane, "HSET", "run:" + run.id(), "lease", 1);
		this.stable.reaper().reap(this.jane.tag(), run.id());
	}

	/** Track and version of each run that this test has lost, by the stable replica. */
	private List<String> lost() {
		assertThat(this.canary.meters().find("agent.runs.lost").counters()).isEmpty();
		return counts().entrySet()
			.stream()
			.flatMap((entry) -> Collections
				.nCopies((int) (entry.getValue() - this.before.getOrDefault(entry.getKey(), 0.0)), entry.getKey())
				.stream())
			.toList();
	}

	private Map<String, Double> counts() {
		return this.stable.meters()
			.find("agent.runs.lost")
			.tag("agent", "assistant")
			.counters()
			.stream()
			.collect(Collectors.toMap(
					(counter) -> counter.getId().getTag("lost_track") + " " + counter.getId().getTag("lost_version"),
					Counter::count, Double::sum, TreeMap::new));
	}

	private static RunReplica replica(RedisTopology topology, String version, String track) {
		return SharedReplicas.of(LostRunTests.class, topology, track,
				Map.of("agent-service.run.lease", "10m", "agent-service.run.queue.max-lost", "2",
						"agent-service.release.version", version, "agent-service.release.track", track));
	}

}
