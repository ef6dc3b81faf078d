package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.agentservice.endtoend.Client;
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

	/** Less of its time for the compiler, and a service counts as warm. */
	private static final double WARM = 0.1;

	/**
	 * Arguments: the service's jar, how many milliseconds of processor time a request may
	 * take, how many requests of each kind warm the service up at most, and how many are
	 * measured together. Exits with 1 if it takes more.
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
				Service asked = new Service(port, "http://127.0.0.1:" + management, service.pid());
				cheap &= measure(refusal, asked, warmUp, together) <= most;
			}
		}
		FileSystemUtils.deleteRecursively(files.toFile());
		System.exit(cheap ? 0 : 1);
	}

	private static double measure(Refusal refusal, Service service, int warmUp, int together) {
		int sent = together;
		while (cost(refusal, service, together).compiling() > WARM && sent < warmUp) {
			sent += together;
		}
		List<Cost> batches = Stream.generate(() -> cost(refusal, service, together))
			.limit(BATCHES)
			.sorted(Comparator.comparingDouble(Cost::millis))
			.toList();
		double median = batches.get(BATCHES / 2).millis();
		IO.println(String.format(Locale.ROOT,
				"%-42s %6.2f ms (%.2f to %.2f), %2.0f %% for the compiler, after %d requests", refusal.name(), median,
				batches.getFirst().millis(), batches.getLast().millis(),
				100 * batches.stream().mapToDouble(Cost::compiling).average().orElseThrow(), sent));
		return median;
	}

	/**
	 * What a request takes. The clock of a process ticks a hundred times a second, so
	 * many requests are taken together.
	 */
	private static Cost cost(Refusal refusal, Service service, int together) {
		double before = service.cpuMillis();
		double compiled = service.compilerMillis();
		refusal.repeat(service.port(), together);
		double used = service.cpuMillis() - before;
		return new Cost(used / together, (service.compilerMillis() - compiled) / Math.max(1, used));
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
		byte[] large = body(Collections.nCopies(5, prose));
		byte[] small = body(List.of("Hello."));
		return List.of(new Refusal("Hello, each over the same connection", small, true),
				new Refusal("1 MB, each over the same connection", large, true),
				new Refusal("1 MB, each over a connection of its own", large, false));
	}

	private static byte[] body(List<String> texts) {
		List<Map<String, String>> messages = texts.stream()
			.map((text) -> Map.of("role", "user", "content", text))
			.toList();
		return JsonMapper.shared()
			.writeValueAsString(Map.of("model", "bench", "messages", messages))
			.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Who is asked.
	 *
	 * @param port where
	 * @param managementUrl where it says how it is
	 * @param pid its process
	 */
	private record Service(int port, String managementUrl, long pid) {

		double cpuMillis() {
			Duration used = ProcessHandle.of(this.pid)
				.flatMap((process) -> process.info().totalCpuDuration())
				.orElseThrow();
			return used.toNanos() / 1e6;
		}

		/** What the compiler has taken so far, on all of its threads. */
		double compilerMillis() {
			return new Client(this.managementUrl, "none").get("/actuator/prometheus")
				.body()
				.lines()
				.filter((line) -> line.startsWith("jvm_compilation_time_ms_total{"))
				.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
				.sum();
		}

	}

	/**
	 * What one request took.
	 *
	 * @param millis processor time, user and system
	 * @param compiling which part of it the compiler took
	 */
	private record Cost(double millis, double compiling) {

	}

}
