package dev.agentservice.knowledge.index.pgvector;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.agentservice.knowledge.index.IndexBreaker;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.knowledge.settings.PgVectorProperties;
import dev.agentservice.support.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one wrapper of the database: it owns the pool, the time-outs and the breaker. The
 * database is not needed before the first call. Thread-safe.
 */
final class PgVectorConnections implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(PgVectorConnections.class);

	private static final Duration WAIT = Duration.ofSeconds(1);

	/** The server ends a statement by itself; the socket only if that cannot be told. */
	private static final Duration GRACE = Duration.ofMillis(500);

	private static final Executor DIRECT = Runnable::run;

	private final HikariDataSource pool;

	private final IndexBreaker breaker;

	private final ConnectionShares shares;

	PgVectorConnections(PgVectorProperties properties, IndexBreaker breaker) {
		this.pool = new HikariDataSource(config(properties));
		this.breaker = breaker;
		this.shares = new ConnectionShares(properties.connections());
	}

	private static HikariConfig config(PgVectorProperties properties) {
		HikariConfig config = new HikariConfig();
		config.setPoolName("knowledge-pgvector");
		config.setJdbcUrl(properties.url());
		config.setUsername(properties.username());
		config.setPassword(properties.password());
		config.setMaximumPoolSize(properties.connections());
		config.setMinimumIdle(1);
		config.setConnectionTimeout(WAIT.toMillis());
		config.setValidationTimeout(WAIT.toMillis());
		// It may come later: what is searched until then says so.
		config.setInitializationFailTimeout(-1);
		config.setAutoCommit(false);
		config.addDataSourceProperty("ApplicationName", "agent-service");
		config.addDataSourceProperty("tcpKeepAlive", "true");
		config.addDataSourceProperty("connectTimeout", "2");
		config.addDataSourceProperty("loginTimeout", "3");
		// A pooler between here and there may hand every transaction to another server
		// process, which does not know prepared statements.
		config.addDataSourceProperty("prepareThreshold", "0");
		return config;
	}

	/** Whether a call is made at all. */
	boolean isAvailable() {
		return !this.breaker.isOpen();
	}

	/**
	 * Searches in one transaction.
	 * @throws IndexUnavailableException if that fails, or not all of it is done in time
	 */
	<T> T within(Deadline deadline, Work<T> work) {
		return within(false, deadline, work);
	}

	/** The same for what changes the index, or can wait. */
	<T> T changing(Deadline deadline, Work<T> work) {
		return within(true, deadline, work);
	}

	private <T> T within(boolean isChange, Deadline deadline, Work<T> work) {
		return this.breaker.call(() -> {
			try (var _ = this.shares.take(isChange, deadline)) {
				return transaction(deadline, work);
			}
			catch (SQLException ex) {
				logger.atWarn()
					.addKeyValue("sql_state", ex.getSQLState())
					.addKeyValue("reason", ex.getMessage())
					.log("The index in PostgreSQL cannot be used");
				throw new SqlFailureException(ex);
			}
		});
	}

	/** The same without the breaker, for what is looked at when the service starts. */
	<T> T transaction(Deadline deadline, Work<T> work) throws SQLException {
		try (Connection connection = this.pool.getConnection()) {
			int millis = millis(deadline);
			connection.setNetworkTimeout(DIRECT, Math.toIntExact(millis + GRACE.toMillis()));
			boolean done = false;
			try {
				limit(connection, millis);
				T answer = work.on(connection);
				connection.commit();
				done = true;
				return answer;
			}
			finally {
				if (!done) {
					rollback(connection);
				}
			}
		}
	}

	/**
	 * Has the next statement of a transaction end in time, too: the server counts anew
	 * for each.
	 */
	void renew(Connection connection, Deadline deadline) throws SQLException {
		if (deadline.passed()) {
			throw new SQLException("the time is over", PgVectorSchema.LATE);
		}
		int millis = millis(deadline);
		connection.setNetworkTimeout(DIRECT, Math.toIntExact(millis + GRACE.toMillis()));
		limit(connection, millis);
	}

	/** Rounded up: zero would be no limit. */
	private static int millis(Deadline deadline) {
		return Math.toIntExact(Math.min(Integer.MAX_VALUE / 2, deadline.remaining().toMillis() + 1));
	}

	/** A graph is walked until as many rows of the owner are found as are wanted. */
	private static void limit(Connection connection, int millis) throws SQLException {
		try (PreparedStatement limits = connection.prepareStatement(
				"select set_config('statement_timeout', ?, true), set_config('hnsw.iterative_scan', 'strict_order', true)")) {
			limits.setString(1, Integer.toString(millis));
			limits.execute();
		}
	}

	/** The pool ends a connection that cannot even do that. */
	private static void rollback(Connection connection) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			logger.atDebug().setCause(ex).log("A transaction could not be rolled back");
		}
	}

	@Override
	public void close() {
		this.pool.close();
	}

	/** The database does not do what it should. */
	private static final class SqlFailureException extends IndexUnavailableException {

		private final boolean outage;

		private SqlFailureException(SQLException cause) {
			super("PostgreSQL: " + cause.getSQLState(), cause);
			this.outage = PgVectorSchema.isOutage(cause);
		}

		@Override
		public boolean isOutage() {
			return this.outage;
		}

		/** The class of what is wrong with a value. */
		@Override
		public boolean isRefusal() {
			return getCause() instanceof SQLException cause && cause.getSQLState() != null
					&& cause.getSQLState().startsWith("22");
		}

	}

	/** What is done with a connection. */
	@FunctionalInterface
	interface Work<T> {

		T on(Connection connection) throws SQLException;

	}

}
