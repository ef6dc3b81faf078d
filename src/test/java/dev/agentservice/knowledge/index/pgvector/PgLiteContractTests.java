package dev.agentservice.knowledge.index.pgvector;

import dev.agentservice.requirement.RequiresCommand;
import org.junit.jupiter.api.Tag;

/**
 * PostgreSQL without a server of its own: {@code npm install} in {@code src/test/pglite}
 * brings it.
 */
@Tag("process")
@Tag("npm")
@RequiresCommand("node -e require('./src/test/pglite/node_modules/@electric-sql/pglite')")
class PgLiteContractTests extends PgVectorContract {

	PgLiteContractTests() {
		super(PgLite.shared());
	}

	@Override
	protected int manyRows() {
		return 1000;
	}

	@Override
	protected int everyCall() {
		return 7;
	}

}
