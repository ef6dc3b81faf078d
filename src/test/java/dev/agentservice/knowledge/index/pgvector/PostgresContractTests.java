package dev.agentservice.knowledge.index.pgvector;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real server, where there is one with the extension, such as Debian 13's package
 * {@code postgresql-17-pgvector}. Debian 12 has none: there PGlite stands for it.
 */
@Tag("process")
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("servers")
class PostgresContractTests extends PgVectorContract {

	PostgresContractTests(Path programs) {
		super(PostgresServers.of(programs));
	}

	static Stream<Path> servers() {
		return PostgresServers.withExtension();
	}

}
