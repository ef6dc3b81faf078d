package dev.agentservice.knowledge.index.pgvector;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * One server of each version for all tests of this JVM. Where a kind of server is not
 * installed, its tests say so in a line: on a developer's machine they skip, and in CI,
 * which installs what its release of Debian has, they have no invocations.
 */
final class PostgresServers {

	private static final Logger LOG = LoggerFactory.getLogger(PostgresServers.class);

	private static final Map<Path, PostgresServer> STARTED = new ConcurrentHashMap<>();

	private PostgresServers() {
	}

	/** The programs of a server with the extension for vectors. */
	static Stream<Path> withExtension() {
		return orLine(PostgresServer.programs(true).stream().toList(),
				"with the extension 'vector' (such as Debian 13's postgresql-17-pgvector); PGlite stands for it");
	}

	/** The programs of a server without it. */
	static Stream<Path> withoutExtension() {
		return orLine(PostgresServer.programs(false).stream().toList(), "without the extension 'vector'");
	}

	/** The programs of every kind of server. */
	static Stream<Path> all() {
		return orLine(Stream.of(true, false).flatMap((with) -> PostgresServer.programs(with).stream()).toList(),
				"at all");
	}

	private static Stream<Path> orLine(List<Path> programs, String kind) {
		if (programs.isEmpty()) {
			String line = "Not tested: no PostgreSQL server is installed here " + kind;
			LOG.warn(line);
			assumeTrue("true".equals(System.getenv("CI")), line);
		}
		return programs.stream();
	}

	static TestPostgres of(Path programs) {
		TestPostgres postgres = STARTED.computeIfAbsent(programs, PostgresServer::start).postgres();
		await().ignoreExceptions().until(() -> {
			postgres.run("select 1");
			return true;
		});
		return postgres;
	}

}
