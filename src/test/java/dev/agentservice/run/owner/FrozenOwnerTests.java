package dev.agentservice.run.owner;

import java.util.Map;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.OnSingleAndCluster;
import dev.agentservice.redis.RedisTopology;
import dev.agentservice.run.owner.script.FinishOutcome;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RenewOutcome;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An owner that was frozen for longer than its lease and goes on as if nothing had been.
 */
@OnSingleAndCluster
@BesideOthers
@ExtendWith(SharedReplicas.class)
class FrozenOwnerTests {

	/** What has happened meanwhile. */
	enum Meanwhile {

		/** Nobody has noticed. */
		NOTHING,
		/** A client wanted the run to stop, while it was still alive. */
		CANCEL_ASKED,
		/** The run was ended. */
		REAPED,
		/** The client asked again. */
		RETRIED,
		/** The client asked again, and has its answer. */
		RETRIED_AND_ANSWERED,
		/** Somebody else has the conversation. */
		TURN_TAKEN,
		/** Somebody else has answered in the conversation. */
		TURN_WRITTEN

	}

	private final Caller jane = Tickets.somebody();

	private final RunReplica frozen;

	private final RunReplica other;

	FrozenOwnerTests(RedisTopology topology) {
		this.frozen = SharedReplicas.of(FrozenOwnerTests.class, topology, "frozen", "10m");
		this.other = SharedReplicas.of(FrozenOwnerTests.class, topology, "other", "10m");
	}

	@ParameterizedTest
	@EnumSource
	void writesNotAByteWhenItGoesOn(Meanwhile meanwhile) {
		OwnedRun run = this.frozen.beginUnwatched(Tickets.keyed(this.jane, "key", "run_1"));
		assertThat(this.frozen.append(run, "run.started", "answer.delta")).isEqualTo(WriteOutcome.STORED);
		assertThat(this.frozen.journals().record(run, 0, "{\"step\":1}", "").join()).isEqualTo(WriteOutcome.STORED);
		if (meanwhile == Meanwhile.CANCEL_ASKED) {
			this.other.cancel(this.jane.tag(), "run_1");
		}
		lapse();
		happens(meanwhile);
		Map<String, String> before = this.other.redis().contents(this.jane);
		goOn(run);
		assertThat(this.other.redis().contents(this.jane)).isEqualTo(before).containsKey("run:run_1");
	}

	private void happens(Meanwhile meanwhile) {
		RunTicket retry = Tickets.keyed(this.jane, "key", "run_2");
		switch (meanwhile) {
			case NOTHING, CANCEL_ASKED -> {
			}
			case REAPED -> assertThat(this.other.reaper().reap(this.jane.tag(), "run_1")).isTrue();
			case RETRIED -> this.other.begin(retry);
			case RETRIED_AND_ANSWERED -> this.other.succeed(this.other.begin(retry));
			case TURN_TAKEN -> this.other.begin(Tickets.plain(this.jane, "s", "run_2"));
			case TURN_WRITTEN -> this.other.converse(this.jane, "s", "run_2");
		}
	}

	/** All that the owner could still try. */
	private void goOn(OwnedRun run) {
		assertThat(this.frozen.scripts().renew(run).join()).isEqualTo(RenewOutcome.LOST);
		assertThat(this.frozen.append(run, "answer.delta", "tool.finished")).isEqualTo(WriteOutcome.FENCED_OFF);
		assertThat(this.frozen.journals().record(run, 1, "{\"step\":2}", "").join()).isEqualTo(WriteOutcome.FENCED_OFF);
		assertThat(this.frozen.succeed(run)).isIn(FinishOutcome.FENCED_OFF, FinishOutcome.FAILED);
		assertThat(this.frozen.fail(run)).isIn(FinishOutcome.FENCED_OFF, FinishOutcome.FAILED);
	}

	/**
	 * As if all of the lease had passed: the turn's lock has its time, too, and expires
	 * by itself.
	 */
	private void lapse() {
		this.other.redis().call(this.jane, "HSET", "run:run_1", "lease", 1);
		this.other.redis().call(this.jane, "DEL", "turn:s");
	}

}
