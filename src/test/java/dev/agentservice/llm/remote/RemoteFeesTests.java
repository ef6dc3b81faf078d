package dev.agentservice.llm.remote;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.agentservice.budget.price.HostedPrice;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Containers at 0.03 USD for each session. */
@BesideOthers
class RemoteFeesTests {

	private static final long SESSION = 30_000_000;

	private final AtomicLong clock = new AtomicLong();

	private final RemoteFees fees = new RemoteFees(
			Map.of(HostedTool.Kind.CODE_INTERPRETER, new HostedPrice(null, new BigDecimal("0.03"), null)),
			HostedPrice.FREE, Duration.ofHours(1), this.clock::get);

	@Test
	void aContainerIsChargedForEachSessionThatItsCallsReachInto() {
		assertThat(at(1, false)).isEqualTo(SESSION);
		assertThat(at(10, false)).isZero();
		assertThat(at(45, false)).isEqualTo(2 * SESSION);
		assertThat(at(46, false)).isZero();
	}

	@Test
	void aCallThatFailedHadAContainerAllTheSame() {
		assertThat(at(1, true)).isEqualTo(SESSION);
		assertThat(at(2, false)).isZero();
	}

	private long at(int minutes, boolean failed) {
		Duration elapsed = Duration.ofMinutes(minutes);
		this.clock.set(elapsed.toNanos());
		return this.fees.ofNano(new HostedCall("ci", HostedTool.Kind.CODE_INTERPRETER, failed, !failed, "cntr_1"),
				elapsed);
	}

}
