package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.agentservice.redis.RedisServer;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

/**
 * What the packaged service spends on a megabyte of a caller who is over every limit. See
 * {@code scripts/refusal-cost --help}.
 */
final class RefusalCostMain {

	private static final int BATCHES = 15;

	private static final List<String> LIMITS = List.of("user-requests", "key-requests", "user-tokens", "user-bytes",
			"key-bytes");

	private RefusalCostMain() {
	}

	/**
	 * Arguments: the service's jar, how many milliseconds of processor time a request may
	 * take, how many requests of each kind warm the service up, and how many are measured
	 * together. Exits with 1 if it takes more.
	 */
	public static void main(String[] args) throws IOException {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
		double most = Double.parseDouble(args[1]);
		int warmUp = Integer.parseInt(args[2]);
		int together = Integer.parseInt(args[3]);
		Path files = Files.createTempDirectory("refusal-cost");
		boolean cheap = true;
		int port = JavaProcess.freePort();
		int management = JavaProcess.freePort();
		try (RedisServer redis = RedisServer.start();
				JavaProcess service = new JavaProcess("service", files,
						program(args[0], port, management, new ServiceSettings(redis, "http://127.0.0.1:9", files)))) {
			service.awaitStatus("http://127.0.0.1:" + management + "/actuator/health/readiness", 200);
			refusals().getFirst().useUpAllLimits(port);
			for (Refusal refusal : refusals()) {
				Service asked = new Service(port, service.pid());
				cheap &= measure(refusal, asked, warmUp, together) <= most;
			}
		}
		FileSystemUtils.deleteRecursively(files.toFile());
		System.exit(cheap ? 0 : 1);
	}

	private static double measure(Refusal refusal, Service service, int warmUp, int together) {
		refusal.repeat(service.port(), warmUp);
		List<Cost> batches = Stream.generate(() -> cost(refusal, service, together))
			.limit(BATCHES)
			.sorted(Comparator.comparingDouble(Cost::millis))
			.toList();
		double median = batches.get(BATCHES / 2).millis();
		IO.println(String.format(Locale.ROOT, "%-42s %6.2f ms (%.2f to %.2f), and %.2f ms for the compiler",
				refusal.name(), median, batches.getFirst().millis(), batches.getLast().millis(),
				batches.stream().mapToDouble(Cost::compiler).average().orElseThrow()));
		return median;
	}

	private static Cost cost(Refusal refusal, Service service, int together) {
		Cost before = service.used();
		refusal.repeat(service.port(), together);
		Cost after = service.used();
		return new Cost((after.millis() - before.millis()) / together,
				(after.compiler() - before.compiler()) / together);
	}

	private static List<String> program(String jar, int port, int management, ServiceSettings settings)
			throws IOException {
		List<String> program = new ArrayList<>(
				List.of("-jar", jar, "--server.port=" + port, "--management.server.port=" + management));
		for (String argument : settings.arguments()) {
			boolean limit = LIMITS.stream().anyMatch((name) -> argument.contains("." + name + ".capacity="));
			program.add(limit ? argument.substring(0, argument.indexOf('=')) + "=1" : argument);
		}
		LIMITS.forEach((limit) -> program.add("--agent-service.rate-limits." + limit + ".period=1d"));
		return program;
	}

	private static List<Refusal> refusals() {
		String prose = "The parcel left the warehouse on Monday and arrives on Thursday. ".repeat(3000)
			.substring(0, 190_000);
		String large = body(Collections.nCopies(5, prose));
		String small = body(List.of("Hello."));
		return List.of(new Refusal("Hello, each over the same connection", small, true),
				new Refusal("1 MB, each over the same connection", large, true),
				new Refusal("1 MB, each over a connection of its own", large, false));
	}

	private static String body(List<String> texts) {
		List<Map<String, String>> messages = texts.stream()
			.map((text) -> Map.of("role", "user", "content", text))
			.toList();
		return JsonMapper.shared().writeValueAsString(Map.of("model", "bench", "messages", messages));
	}

	/**
	 * Who is asked.
	 *
	 * @param port where
	 * @param pid its process
	 */
	private record Service(int port, long pid) {

		/** What its threads have used so far, to the nanosecond. */
		Cost used() {
			double millis = 0;
			double compiler = 0;
			try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + this.pid + "/task"))) {
				for (Path thread : threads) {
					double used = Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]) / 1e6;
					if (Files.readString(thread.resolve("comm")).contains("CompilerThre")) {
						compiler += used;
					}
					else {
						millis += used;
					}
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			return new Cost(millis, compiler);
		}

	}

	/**
	 * Processor time, user and system.
	 *
	 * @param millis of all threads but the compiler's
	 * @param compiler of those, which have the more to do the less it has been asked
	 */
	private record Cost(double millis, double compiler) {

	}

}
