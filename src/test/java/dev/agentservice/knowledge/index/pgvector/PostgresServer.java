package dev.agentservice.knowledge.index.pgvector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of Debian's packages, in a process of its own on a free loopback
 * port, with its files in a temporary directory. As root it runs as the user
 * {@code postgres}, since it refuses to run as root.
 *
 * @param postgres the superuser's database
 * @param process the server
 */
record PostgresServer(TestPostgres postgres, Process process) {

	private static final Path LIBRARIES = Path.of("/usr/lib/postgresql");

	private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

	/** The programs of the newest server that has the extension, or that has not. */
	static Optional<Path> programs(boolean withVector) {
		if (!Files.isDirectory(LIBRARIES)) {
			return Optional.empty();
		}
		try (Stream<Path> versions = Files.list(LIBRARIES)) {
			return versions.filter((one) -> Files.isExecutable(one.resolve("bin/initdb")))
				.filter((one) -> Files.exists(Path.of("/usr/share/postgresql", one.getFileName().toString(),
						"extension/vector.control")) == withVector)
				.max(Path::compareTo)
				.map((one) -> one.resolve("bin"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static PostgresServer start(Path programs) {
		try {
			Path directory = Files.createTempDirectory("postgres");
			Path files = directory.resolve("data");
			Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
			Process init = run(programs.resolve("initdb").toString(), "-D", files.toString(), "-A", "trust", "-U",
					"postgres", "-N", "-E", "UTF8", "--locale=C");
			if (!init.waitFor(2, TimeUnit.MINUTES) || init.exitValue() != 0) {
				throw new IllegalStateException("initdb fails");
			}
			int port = freePort();
			Process server = run(programs.resolve("postgres").toString(), "-D", files.toString(), "-p",
					Integer.toString(port), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c",
					"unix_socket_directories=" + directory);
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				server.destroy();
				server.descendants().forEach(ProcessHandle::destroy);
			}));
			return new PostgresServer(
					new TestPostgres("jdbc:postgresql://127.0.0.1:" + port + "/postgres?sslmode=disable", "postgres"),
					server);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static Process run(String... command) throws IOException {
		List<String> all = new ArrayList<>();
		if (ROOT) {
			all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
		}
		all.addAll(List.of(command));
		return new ProcessBuilder(all).directory(Path.of("/").toFile())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

}
