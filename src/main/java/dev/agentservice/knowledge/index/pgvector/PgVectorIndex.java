package dev.agentservice.knowledge.index.pgvector;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import dev.agentservice.knowledge.embedding.KnowledgeModels;
import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.Held;
import dev.agentservice.knowledge.index.IndexBreaker;
import dev.agentservice.knowledge.index.IndexName;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.index.IndexedCollections;
import dev.agentservice.knowledge.index.IndexedPassage;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * The index in PostgreSQL. What was written is found at once. Owners with few passages
 * are searched exactly; those with many by a graph, and exactly if that brings too few.
 */
@Component
@Primary
@ConditionalOnProperty(name = "agent-service.knowledge.index", havingValue = KnowledgeProperties.PGVECTOR)
class PgVectorIndex implements PassageIndex, SmartInitializingSingleton, AutoCloseable {

	/** So many rows are written by one statement: 4 MB of 3,072 numbers each. */
	private static final int BATCH = 100;

	private static final int PAGE = 1000;

	private final String name;

	private final PgVectorConnections connections;

	private final PgVectorSchema schema;

	private final IndexedCollections collections;

	private final int configured;

	private final int exactRows;

	@Autowired
	PgVectorIndex(KnowledgeProperties properties, Manifest manifest, KnowledgeModels models, MeterRegistry meters) {
		this(properties, manifest, models.generation().dimension(), meters);
	}

	PgVectorIndex(KnowledgeProperties properties, Manifest manifest, int dimension, MeterRegistry meters) {
		this.name = IndexName.of(KnowledgeProperties.PGVECTOR, properties.pgvector().place());
		this.connections = new PgVectorConnections(properties.pgvector(),
				new IndexBreaker(KnowledgeProperties.PGVECTOR, properties.breaker(), meters));
		this.schema = new PgVectorSchema(this.connections);
		this.collections = new IndexedCollections(manifest, this);
		this.configured = dimension;
		this.exactRows = properties.pgvector().exactRows();
	}

	/**
	 * Looks at the database before anything is served.
	 * @throws IllegalStateException if it lacks something
	 */
	@Override
	public void afterSingletonsInstantiated() {
		if (this.configured > PgVectorTable.MOST) {
			throw new IllegalStateException("agent-service.knowledge.index: pgvector takes vectors of at most "
					+ PgVectorTable.MOST + " numbers, and the model's have " + this.configured);
		}
		this.schema.check(new PgVectorTable(this.configured));
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public String instance(KnownCollection collection, Generation of, boolean again, Deadline deadline) {
		PgVectorTable table = new PgVectorTable(of.dimension());
		String known = again ? "" : this.schema.instance(table);
		if (known.isEmpty()) {
			known = this.connections.within(deadline, (connection) -> this.schema.look(connection, table));
			this.schema.isThere(table, known);
		}
		return this.name + "/" + known + "/" + PgVectorWords.configuration(collection.properties().language());
	}

	@Override
	public Held held(Shelf shelf, String next, Deadline deadline) {
		PgVectorTable table = new PgVectorTable(shelf.generation().dimension());
		String[] after = next.isEmpty() ? new String[] { "", "0" } : next.split(":", 2);
		List<Held.Version> versions = changing(table, deadline, (connection) -> {
			try (PreparedStatement select = connection.prepareStatement(PgVectorRows.versions(table))) {
				int first = PgVectorRows.shelf(select, 1, shelf.collection().place(), shelf.generation(),
						Set.of(shelf.owner()));
				select.setString(first, after[0]);
				select.setLong(first + 1, Long.parseLong(after[1]));
				select.setInt(first + 2, PAGE);
				return PgVectorRows.versions(select);
			}
		});
		return new Held(versions,
				(versions.size() < PAGE) ? "" : versions.getLast().document() + ":" + versions.getLast().version());
	}

	@Override
	public boolean isAvailable() {
		return this.connections.isAvailable();
	}

	@Override
	public boolean isLost(KnownCollection collection) {
		return this.collections.isLost(collection.place());
	}

	@Override
	public long write(Shelf shelf, List<IndexedPassage> passages, Deadline deadline) {
		PgVectorTable table = new PgVectorTable(shelf.generation().dimension());
		for (int from = 0; from < passages.size(); from += BATCH) {
			List<IndexedPassage> batch = passages.subList(from, Math.min(passages.size(), from + BATCH));
			changing(table, deadline, (connection) -> PgVectorRows.upsert(connection, table, shelf, batch));
		}
		return AT_ONCE;
	}

	@Override
	public void delete(Shelf shelf, Collection<PassageId> ids, Deadline deadline) {
		PgVectorTable table = new PgVectorTable(shelf.generation().dimension());
		List<PassageId> all = List.copyOf(ids);
		changing(table, deadline, (connection) -> {
			try (PreparedStatement delete = connection.prepareStatement(table.delete())) {
				delete.setArray(1,
						PgVectorRows.array(connection, "text", all.stream().map(PassageId::document).toArray()));
				delete.setArray(2,
						PgVectorRows.array(connection, "bigint", all.stream().map(PassageId::version).toArray()));
				delete.setArray(3, PgVectorRows.array(connection, "integer", all.stream().map(PassageId::n).toArray()));
				PgVectorRows.shelf(delete, 4, shelf.collection().place(), shelf.generation(), Set.of(shelf.owner()));
				return delete.executeUpdate();
			}
		});
	}

	@Override
	public List<Candidate> matching(Scope scope, String query, int most, Deadline deadline) {
		Optional<Generation> generation = generation(scope.collection(), deadline);
		String words = PgVectorWords.query(query);
		if (generation.isEmpty() || words.isBlank()) {
			return List.of();
		}
		PgVectorTable table = new PgVectorTable(generation.get().dimension());
		return within(table, deadline, (connection) -> {
			try (PreparedStatement select = connection.prepareStatement(table.matching())) {
				select.setString(1, PgVectorWords.configuration(scope.collection().properties().language()));
				select.setString(2, words);
				int next = PgVectorRows.shelf(select, 3, scope.collection().place(), generation.get(), scope.owners());
				select.setInt(next, most);
				return PgVectorRows.candidates(select);
			}
		});
	}

	@Override
	public Optional<Generation> generation(KnownCollection collection, Deadline deadline) {
		return this.collections.generation(collection, deadline);
	}

	@Override
	public List<Candidate> nearest(Scope scope, Generation of, float[] vector, int most, Deadline deadline) {
		PgVectorTable table = new PgVectorTable(of.dimension());
		List<Candidate> all = within(table, deadline, (connection) -> {
			int rows = table.hasGraph() ? PgVectorRows.count(connection, table, scope, of, this.exactRows + 1) : 0;
			this.connections.renew(connection, deadline);
			if (rows <= this.exactRows) {
				return PgVectorRows.near(connection, table.exact(), scope, of, vector, most);
			}
			List<Candidate> found = PgVectorRows.near(connection, table.graph(), scope, of, vector, most);
			if (found.size() >= Math.min(most, rows)) {
				return found;
			}
			// It was given up after so many rows of other owners.
			this.connections.renew(connection, deadline);
			return PgVectorRows.near(connection, table.exact(), scope, of, vector, most);
		});
		return this.collections.demandAny(scope.collection().place(), of, all);
	}

	private <T> T within(PgVectorTable table, Deadline deadline, PgVectorConnections.Work<T> work) {
		return done(table, () -> this.connections.within(deadline, in(table, work)));
	}

	/** The same for what changes the index, or can wait. */
	private <T> T changing(PgVectorTable table, Deadline deadline, PgVectorConnections.Work<T> work) {
		return done(table, () -> this.connections.changing(deadline, in(table, work)));
	}

	private <T> PgVectorConnections.Work<Done<T>> in(PgVectorTable table, PgVectorConnections.Work<T> work) {
		return (connection) -> {
			String instance = this.schema.require(connection, table);
			return new Done<>(work.on(connection), instance);
		};
	}

	private <T> T done(PgVectorTable table, Supplier<Done<T>> transaction) {
		try {
			Done<T> done = transaction.get();
			this.schema.isThere(table, done.instance());
			return done.answer();
		}
		catch (IndexUnavailableException ex) {
			if (ex.getCause() instanceof SQLException failure && PgVectorSchema.isMissing(failure)) {
				this.schema.forget(table);
			}
			throw ex;
		}
	}

	/** What was done in a table, and the id of that. */
	private record Done<T>(T answer, String instance) {

	}

	@Override
	public void close() {
		this.connections.close();
	}

}
