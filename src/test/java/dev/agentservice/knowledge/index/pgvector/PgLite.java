package dev.agentservice.knowledge.index.pgvector;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PostgreSQL as WebAssembly, in a process of its own that ends with this one. It takes 10
 * s to start and 450 MB, so all tests of this JVM share it.
 */
public final class PgLite {

	private static final class Shared {

		private static final TestPostgres INSTANCE = start();

	}

	private PgLite() {
	}

	/**
	 * The address of the one of this JVM; of nothing where its parts are missing, since
	 * tests that are skipped ask for it, too.
	 */
	public static String url() {
		return Files.isDirectory(Path.of("src/test/pglite/node_modules")) ? shared().url()
				: "jdbc:postgresql://127.0.0.1:1/nothing";
	}

	static TestPostgres shared() {
		return Shared.INSTANCE;
	}

	private static TestPostgres start() {
		try {
			Process process = new ProcessBuilder("node", "src/test/pglite/server.js")
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			// Not closed: it ends when its input does.
			BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
			String line = out.readLine();
			if (line == null || !line.startsWith("port ")) {
				throw new IllegalStateException("PGlite does not start: " + line);
			}
			return new TestPostgres("jdbc:postgresql://127.0.0.1:" + line.substring(5) + "/postgres?sslmode=disable",
					"postgres");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
