package dev.agentservice.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.agentservice.support.BesideOthers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A stable replica that writes as the release before does, and a canary of this release,
 * which dies and does not come back.
 */
@Tag("process")
@BesideOthers
class TrackReplicaTests {

	private static final int QUEUED = 50;

	private static final int AT_WORK = 2;

	@RegisterExtension
	static final ServiceUnderTest stable = new ServiceUnderTest().with("agent-service.state.write-version", 1)
		.with("agent-service.run.lease", "3s")
		.with("agent-service.run.queue.poll", "500ms")
		.with("agent-service.run.queue.orphaned-after", "3s")
		.with("agent-service.rate-limits.user-requests.capacity", "100000")
		.with("agent-service.rate-limits.user-reads.capacity", "100000");

	@Test
	void whatAGoneCanaryAcceptedIsExecutedAndWhatNobodyCanReadWaits() {
		stable.anthropic().whenAsked("Hang").always(silence());
		Replica canary = stable
			.replica("--agent-service.run.lease=3s", "--agent-service.run.queue.track=canary",
					"--agent-service.release.track=canary", "--agent-service.run.async.limit=" + AT_WORK,
					"--agent-service.rate-limits.user-requests.capacity=100000",
					"--agent-service.llm.resilience.first-token=5m")
			.awaitReady();
		List<String> atWork = submit(canary, AT_WORK, "Hang on.");
		await().until(() -> stable.anthropic().traffic().inFlight() == AT_WORK);
		List<String> queued = submit(canary, QUEUED, "Do it.");
		List<String> newer = queued.subList(0, 5);
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + stable.redis().port())) {
			RedisCommands<String, String> redis = client.connect().sync();
			// As a release after this one would say of a journal that it wrote.
			newer.forEach((run) -> redis.hset(redis.keys("as:{*}:run:" + run).getFirst(), "jv", "3"));
		}
		stable.anthropic().clear();
		stable.anthropic().always(answer("Done."));
		canary.kill();
		List<String> readable = new ArrayList<>(queued.subList(newer.size(), QUEUED));
		readable.addAll(atWork);
		assertThat(readable).allSatisfy((run) -> {
			Client.Reply ended = ended(run);
			assertThat(ended.text("/result/answer")).as(ended.body()).isEqualTo("Done.");
			assertThat(ended.text("/track")).isEqualTo("canary");
			assertThat(ended.text("/attempt")).isEqualTo(atWork.contains(run) ? "2" : "1");
		});
		assertThat(newer).allSatisfy((run) -> {
			Client.Reply waiting = stable.ada().get("/runs/" + run);
			assertThat(waiting.text("/status")).isEqualTo("queued");
			assertThat(waiting.text("/attempt")).isEqualTo("0");
			assertThat(stable.ada().cancel(run).text("/status")).isEqualTo("cancelled");
		});
	}

	/** RFC 7240 allows a server to ignore the preference. */
	@Test
	void whoWritesAsTheReleaseBeforeAcceptsNothingThatOnlyThisReleaseCanContinue() {
		stable.anthropic().next(answer("At once."));
		Client.Reply reply = stable.ada().submit(Map.of("task", "Later, please."));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(reply.text("/answer")).isEqualTo("At once.");
		Client.Reply refused = stable.ada().submit(Map.of("task", "Later, please.", "ttl", "1h"));
		assertThat(refused.status()).as(refused.body()).isEqualTo(400);
	}

	private static List<String> submit(Replica replica, int count, String task) {
		return IntStream.range(0, count).mapToObj((_) -> {
			Client.Reply accepted = replica.ada().submit(Map.of("task", task));
			assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
			return accepted.text("/run_id");
		}).toList();
	}

	private static Client.Reply ended(String run) {
		await().until(() -> !List.of("queued", "running", "cancelling")
			.contains(stable.ada().get("/runs/" + run).text("/status")));
		return stable.ada().get("/runs/" + run);
	}

}
