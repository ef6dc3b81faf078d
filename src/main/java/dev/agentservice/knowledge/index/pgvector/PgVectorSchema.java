package dev.agentservice.knowledge.index.pgvector;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the tables, each by one replica while the others wait, and says at start what the
 * database lacks. Thread-safe.
 */
final class PgVectorSchema {

	private static final Logger logger = LoggerFactory.getLogger(PgVectorSchema.class);

	/** The first with iterative scans. */
	private static final int[] LEAST_EXTENSION = { 0, 8 };

	private static final int VERSION = 1;

	/** Any number that nobody else locks by: the first letters of the service's name. */
	private static final long LOCK = 0x61676e742d737663L;

	/** The first connection takes longest. */
	private static final Duration REACHED_WITHIN = Duration.ofSeconds(3);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/** No connection, or not now: it may come. The classes of SQLSTATE. */
	private static final Set<String> OUTAGES = Set.of("08", "53", "57", "58");

	/** What is said here, and nothing has to be added to it. */
	private static final String OWN = "ASOWN";

	/** The extension's files are not on the server. */
	private static final String NO_FILE = "58P01";

	/** A statement took longer than its caller had time. */
	static final String LATE = "57014";

	private final PgVectorConnections connections;

	/** What was said of a table that is not there any more. */
	private static final String NO_TABLE = "42P01";

	/** The tables that are there, and their ids. */
	private final Map<PgVectorTable, String> made = new ConcurrentHashMap<>();

	PgVectorSchema(PgVectorConnections connections) {
		this.connections = connections;
	}

	/**
	 * Makes what is needed at start. A database that cannot be reached is none of its
	 * concern: it is made at the first call.
	 * @throws IllegalStateException if the database lacks something; says what to do
	 */
	void check(PgVectorTable table) {
		Deadline patience = Deadline.after(REACHED_WITHIN);
		while (!this.made.containsKey(table)) {
			try {
				isThere(table, this.connections.transaction(Deadline.after(PATIENCE),
						(connection) -> made(connection, table)));
			}
			catch (SQLException ex) {
				if (!mayPass(ex) || patience.passed()) {
					return;
				}
			}
		}
	}

	/**
	 * Whether it may be tried again.
	 * @throws IllegalStateException if it does not pass by itself
	 */
	private static boolean mayPass(SQLException failure) {
		String problem = problem(failure);
		if (problem != null) {
			throw new IllegalStateException("agent-service.knowledge.pgvector: " + problem, failure);
		}
		logger.atWarn()
			.addKeyValue("reason", failure.getMessage())
			.log("PostgreSQL, the index of knowledge, cannot be reached; the service starts without it");
		return true;
	}

	/**
	 * Makes a table within a transaction, unless this replica knows that it is there.
	 * @return its id
	 */
	String require(Connection connection, PgVectorTable table) throws SQLException {
		String known = instance(table);
		return known.isEmpty() ? made(connection, table) : known;
	}

	/** The same if somebody else may have dropped it. */
	String look(Connection connection, PgVectorTable table) throws SQLException {
		String known = instance(table);
		try (Statement statement = connection.createStatement()) {
			if (!known.isEmpty() && known.equals(id(statement, table))) {
				return known;
			}
		}
		return made(connection, table);
	}

	/** It is there, since the transaction in which it was made is over. */
	void isThere(PgVectorTable table, String instance) {
		this.made.put(table, instance);
	}

	/** It is looked for, and made, by the next transaction. */
	void forget(PgVectorTable table) {
		this.made.remove(table);
	}

	/** The id of a table; empty if it is not known. */
	String instance(PgVectorTable table) {
		return this.made.getOrDefault(table, "");
	}

	/** Whether a table is missing that was there. */
	static boolean isMissing(SQLException failure) {
		return NO_TABLE.equals(state(first(failure)));
	}

	private static String made(Connection connection, PgVectorTable table) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
			demandExtension(statement);
			demandVersion(statement);
			if (!exists(statement, table)) {
				boolean isNew = first(statement, "select to_regclass('" + table.name() + "') is null").equals("t");
				for (String sql : table.creation()) {
					statement.execute(sql);
				}
				if (isNew) {
					statement.execute("comment on table " + table.name() + " is '" + UUID.randomUUID() + "'");
				}
			}
			return id(statement, table);
		}
	}

	/** Its comment goes with it, so that another one of its name has another id. */
	private static String id(Statement statement, PgVectorTable table) throws SQLException {
		return first(statement,
				"select coalesce(obj_description(oid, 'pg_class'), 'none') from pg_class where oid = to_regclass('"
						+ table.name() + "')");
	}

	/** A role that only uses the table need not be allowed to create it. */
	private static boolean exists(Statement statement, PgVectorTable table) throws SQLException {
		String names = "('%1$s', '%1$s_owner', '%1$s_words', '%1$s_near')".formatted(table.name());
		int all = table.hasGraph() ? 4 : 3;
		return first(statement, "select count(*) from unnest(array" + names.replace('(', '[').replace(')', ']')
				+ ") as r (name) where to_regclass(r.name) is not null")
			.equals(Integer.toString(all));
	}

	private static void demandExtension(Statement statement) throws SQLException {
		String version = first(statement, "select extversion from pg_extension where extname = 'vector'");
		if (version.isEmpty()) {
			statement.execute("create extension if not exists vector");
			version = first(statement, "select extversion from pg_extension where extname = 'vector'");
		}
		String[] parts = version.split("\\.", -1);
		int major = Integer.parseInt(parts[0]);
		int minor = Integer.parseInt(parts[1]);
		if (major < LEAST_EXTENSION[0] || (major == LEAST_EXTENSION[0] && minor < LEAST_EXTENSION[1])) {
			throw new SQLException("the extension 'vector' is " + version
					+ "; 0.8.0 or newer is needed. Install it and run: " + "ALTER EXTENSION vector UPDATE", OWN);
		}
	}

	private static void demandVersion(Statement statement) throws SQLException {
		if (first(statement, "select to_regclass('passage_schema') is not null").equals("f")) {
			statement.execute("create table if not exists passage_schema (version integer not null)");
			statement.execute("insert into passage_schema select " + VERSION
					+ " where not exists (select 1 from passage_schema)");
		}
		String version = first(statement, "select max(version) from passage_schema");
		if (!version.equals(Integer.toString(VERSION))) {
			throw new SQLException(
					"its tables have the version " + version + ", and this release knows " + VERSION
							+ ". Use the release that made them, or another database or schema; it is filled anew",
					OWN);
		}
	}

	private static String first(Statement statement, String sql) throws SQLException {
		try (ResultSet result = statement.executeQuery(sql)) {
			String value = result.next() ? result.getString(1) : null;
			return (value != null) ? value : "";
		}
	}

	/** Whether there is no connection, or not now. */
	static boolean isOutage(SQLException failure) {
		String state = state(first(failure));
		return OUTAGES.contains(state.substring(0, 2)) && !state.equals(NO_FILE) && !state.equals(LATE)
				&& !isExhausted(failure);
	}

	/** All connections are in use: that says nothing about the database. */
	private static boolean isExhausted(SQLException failure) {
		return failure instanceof SQLTransientConnectionException && failure.getCause() == null;
	}

	/** The pool's own failures have that of the driver as their cause. */
	private static SQLException first(SQLException failure) {
		SQLException ex = failure;
		while (ex.getCause() instanceof SQLException cause) {
			ex = cause;
		}
		return ex;
	}

	private static String state(SQLException failure) {
		return (failure.getSQLState() != null) ? failure.getSQLState() : "08000";
	}

	/** What to do about it; null if it may pass by itself. */
	private static @Nullable String problem(SQLException failure) {
		if (isOutage(failure)) {
			return null;
		}
		SQLException ex = first(failure);
		return switch (state(ex)) {
			case "28P01", "28000" -> "the role cannot log in: " + ex.getMessage();
			case "3D000" -> "there is no such database: " + ex.getMessage();
			case NO_FILE, "0A000" -> extension(ex);
			case "42501" -> "the role may not do what is needed once: " + ex.getMessage()
					+ ". Have an administrator run CREATE EXTENSION vector, and GRANT CREATE ON SCHEMA to the role";
			default -> (ex.getMessage() != null && ex.getMessage().contains("extension")) ? extension(ex)
					: String.valueOf(ex.getMessage());
		};
	}

	private static String extension(SQLException failure) {
		return "the extension 'vector' (0.8.0 or newer) is not there: " + failure.getMessage()
				+ ". Install pgvector on the server, for example Debian's postgresql-17-pgvector";
	}

}
