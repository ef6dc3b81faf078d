package dev.agentservice.knowledge.index.pgvector;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.Held;
import dev.agentservice.knowledge.index.IndexedPassage;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.index.Shelf;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;

/** Statements with their parameters, and what they answer. */
final class PgVectorRows {

	private PgVectorRows() {
	}

	static int upsert(Connection connection, PgVectorTable table, Shelf shelf, List<IndexedPassage> batch)
			throws SQLException {
		try (PreparedStatement insert = connection.prepareStatement(table.upsert())) {
			insert.setString(1, shelf.collection().place().tenantTag());
			insert.setString(2, shelf.collection().place().collection());
			insert.setString(3, shelf.generation().toString());
			insert.setString(4, shelf.owner());
			insert.setString(5, PgVectorWords.configuration(shelf.collection().properties().language()));
			insert.setArray(6, array(connection, "text", batch.stream().map((one) -> one.id().document()).toArray()));
			insert.setArray(7, array(connection, "bigint", batch.stream().map((one) -> one.id().version()).toArray()));
			insert.setArray(8, array(connection, "integer", batch.stream().map((one) -> one.id().n()).toArray()));
			insert.setArray(9, array(connection, "text", batch.stream().map(IndexedPassage::seal).toArray()));
			insert.setArray(10, array(connection, "text",
					batch.stream().map((one) -> PgVectorWords.storable(one.text())).toArray()));
			insert.setArray(11, array(connection, "text",
					batch.stream().map((one) -> (one.vector() != null) ? text(one.vector()) : null).toArray()));
			return insert.executeUpdate();
		}
	}

	/** How many rows the owners have; counted up to so many. */
	static int count(Connection connection, PgVectorTable table, Scope scope, Generation of, int most)
			throws SQLException {
		try (PreparedStatement count = connection.prepareStatement(table.count())) {
			int next = shelf(count, 1, scope.collection().place(), of, scope.owners());
			count.setInt(next, most);
			try (ResultSet result = count.executeQuery()) {
				return result.next() ? result.getInt(1) : 0;
			}
		}
	}

	static List<Candidate> near(Connection connection, String sql, Scope scope, Generation of, float[] vector, int most)
			throws SQLException {
		try (PreparedStatement select = connection.prepareStatement(sql)) {
			String text = text(vector);
			select.setString(1, text);
			int next = shelf(select, 2, scope.collection().place(), of, scope.owners());
			select.setString(next, text);
			select.setInt(next + 1, most);
			return candidates(select);
		}
	}

	static int shelf(PreparedStatement statement, int first, CollectionPlace place, Generation generation,
			Set<String> owners) throws SQLException {
		statement.setString(first, place.tenantTag());
		statement.setString(first + 1, place.collection());
		statement.setString(first + 2, generation.toString());
		statement.setArray(first + 3, array(statement.getConnection(), "text", owners.toArray()));
		return first + 4;
	}

	static Array array(Connection connection, String type, Object[] values) throws SQLException {
		return connection.createArrayOf(type, values);
	}

	static List<Candidate> candidates(PreparedStatement select) throws SQLException {
		List<Candidate> found = new ArrayList<>();
		try (ResultSet rows = select.executeQuery()) {
			while (rows.next()) {
				found.add(new Candidate(new PassageId(rows.getString(1), rows.getLong(2), rows.getInt(3)),
						rows.getString(4), rows.getDouble(5)));
			}
		}
		return found;
	}

	private static String text(float[] vector) {
		StringBuilder text = new StringBuilder(vector.length * 12).append('[');
		for (int i = 0; i < vector.length; i++) {
			text.append((i > 0) ? "," : "").append(vector[i]);
		}
		return text.append(']').toString();
	}

	static List<Held.Version> versions(PreparedStatement select) throws SQLException {
		List<Held.Version> versions = new ArrayList<>();
		try (ResultSet rows = select.executeQuery()) {
			while (rows.next()) {
				versions.add(new Held.Version(rows.getString(1), rows.getLong(2), rows.getInt(3)));
			}
		}
		return versions;
	}

	/** A page of the versions that are there, and how many passages each has at most. */
	static String versions(PgVectorTable table) {
		return "select document, version, max(n) + 1 from " + table.name() + " where " + PgVectorTable.SHELF
				+ " and (document, version) > (?, ?) group by document, version order by document, version limit ?";
	}

}
