package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.settings.LastResortProperties;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LastResortsTests {

	private static final ModelId A = ModelId.parse("p/a");

	private static final ModelId B = ModelId.parse("q/b");

	private final AtomicLong now = new AtomicLong();

	private final LastResorts lastResorts = new LastResorts(new LastResortProperties(4, 2), this.now::get);

	@Test
	void oneModelThatHangsLeavesTheOtherItsCalls() {
		assertThat(this.lastResorts.tryBegin(A)).isTrue();
		assertThat(this.lastResorts.tryBegin(A)).isTrue();
		assertThat(this.lastResorts.tryBegin(A)).as("two are under way").isFalse();
		assertThat(this.lastResorts.tryBegin(B)).isTrue();
		this.lastResorts.ended(A);
		assertThat(this.lastResorts.tryBegin(A)).isTrue();
	}

	@Test
	void aSecondHasSoManyCallsHoweverSoonTheyEnd() {
		for (int call = 0; call < 4; call++) {
			assertThat(this.lastResorts.tryBegin(A)).isTrue();
			this.lastResorts.ended(A);
		}
		assertThat(this.lastResorts.tryBegin(A)).isFalse();
		this.now.addAndGet(Duration.ofMillis(999).toNanos());
		assertThat(this.lastResorts.tryBegin(B)).isFalse();
		this.now.addAndGet(Duration.ofMillis(1).toNanos());
		assertThat(this.lastResorts.tryBegin(B)).isTrue();
	}

	@Test
	void theyCanBeTurnedOff() {
		assertThat(new LastResorts(new LastResortProperties(0, 1), this.now::get).tryBegin(A)).isFalse();
	}

}
