package dev.agentservice.llm.http;

import java.time.Duration;

import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExchangeTests {

	private static final Deadline FAR = Deadline.after(Duration.ofHours(1));

	/**
	 * The timer cancelled the request, and a comment that was read in the same moment
	 * moved the limit that had passed.
	 */
	@Test
	void aSignOfLifeThatComesTooLateDoesNotHideTheTimeOut() {
		Exchange exchange = new Exchange(FAR);
		exchange.watchFirstToken((_) -> () -> {
		});
		exchange.markExpired();
		exchange.markAlive();
		assertThat(exchange.timedOut()).isTrue();
	}

	/** As above, with the first token instead of a comment. */
	@Test
	void aFirstTokenThatComesTooLateDoesNotHideTheTimeOut() {
		Exchange exchange = new Exchange(FAR);
		exchange.markExpired();
		exchange.markBegun();
		assertThat(exchange.timedOut()).isTrue();
	}

	@Test
	void whatHasTimeLeftIsNotTimedOut() {
		assertThat(new Exchange(FAR).timedOut()).isFalse();
	}

}
