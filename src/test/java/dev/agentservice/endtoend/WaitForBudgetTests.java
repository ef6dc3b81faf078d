package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs of a user who has no budget left today.
 */
@BesideOthers
class WaitForBudgetTests {

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("agent-service.budget.user-daily-usd", "0");

	@Test
	void itIsRefusedUnlessItIsToWait() {
		Client.Reply refused = service.ada().submit(Map.of("task", "Now."));
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.text("/code")).isEqualTo("budget_exceeded");
		Client.Reply accepted = service.ada().submit(Map.of("task", "Tomorrow, then.", "on_budget", "wait"));
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		String run = accepted.text("/run_id");
		await("it was looked at").until(() -> service.ada().get("/runs/" + run).text("/attempt").equals("1"));
		await("it waits again").until(() -> service.ada().get("/runs/" + run).text("/status").equals("queued"));
		assertThat(service.anthropic().requests()).isEmpty();
		assertThat(service.ada().cancel(run).text("/status")).isEqualTo("cancelled");
	}

	/** The day's reset comes later than that. */
	@Test
	void itWaitsNoLongerThanItsTimeToLive() {
		String run = service.ada().submit(Map.of("task", "Soon.", "on_budget", "wait", "ttl", "2s")).text("/run_id");
		await().until(() -> !List.of("queued", "running").contains(service.ada().get("/runs/" + run).text("/status")));
		Client.Reply ended = service.ada().get("/runs/" + run);
		assertThat(ended.text("/status")).as(ended.body()).isEqualTo("rejected");
		assertThat(ended.text("/problem/code")).isEqualTo("run_expired");
	}

}
