package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.awaitility.Awaitility.await;

/**
 * A Java virtual machine of the bench. All have the same options.
 */
final class JavaProcess implements AutoCloseable {

	static final int HEAP_MIB = 512;

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final String name;

	private final Path log;

	private final Process process;

	/**
	 * Starts one.
	 * @param name of its log
	 * @param logs directory of the log
	 * @param program what stands behind the options: a class or a jar, and arguments
	 */
	JavaProcess(String name, Path logs, List<String> program) {
		this.name = name;
		this.log = logs.resolve(name + ".log");
		List<String> command = new ArrayList<>(List.of(jdk("java"), "-Xms" + HEAP_MIB + "m", "-Xmx" + HEAP_MIB + "m",
				"--enable-native-access=ALL-UNNAMED"));
		command.addAll(program);
		try {
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(this.log.toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
	}

	/** The path of a tool of this JDK. */
	static String jdk(String tool) {
		return Path.of(System.getProperty("java.home"), "bin", tool).toString();
	}

	/** A port that nobody has, for now. */
	static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Waits until it answers there with this status. */
	JavaProcess awaitStatus(String url, int status) {
		await(this.name + ", see " + this.log).atMost(Duration.ofMinutes(2)).until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException(this.name + " ended: " + Files.readString(this.log));
			}
			return answers(url, status);
		});
		return this;
	}

	long pid() {
		return this.process.pid();
	}

	/** Says a line to its standard input. */
	void say(String line) {
		try {
			this.process.outputWriter().append(line).append('\n').flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

	private static boolean answers(String url, int status) throws InterruptedException {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
			return HTTP.send(request, BodyHandlers.discarding()).statusCode() == status;
		}
		catch (IOException _) {
			return false;
		}
	}

}
