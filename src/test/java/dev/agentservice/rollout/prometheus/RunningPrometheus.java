package dev.agentservice.rollout.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An installed Prometheus, on a port of 127.0.0.1.
 */
public final class RunningPrometheus implements AutoCloseable {

	private final Process process;

	private final URI url;

	/**
	 * Starts one and waits until it is ready.
	 * @param directory for its files; blocks of {@code promtool} are in {@code series}
	 * @param scrapes the list of {@code scrape_configs}, in YAML
	 */
	public RunningPrometheus(Path directory, String scrapes) {
		try {
			int port = freePort();
			Path configuration = Files.writeString(directory.resolve("prometheus.yaml"),
					"global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs: " + scrapes + "\n");
			this.process = new ProcessBuilder("prometheus", "--config.file=" + configuration,
					"--storage.tsdb.path=" + directory.resolve("series"), "--storage.tsdb.retention.time=10y",
					"--web.listen-address=127.0.0.1:" + port)
				.redirectErrorStream(true)
				.redirectOutput(directory.resolve("prometheus.log").toFile())
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
			this.url = URI.create("http://127.0.0.1:" + port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitReady();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void awaitReady() {
		awaitAnswer("/-/ready", "");
	}

	/** Waits until so many targets were scraped: it looks for them each five seconds. */
	public void awaitTargets(int count) {
		awaitAnswer("/api/v1/query?query=count(up%3D%3D1)", "\"" + count + "\"");
	}

	/** Waits until it answers a request with a text. */
	public void awaitAnswer(String path, String text) {
		try (HttpClient http = HttpClient.newHttpClient()) {
			HttpRequest request = HttpRequest.newBuilder(this.url.resolve(path)).timeout(Duration.ofSeconds(5)).build();
			await(path).ignoreExceptions().untilAsserted(() -> {
				HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
				assertThat(response.statusCode()).isEqualTo(200);
				assertThat(response.body()).contains(text);
			});
		}
	}

	/** Where it is. */
	public URI url() {
		return this.url;
	}

	/** Fills a directory for one from a file in the OpenMetrics format. */
	public static void createBlocks(Path file, Path directory) throws IOException, InterruptedException {
		Process promtool = new ProcessBuilder(List.of("promtool", "tsdb", "create-blocks-from", "openmetrics",
				file.toString(), directory.resolve("series").toString()))
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("promtool.log").toFile())
			.start();
		if (promtool.waitFor() != 0) {
			throw new IOException(Files.readString(directory.resolve("promtool.log")));
		}
	}

	/** Ends it as {@code kill -9} does. */
	public void die() {
		this.process.destroyForcibly().onExit().join();
	}

	@Override
	public void close() {
		die();
	}

}
