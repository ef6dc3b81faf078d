package dev.agentservice.budget;

import java.time.Duration;
import java.time.Instant;

import dev.agentservice.budget.price.NanoUsd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTests {

	@Test
	void whatIsLeftIsNeitherSpentNorReserved() {
		assertThat(new Ledger("tenant", 100L, 30, 20).leftNano()).isEqualTo(50);
		assertThat(new Ledger("tenant", 100L, 90, 20).leftNano()).isZero();
		assertThat(new Ledger("tenant", null, 90, 20).leftNano()).isEqualTo(NanoUsd.MAX);
	}

	@Test
	void whatIsOnlyReservedCanComeBack() {
		assertThat(new Ledger("tenant", 100L, 30, 70).onlyReserved(70)).isTrue();
		assertThat(new Ledger("tenant", 100L, 30, 70).onlyReserved(71)).isFalse();
		assertThat(new Ledger("tenant", null, 30, 70).onlyReserved(1)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "user:3f, user", "agent:a, agent", "credential:k, credential", "tenant, tenant", "run:r, task" })
	void aScopeIsNamedByItsKindAlone(String scope, String kind) {
		assertThat(new Ledger(scope, 1L, 0, 0).kind()).isEqualTo(kind);
	}

	@Test
	void nobodyIsAskedToWaitBeyondMidnight() {
		Ledger held = new Ledger("user:3f", 100L, 0, 100);
		assertThat(BudgetExceededException.of(held, 1, Instant.EPOCH, Duration.ofSeconds(3)).retryAfter())
			.isEqualTo(Duration.ofSeconds(3));
		assertThat(BudgetExceededException.of(held, 1, Instant.EPOCH, Duration.ofHours(3)).retryAfter())
			.isEqualTo(Duration.ofSeconds(10));
	}

}
