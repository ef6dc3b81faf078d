package dev.agentservice.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.AgentServiceApplication;

import static org.awaitility.Awaitility.await;

/**
 * A replica of the service: a process of its own that can be killed.
 */
public final class Replica implements ServicePorts, AutoCloseable {

	/** A small one that starts fast. */
	private static final List<String> SMALL = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");

	private static final String STARTED = "Started AgentServiceApplication";

	private final int port;

	private final int managementPort;

	private final Path log;

	private final Process process;

	private Replica(ReplicaSettings settings, List<String> jvmOptions, String... options) throws IOException {
		this.port = freePort();
		this.managementPort = freePort();
		this.log = Files.createDirectories(Path.of("target", "replicas")).resolve(this.port + ".log");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
		command.addAll(jvmOptions);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), AgentServiceApplication.class.getName(),
				"--server.port=" + this.port, "--management.server.port=" + this.managementPort));
		command.addAll(List.of(settings.arguments()));
		command.addAll(List.of(options));
		this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(this.log.toFile()).start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
	}

	/** Starts a replica; {@link #awaitReady()} waits until it serves. */
	public static Replica start(ReplicaSettings settings, String... options) {
		return start(settings, SMALL, options);
	}

	/** Starts a replica in a Java virtual machine with these options. */
	public static Replica start(ReplicaSettings settings, List<String> jvmOptions, String... options) {
		try {
			return new Replica(settings, jvmOptions, options);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Replica awaitReady() {
		await("replica, see " + this.log).atMost(Duration.ofMinutes(10)).until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException(Files.readString(this.log));
			}
			return ready();
		});
		return this;
	}

	@Override
	public String baseUrl() {
		return "http://127.0.0.1:" + this.port;
	}

	@Override
	public String managementUrl() {
		return "http://127.0.0.1:" + this.managementPort;
	}

	/** Everything it has written so far. */
	public String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Its process id. */
	public long pid() {
		return this.process.pid();
	}

	/** {@code kill -9}. */
	public void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	/** {@code kill -TERM}: it shall stop, and has some time to do so. */
	public void terminate() {
		this.process.destroy();
	}

	/** Whether it is still there. */
	public boolean alive() {
		return this.process.isAlive();
	}

	/** {@code kill -STOP}: everything stands still, connections stay open. */
	public void freeze() {
		signal("STOP");
	}

	/** {@code kill -CONT}. */
	public void thaw() {
		signal("CONT");
	}

	@Override
	public void close() {
		kill();
	}

	private void signal(String name) {
		try {
			new ProcessBuilder("kill", "-" + name, Long.toString(this.process.pid())).start().onExit().join();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Another process may have had its port until it took it itself. */
	private boolean ready() {
		try {
			return management().get("/actuator/health/readiness").status() == 200 && log().contains(STARTED);
		}
		catch (UncheckedIOException _) {
			return false;
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
