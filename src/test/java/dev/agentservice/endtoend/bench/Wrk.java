package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The load generator, a process of its own: as many requests as the clients can make,
 * each waiting for its answer before it asks again.
 */
final class Wrk {

	/** Requests that take longer are errors. */
	private static final String PATIENCE = "30s";

	private Wrk() {
	}

	/** Asks for so many seconds. */
	static Result run(String baseUrl, Load load, int clients, int seconds) {
		try {
			Path body = Files.createTempFile("bench", ".json");
			try {
				Files.writeString(body, load.body());
				return run(List.of("wrk", "-t", "1", "-c", Integer.toString(clients), "-d", seconds + "s", "--timeout",
						PATIENCE, "-s", script(), baseUrl + load.path(), "--", body.toString(), load.key(),
						load.accept(), Integer.toString(load.users()), load.expected(),
						Long.toString(System.nanoTime(), Character.MAX_RADIX)));
			}
			finally {
				Files.delete(body);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Result run(List<String> command) throws IOException {
		Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (wrk.onExit().join().exitValue() != 0) {
			throw new IllegalStateException("wrk: " + output);
		}
		Map<String, String> values = output.lines()
			.map((line) -> line.split(" ", 2))
			.filter((line) -> line.length == 2)
			.collect(Collectors.toMap((line) -> line[0], (line) -> line[1], (_, last) -> last));
		return Result.of(values);
	}

	private static String script() {
		try {
			return Path.of(Objects.requireNonNull(Wrk.class.getResource("/bench/wrk.lua")).toURI()).toString();
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What is asked.
	 *
	 * @param path of the URL
	 * @param body the request's body; each {@code @NEW@} becomes a word of its own
	 * @param key the bearer token
	 * @param accept the media type wanted
	 * @param users of how many users one asks by chance; 0 for no user
	 * @param expected what every right answer holds
	 */
	record Load(String path, String body, String key, String accept, int users, String expected) {

	}

	/**
	 * What came of it.
	 *
	 * @param requests those that were answered
	 * @param seconds how long it took
	 * @param p50 median latency in ms
	 * @param p99 what 99 in 100 requests stay below, in ms
	 * @param errors requests without an answer, or with a wrong one
	 * @param example the first wrong answer
	 */
	record Result(long requests, double seconds, double p50, double p99, long errors, String example) {

		private static Result of(Map<String, String> values) {
			return new Result((long) number(values, "requests"), number(values, "duration") / 1e6,
					number(values, "p50") / 1e3, number(values, "p99") / 1e3,
					(long) (number(values, "broken") + number(values, "wrong")), values.getOrDefault("example", ""));
		}

		private static double number(Map<String, String> values, String name) {
			String value = values.get(name);
			if (value == null) {
				throw new IllegalStateException("wrk did not say " + name);
			}
			return Double.parseDouble(value.strip());
		}

	}

}
