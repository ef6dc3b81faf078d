package dev.agentservice.run.owner.waiting;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.state.ReleaseProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class LostRunsTests {

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final LostRuns runs = new LostRuns(new ReleaseProperties("1.1.0", "canary"), this.meters);

	@Test
	void anAgentIsShownBeforeItHasLostARun() {
		this.runs.show("assistant");
		assertThat(this.meters.get("agent.runs.lost")
			.tags("agent", "assistant", "lost_version", "1.1.0", "lost_track", "canary")
			.counter()
			.count()).isZero();
	}

	@Test
	void recordsCannotMakeSeriesWithoutEnd() {
		for (int i = 0; i < 100; i++) {
			this.runs.count(new ReapReply(ReapOutcome.REAPED, new LostRun("assistant", "2." + i, "stable")));
		}
		assertThat(this.meters.find("agent.runs.lost").counters()).hasSize(21)
			.extracting(Counter::count)
			.containsOnly(1.0, 80.0);
	}

	@Test
	void aRecordThatCannotBeReadIsLostAsWell() {
		assertThat(LostRun.read("no JSON", null)).isEqualTo(new LostRun("unknown", "unknown", "unknown"));
		assertThat(LostRun.read(null, "canary 1.1.0")).isEqualTo(new LostRun("unknown", "1.1.0", "canary"));
		assertThat(LostRun.read("{\"v\":9,\"agent\":\"a\",\"release\":\"2\",\"track\":\"stable\"}", null))
			.isEqualTo(new LostRun("a", "2", "stable"));
	}

}
