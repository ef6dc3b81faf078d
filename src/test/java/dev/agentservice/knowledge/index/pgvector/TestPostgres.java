package dev.agentservice.knowledge.index.pgvector;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.knowledge.index.IndexedDocuments;
import dev.agentservice.knowledge.index.TestSettings;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.support.redis.ReplicaContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * A database of a test, looked at past the service.
 *
 * @param url where it is
 * @param user the role
 */
record TestPostgres(String url, String user) {

	/** The index in it, with a graph from so many passages of an owner on. */
	PgVectorIndex index(ReplicaContext replica, int exactRows) {
		KnowledgeProperties properties = TestSettings
			.of(Map.of("index", "pgvector", "pgvector.url", this.url, "pgvector.username", this.user,
					"pgvector.connections", "4", "pgvector.exact-rows", exactRows, "breaker.minimum-calls", "3"));
		return new PgVectorIndex(properties, replica.get(Manifest.class), 16, new SimpleMeterRegistry());
	}

	Set<PassageId> rows(IndexedDocuments documents, int dimension) {
		try (Connection connection = connect();
				PreparedStatement select = connection.prepareStatement("select document, version, n from passage_"
						+ dimension + " where tenant = ? and collection = ? and owner = 'shared'")) {
			select.setString(1, documents.collection.place().tenantTag());
			select.setString(2, documents.collection.place().collection());
			Set<PassageId> rows = new HashSet<>();
			try (ResultSet all = select.executeQuery()) {
				while (all.next()) {
					rows.add(new PassageId(all.getString(1), all.getLong(2), all.getInt(3)));
				}
			}
			return rows;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void run(String... statements) {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (String sql : List.of(statements)) {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Connection connect() throws SQLException {
		return DriverManager.getConnection(this.url, this.user, "");
	}

}
