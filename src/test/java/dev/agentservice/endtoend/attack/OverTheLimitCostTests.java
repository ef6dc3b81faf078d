package dev.agentservice.endtoend.attack;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.Surroundings;
import dev.agentservice.simulator.script.Responses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a megabyte costs the service, in processor time: of a user who is over the limit,
 * and of one who is not.
 */
@Tag("process")
class OverTheLimitCostTests {

	private static final Logger LOG = LoggerFactory.getLogger(OverTheLimitCostTests.class);

	private static final byte[] MEGABYTE = megabyte();

	/**
	 * The clock of a process ticks a hundred times a second, so requests are taken
	 * together.
	 */
	private static final int AT_A_TIME = 50;

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	@Test
	void whoIsOverTheLimitCostsNextToNothing() {
		surroundings.anthropic().always(Responses.answer("Yes."));
		try (Replica replica = Replica
			.start(new ReplicaSettings(surroundings.redis(), surroundings.simulator()),
					List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"),
					"--agent-service.rate-limits.user-requests.capacity=1",
					"--agent-service.rate-limits.user-requests.period=1d",
					"--agent-service.rate-limits.key-requests.capacity=1000000",
					"--agent-service.rate-limits.key-bytes.capacity=1000000000",
					"--agent-service.rate-limits.user-tokens.capacity=1000000000")
			.awaitReady()) {
			assertThat(ask(replica, "over")).isFalse();
			cost(replica, 6 * AT_A_TIME, () -> ask(replica, "over"), true);
			List<Duration> over = Stream.generate(() -> cost(replica, AT_A_TIME, () -> ask(replica, "over"), true))
				.limit(11)
				.sorted()
				.toList();
			Duration median = over.get(over.size() / 2);
			int[] user = { 0 };
			BooleanSupplier within = () -> ask(replica, "within-" + user[0]++);
			cost(replica, 3, within, false);
			Duration admitted = cost(replica, 5, within, false);
			LOG.atInfo()
				.log("A request of 1 MB takes {} us of processor time over the limit (median of {} times {}, from {} to "
						+ "{} us), and {} us within it", median.toNanos() / 1000, over.size(), AT_A_TIME,
						over.getFirst().toNanos() / 1000, over.getLast().toNanos() / 1000, admitted.toNanos() / 1000);
			assertThat(median).isLessThan(admitted.dividedBy(10));
		}
	}

	/** Processor time per request. */
	private static Duration cost(Replica replica, int times, BooleanSupplier request, boolean refused) {
		Duration before = used(replica);
		for (int i = 0; i < times; i++) {
			assertThat(request.getAsBoolean()).isEqualTo(refused);
		}
		return used(replica).minus(before).dividedBy(times);
	}

	private static Duration used(Replica replica) {
		return ProcessHandle.of(replica.pid()).flatMap((process) -> process.info().totalCpuDuration()).orElseThrow();
	}

	/**
	 * Whether the rate limit refuses it; what a budget says comes after the inspection.
	 */
	private static boolean ask(Replica replica, String user) {
		Map<String, String> headers = new HashMap<>();
		headers.put("Authorization", "Bearer " + ReplicaSettings.BACKENDS_KEY);
		headers.put("X-User-Id", user);
		headers.put("Content-Type", "application/json");
		return replica.http()
			.request("POST", "/v1/chat/completions", headers, MEGABYTE)
			.text()
			.contains("Too many requests of this user");
	}

	/** Ordinary prose, in messages of the size that one may have. */
	private static byte[] megabyte() {
		String prose = "The parcel left the warehouse on Monday and arrives on Thursday. ".repeat(3000)
			.substring(0, 190_000);
		Map<String, String> message = Map.of("role", "user", "content", prose);
		byte[] body = JsonMapper.shared()
			.writeValueAsString(Map.of("model", "assistant", "messages", Collections.nCopies(5, message)))
			.getBytes(StandardCharsets.UTF_8);
		assertThat(body.length).isBetween(900_000, 1_000_000);
		return body;
	}

}
