package dev.agentservice.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.agentservice.AgentServiceApplication;

import static org.awaitility.Awaitility.await;

/**
 * A replica of the service: a process of its own that can be killed.
 */
public final class Replica implements ServicePorts, AutoCloseable {

	private static final Path FOLDER = Path.of("target", "replicas");

	private static final String CLASS_PATH = System.getProperty("java.class.path");

	private static final String MAIN = AgentServiceApplication.class.getName();

	/** The packaged service, if that is to be tested: {@code -Dreplica.jar=FILE}. */
	private static final String JAR = System.getProperty("replica.jar", "");

	/** A small one that starts fast: most of what it executes, it executes once. */
	private static final List<String> SMALL = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	private static final SharedClasses SHARED = new SharedClasses(FOLDER, CLASS_PATH);

	private static final String STARTED = "Started AgentServiceApplication";

	/** What it says of its two ports, which it chooses itself: that of clients first. */
	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	/** Each look reads its log. */
	private static final Duration LOOK = Duration.ofMillis(300);

	private volatile List<Integer> ports = List.of();

	private final Path log;

	private final Process process;

	private Replica(ReplicaSettings settings, List<String> program, String... options) throws IOException {
		this.log = Files.createTempFile(Files.createDirectories(FOLDER), "replica-", ".log");
		List<String> command = new ArrayList<>(List.of(SharedClasses.java()));
		command.addAll(program);
		command.addAll(List.of("--server.port=0", "--management.server.port=0"));
		command.addAll(List.of(settings.arguments()));
		command.addAll(List.of(options));
		this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(this.log.toFile()).start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
	}

	/** Starts a replica; {@link #awaitReady()} waits until it serves. */
	public static Replica start(ReplicaSettings settings, String... options) {
		return launch(settings, JAR.isEmpty() ? with(SHARED.next(SMALL), MAIN) : with(SMALL, "-jar", JAR), options);
	}

	private static List<String> with(List<String> jvmOptions, String... program) {
		return Stream.concat(jvmOptions.stream(), Stream.of(program)).toList();
	}

	/** Starts a replica in a Java virtual machine with these options. */
	public static Replica start(ReplicaSettings settings, List<String> jvmOptions, String... options) {
		return launch(settings, with(jvmOptions, "-cp", CLASS_PATH, MAIN), options);
	}

	private static Replica launch(ReplicaSettings settings, List<String> program, String... options) {
		try {
			return new Replica(settings, program, options);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Replica awaitReady() {
		await("replica, see " + this.log).pollInterval(LOOK).atMost(Duration.ofMinutes(10)).until(() -> {
			if (!this.process.isAlive()) {
				throw new IllegalStateException(Files.readString(this.log));
			}
			return ready();
		});
		return this;
	}

	@Override
	public String baseUrl() {
		return url(0);
	}

	@Override
	public String managementUrl() {
		return url(1);
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

	private String url(int index) {
		if (this.ports.size() <= index) {
			throw new IllegalStateException("It does not serve yet, see " + this.log);
		}
		return "http://127.0.0.1:" + this.ports.get(index);
	}

	private boolean ready() {
		if (this.ports.size() < 2) {
			this.ports = PORT.matcher(log()).results().map((said) -> Integer.valueOf(said.group(1))).toList();
		}
		try {
			return this.ports.size() == 2 && management().get("/actuator/health/readiness").status() == 200
					&& log().contains(STARTED);
		}
		catch (UncheckedIOException _) {
			return false;
		}
	}

}
