package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

import static dev.agentservice.simulator.script.Responses.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica as it runs on Cloud Run, told to stop while a run is at work.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.STOPS)
class CloudRunTests {

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	@Test
	void aReplicaThatIsToldToStopHasEndedItsRunsWhenItsTimeIsOver() {
		Replica replica = surroundings.replica("--spring.profiles.active=cloud-run", "--K_SERVICE=agent-service")
			.awaitReady();
		assertThat(replica.log()).doesNotContain("nothing says whether its CPU is throttled");
		surroundings.anthropic().next(silence());
		try (EventStream stream = replica.ada().stream(Map.of("task", "Never end."))) {
			stream.runId();
			await().until(() -> surroundings.anthropic().traffic().inFlight() == 1);
			replica.terminate();
			await("the replica stops by itself").atMost(Duration.ofMinutes(1)).until(() -> !replica.alive());
			assertThat(stream.rest().getLast().json().at("/code").asString()).isEqualTo("owner_lost");
		}
		assertThat(replica.log()).contains("The runs were stopped");
		assertThat(Leftovers.of(surroundings.redis())).isEmpty();
	}

}
