package dev.agentservice.endtoend.attack;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Bodies below the limit of their size that once took all memory, or seconds each. */
@Tag("process")
class HostileBodyTests {

	private static final Logger log = LoggerFactory.getLogger(HostileBodyTests.class);

	@RegisterExtension
	static final AttackedReplica replica = AttackedReplica.shared();

	private static final int AT_ONCE = 8;

	/** They took 13 seconds, or everything. */
	private static final Duration MOST_FOR_ONE = Duration.ofSeconds(1);

	static Stream<Arguments> bodies() {
		String nul = "\"\\u0000\"";
		return Stream
			.of(arguments("long names above many NULs", nested("metadata", "w".repeat(39_000), 10, nul, 21_000)),
					arguments("names within their limit above many NULs",
							nested("metadata", "w".repeat(990), 60, nul, 90_000)),
					arguments("names within their limit above many numbers",
							nested("metadata", "w".repeat(990), 60, "7", 90_000)),
					arguments("a list of empty lists", nested("metadata", "w", 1, "[]", 320_000)),
					arguments("a list of small objects", nested("metadata", "w", 1, "{\"a\":7}", 45_000)),
					arguments("unpaired surrogates", nested("x", "w".repeat(300), 40, "\"\\udbff\"", 90_000)))
			.flatMap((body) -> Stream.of("/agent", "/v1/chat/completions")
				.map((path) -> arguments(path, body.get()[0], body.get()[1])));
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("bodies")
	void aHostileBodyIsRefusedCheaplyWhileOthersAreServed(String path, String name, String body) throws Exception {
		assertThat(body.length()).isLessThan(1_048_576);
		Duration before = replica.processorTime();
		replica.servesOthersDuring(() -> {
			List<Answer> answers = IntStream.range(0, AT_ONCE)
				.parallel()
				.mapToObj((_) -> replica.post(ReplicaSettings.ADAS_KEY, path, body.getBytes(StandardCharsets.UTF_8)))
				.toList();
			assertThat(answers).allSatisfy((answer) -> {
				assertThat(answer.status()).isEqualTo(400);
				assertThat(answer.text().length()).isLessThan(10_000);
			});
		});
		Duration each = replica.processorTime().minus(before).dividedBy(AT_ONCE);
		log.atInfo()
			.addKeyValue("path", path)
			.addKeyValue("body", name)
			.addKeyValue("each_ms", each.toMillis())
			.log("Processor time for each body");
		assertThat(each).isLessThan(MOST_FOR_ONE);
	}

	private static String nested(String field, String name, int depth, String value, int count) {
		return "{\"" + field + "\": " + ("{\"" + name + "\": ").repeat(depth) + "[" + (value + ",").repeat(count - 1)
				+ value + "]" + "}".repeat(depth) + "}";
	}

}
