package dev.agentservice.knowledge.index.pgvector;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Who gets a connection, and what says something about the database. */
@BesideOthers
class ConnectionSharesTests {

	private static final Deadline LATER = Deadline.after(Duration.ofMinutes(1));

	private static final Deadline NOW = Deadline.after(Duration.ZERO);

	@Test
	void changesLeaveHalfOfThemToSearches() {
		ConnectionShares shares = new ConnectionShares(4);
		shares.take(true, LATER);
		ConnectionShares.Place second = shares.take(true, LATER);
		assertThatExceptionOfType(IndexUnavailableException.class).isThrownBy(() -> shares.take(true, NOW));
		shares.take(false, NOW);
		shares.take(false, NOW);
		second.close();
		shares.take(true, NOW);
	}

	@Test
	void noMoreAreTakenThanThereAreAndThatIsNoOutage() {
		ConnectionShares shares = new ConnectionShares(1);
		ConnectionShares.Place only = shares.take(false, LATER);
		assertThatExceptionOfType(IndexUnavailableException.class).isThrownBy(() -> shares.take(true, NOW))
			.satisfies((ex) -> assertThat(ex.isOutage()).isFalse());
		only.close();
		shares.take(true, NOW).close();
		shares.take(false, NOW);
	}

	@Test
	void aStatementThatTookLongerThanItsCallerHadTimeIsNoOutage() {
		assertThat(PgVectorSchema.isOutage(new SQLException("canceling statement", "57014"))).isFalse();
		assertThat(PgVectorSchema.isOutage(new SQLTransientConnectionException("timed out"))).isFalse();
		assertThat(PgVectorSchema.isOutage(new SQLException("terminating connection", "57P01"))).isTrue();
		assertThat(PgVectorSchema
			.isOutage(new SQLTransientConnectionException("timed out", new SQLException("refused", "08001")))).isTrue();
	}

}
