package dev.agentservice.llm.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import com.sun.management.OperatingSystemMXBean;
import dev.agentservice.support.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.util.unit.DataSize;

/**
 * Measures both candidates side by side: requests per second, latency and this process's
 * CPU time per request, for plain answers and for streams, at rising numbers of virtual
 * threads. The candidates take turns, so that noise of the machine hits both.
 */
final class HttpClientBench {

	private static final byte[] BODY = ("{\"messages\":[{\"role\":\"user\",\"content\":\"" + "word ".repeat(400)
			+ "\"}]}")
		.getBytes(StandardCharsets.UTF_8);

	private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private final String url;

	private final Duration perRun;

	private HttpClientBench(String url, Duration perRun) {
		this.url = url;
		this.perRun = perRun;
	}

	public static void main(String[] args) throws Exception {
		Duration perRun = Duration.ofSeconds((args.length > 0) ? Integer.parseInt(args[0]) : 5);
		int rounds = (args.length > 1) ? Integer.parseInt(args[1]) : 3;
		Process server = startServer();
		try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
				PooledHttpClient apache = new PooledHttpClient("bench", settings(), new SimpleMeterRegistry())) {
			HttpClientBench bench = new HttpClientBench("http://127.0.0.1:" + out.readLine(), perRun);
			Map<String, Candidate> candidates = new LinkedHashMap<>();
			candidates.put("apache", new Pooled(apache));
			candidates.put("jdk", new JdkHttpClient());
			bench.runAll(candidates, rounds);
		}
		finally {
			server.destroy();
		}
	}

	private static PoolProperties settings() {
		return new PoolProperties(512, Duration.ofSeconds(30), Duration.ofSeconds(3), Duration.ofSeconds(60),
				Duration.ofSeconds(30), DataSize.ofMegabytes(1));
	}

	private static Process startServer() throws IOException {
		String java = ProcessHandle.current().info().command().orElse("java");
		return new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), BenchServer.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
	}

	private void runAll(Map<String, Candidate> candidates, int rounds) throws InterruptedException {
		for (Candidate candidate : candidates.values()) {
			measure(candidate, false, 32);
			measure(candidate, true, 32);
		}
		IO.println(
				"kind    threads  client   requests/s  p50 ms   p99 ms   CPU us/request   (median of %d runs of %d s)"
					.formatted(rounds, this.perRun.toSeconds()));
		for (boolean stream : new boolean[] { false, true }) {
			for (int threads : new int[] { 1, 32, 256 }) {
				compare(candidates, stream, threads, rounds);
			}
		}
	}

	private void compare(Map<String, Candidate> candidates, boolean stream, int threads, int rounds)
			throws InterruptedException {
		Map<String, Run[]> runs = new LinkedHashMap<>();
		candidates.keySet().forEach((name) -> runs.put(name, new Run[rounds]));
		for (int round = 0; round < rounds; round++) {
			for (Map.Entry<String, Candidate> candidate : candidates.entrySet()) {
				runs.getOrDefault(candidate.getKey(), new Run[0])[round] = measure(candidate.getValue(), stream,
						threads);
			}
		}
		runs.forEach((name, results) -> {
			Arrays.sort(results, (a, b) -> Double.compare(a.cpuMicros(), b.cpuMicros()));
			Run median = results[results.length / 2];
			IO.println("%-7s %7d  %-7s %11.0f %7.2f %8.2f %16.0f".formatted(stream ? "stream" : "plain", threads, name,
					median.perSecond(), median.p50(), median.p99(), median.cpuMicros()));
		});
	}

	private Run measure(Candidate client, boolean stream, int threads) throws InterruptedException {
		ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
		CountDownLatch done = new CountDownLatch(threads);
		long cpu = PROCESS.getProcessCpuTime();
		long start = System.nanoTime();
		Deadline end = Deadline.after(this.perRun);
		for (int i = 0; i < threads; i++) {
			Thread.ofVirtual().start(() -> {
				while (!end.passed()) {
					long before = System.nanoTime();
					call(client, stream);
					latencies.add(System.nanoTime() - before);
				}
				done.countDown();
			});
		}
		done.await();
		return Run.of(latencies.stream().mapToLong(Long::longValue).sorted().toArray(), System.nanoTime() - start,
				PROCESS.getProcessCpuTime() - cpu);
	}

	private void call(Candidate client, boolean stream) {
		ProviderRequest request = new ProviderRequest(URI.create(this.url + (stream ? "/stream" : "/plain")),
				Map.of("Authorization", "Bearer key"), BODY);
		Exchange exchange = new Exchange(Deadline.after(Duration.ofSeconds(60)));
		if (stream) {
			Events events = new Events();
			client.post(exchange, request, events);
			events.demandAll();
		}
		else {
			client.post(exchange, request);
		}
	}

	/** A client to measure. */
	interface Candidate {

		void post(Exchange exchange, ProviderRequest request);

		void post(Exchange exchange, ProviderRequest request, EventListener listener);

	}

	private record Pooled(PooledHttpClient client) implements Candidate {

		@Override
		public void post(Exchange exchange, ProviderRequest request) {
			this.client.send(exchange, request);
		}

		@Override
		public void post(Exchange exchange, ProviderRequest request, EventListener listener) {
			this.client.send(exchange, request, listener);
		}

	}

	private record Run(double perSecond, double p50, double p99, double cpuMicros) {

		private static Run of(long[] sorted, long nanos, long cpuNanos) {
			return new Run(sorted.length * 1e9 / nanos, sorted[sorted.length / 2] / 1e6,
					sorted[(int) (sorted.length * 0.99)] / 1e6, cpuNanos / 1e3 / sorted.length);
		}

	}

	private static final class Events implements EventListener {

		private int events;

		@Override
		public Progress onEvent(String name, String data) {
			this.events++;
			return "[DONE]".equals(data) ? Progress.ENDED : Progress.GOES_ON;
		}

		@Override
		public boolean hasBegun() {
			return true;
		}

		@Override
		public long heard() {
			return this.events;
		}

		@Override
		public void onDocument(String json) {
			throw new IllegalStateException("no stream");
		}

		private void demandAll() {
			if (this.events != 51) {
				throw new IllegalStateException("events lost: " + this.events);
			}
		}

	}

}
