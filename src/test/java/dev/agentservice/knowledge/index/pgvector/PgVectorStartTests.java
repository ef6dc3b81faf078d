package dev.agentservice.knowledge.index.pgvector;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.IndexedDocuments;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.knowledge.index.Stops;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What a database lacks is said at start; one that is not there is waited for. */
@Tag("process")
class PgVectorStartTests {

	@AutoClose
	private final ReplicaContext replica = new ReplicaContext(RedisServer.shared(), IndexedDocuments.Wiring.class);

	static Stream<Path> withoutExtension() {
		return PostgresServers.withoutExtension();
	}

	static Stream<Path> withExtension() {
		return PostgresServers.withExtension();
	}

	static Stream<Path> all() {
		return PostgresServers.all();
	}

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource("withoutExtension")
	void aServerWithoutTheExtensionStopsTheStart(Path programs) {
		TestPostgres postgres = PostgresServers.of(programs);
		try (PgVectorIndex index = postgres.index(this.replica, 10)) {
			assertThatIllegalStateException().isThrownBy(index::afterSingletonsInstantiated)
				.withMessageContaining("the extension 'vector' (0.8.0 or newer) is not there")
				.withMessageContaining("Install pgvector");
		}
	}

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource("all")
	void anotherRoleOrDatabaseStopsTheStart(Path programs) {
		TestPostgres postgres = PostgresServers.of(programs);
		try (PgVectorIndex index = new TestPostgres(postgres.url(), "nobody").index(this.replica, 10)) {
			assertThatIllegalStateException().isThrownBy(index::afterSingletonsInstantiated)
				.withMessageContaining("the role cannot log in");
		}
		try (PgVectorIndex index = new TestPostgres(postgres.url().replace("/postgres?", "/nothing?"), "postgres")
			.index(this.replica, 10)) {
			assertThatIllegalStateException().isThrownBy(index::afterSingletonsInstantiated)
				.withMessageContaining("there is no such database");
		}
	}

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource("withExtension")
	void aRoleThatMayNotCreateStopsTheStartUnlessAllIsThere(Path programs) {
		TestPostgres postgres = PostgresServers.of(programs);
		postgres.run("drop role if exists guest", "create role guest login", "drop database if exists guests",
				"create database guests");
		TestPostgres guests = new TestPostgres(postgres.url().replace("/postgres?", "/guests?"), "postgres");
		guests.run("create extension vector");
		try (PgVectorIndex index = new TestPostgres(guests.url(), "guest").index(this.replica, 10)) {
			assertThatIllegalStateException().isThrownBy(index::afterSingletonsInstantiated)
				.withMessageContaining("the role may not do what is needed once");
			try (PgVectorIndex owner = guests.index(this.replica, 10)) {
				owner.afterSingletonsInstantiated();
			}
			guests.run("grant select, insert, update, delete on all tables in schema public to guest");
			index.afterSingletonsInstantiated();
		}
	}

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource("withExtension")
	void tablesOfAnotherReleaseStopTheStart(Path programs) {
		TestPostgres postgres = PostgresServers.of(programs);
		postgres.run("drop database if exists later", "create database later");
		TestPostgres later = new TestPostgres(postgres.url().replace("/postgres?", "/later?"), "postgres");
		later.run("create table passage_schema (version integer not null)", "insert into passage_schema values (2)");
		try (PgVectorIndex index = later.index(this.replica, 10)) {
			assertThatIllegalStateException().isThrownBy(index::afterSingletonsInstantiated)
				.withMessageContaining("have the version 2, and this release knows 1");
		}
	}

	@Test
	void aServiceStartsWithoutItsDatabaseAndItsCircuitOpens() {
		TestPostgres nowhere = new TestPostgres("jdbc:postgresql://127.0.0.1:1/postgres?sslmode=disable", "postgres");
		try (PgVectorIndex index = nowhere.index(this.replica, 10)) {
			index.afterSingletonsInstantiated();
			IndexedDocuments documents = new IndexedDocuments(this.replica, index, new Generation("p/m", 16),
					new Stops());
			Shelf shelf = Shelf.shared(documents.collection, new Generation("p/m", 16));
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(IndexUnavailableException.class).isThrownBy(() -> index.delete(shelf,
						List.of(new PassageId("d", 1, 0)), Deadline.after(Duration.ofSeconds(1))));
			}
			assertThatExceptionOfType(IndexUnavailableException.class).isThrownBy(
					() -> index.delete(shelf, List.of(new PassageId("d", 1, 0)), Deadline.after(Duration.ofMinutes(1))))
				.withMessage("the index did not answer lately");
		}
	}

	@Test
	void aDriverOnTheClassPathMakesNoDataSource() {
		assertThat(
				ClassUtils.isPresent("org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration", null))
			.isFalse();
	}

}
