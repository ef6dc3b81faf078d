package dev.agentservice.knowledge.index.pgvector;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import static org.awaitility.Awaitility.await;

/** One server of each version for all tests of this JVM. */
final class PostgresServers {

	private static final Map<Path, PostgresServer> STARTED = new ConcurrentHashMap<>();

	private PostgresServers() {
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
