package dev.agentservice.endtoend.attack;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.simulator.script.Responses;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a megabyte costs the service, in processor time: of a key that is over its limit,
 * and of one that is not. How much it is when the service is warm, and as fast as it
 * gets, is measured by {@code scripts/refusal-cost}.
 */
@Tag("process")
class OverTheLimitCostTests {

	private static final Logger LOG = LoggerFactory.getLogger(OverTheLimitCostTests.class);

	/**
	 * The clock of a process ticks a hundred times a second, so requests are taken
	 * together.
	 */
	private static final int AT_A_TIME = 20;

	@RegisterExtension
	static final AttackedReplica replica = AttackedReplica.shared();

	private final byte[] megabyte = megabyte();

	@Test
	void whoIsOverTheLimitCostsNextToNothing() {
		replica.anthropic().always(Responses.answer("Yes."));
		ask(AttackedReplica.OVER_THE_LIMIT);
		cost(AttackedReplica.OVER_THE_LIMIT, 2 * AT_A_TIME, true);
		List<Duration> over = Stream.generate(() -> cost(AttackedReplica.OVER_THE_LIMIT, AT_A_TIME, true))
			.limit(5)
			.sorted()
			.toList();
		Duration within = cost(ReplicaSettings.ADAS_KEY, 3, false);
		Duration median = over.get(over.size() / 2);
		LOG.atInfo()
			.addKeyValue("refused_us", median.toNanos() / 1000)
			.addKeyValue("admitted_us", within.toNanos() / 1000)
			.log("Processor time for a request of 1 MB");
		assertThat(median).isLessThan(within.dividedBy(10));
	}

	/** Processor time per request. */
	private Duration cost(String key, int times, boolean refused) {
		Duration before = replica.processorTime();
		for (int i = 0; i < times; i++) {
			Answer answer = ask(key);
			// What a budget says comes after the inspection.
			assertThat(answer.text().contains("Too many requests")).as(answer.text()).isEqualTo(refused);
		}
		return replica.processorTime().minus(before).dividedBy(times);
	}

	private Answer ask(String key) {
		return replica.post(key, "/v1/chat/completions", this.megabyte);
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
