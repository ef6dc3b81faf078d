package dev.agentservice.endtoend.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.agentservice.support.BlockingHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/**
 * An installed program that serves JSON over HTTP, on a loopback port of our choice.
 */
final class Daemon implements AutoCloseable {

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final int port;

	private final Process process;

	private Daemon(int port, Process process) {
		this.port = port;
		this.process = process;
	}

	/**
	 * Starts a program and waits until {@code /-/ready} answers.
	 * @param port where it was told to listen
	 * @param log where it writes to
	 * @param command the program and its arguments
	 */
	static Daemon start(int port, Path log, List<String> command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(log.toFile())
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			Daemon daemon = new Daemon(port, process);
			await(command.getFirst() + ", see " + log).atMost(Duration.ofSeconds(30))
				.ignoreExceptions()
				.until(() -> daemon.get("/-/ready").statusCode() == 200);
			return daemon;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	JsonNode json(String path) {
		return JsonMapper.shared().readTree(get(path).body());
	}

	static String encode(String parameter) {
		return URLEncoder.encode(parameter, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

	private HttpResponse<String> get(String path) {
		URI uri = URI.create("http://127.0.0.1:" + this.port + path);
		return BlockingHttp.send(HTTP, HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
				BodyHandlers.ofString());
	}

}
