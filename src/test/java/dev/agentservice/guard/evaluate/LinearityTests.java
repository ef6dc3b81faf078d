package dev.agentservice.guard.evaluate;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;

import dev.agentservice.guard.evaluate.Linearity.Growth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The yardstick itself, with work whose time is known. */
class LinearityTests {

	@Test
	void workInProportionToTheTextIsLinear() {
		Growth growth = measure((length) -> 1000 * length);
		assertThat(growth.perDoubling()).isCloseTo(2, within(0.01));
		assertThat(growth.linear()).isTrue();
		assertThat(growth.most()).isEqualTo(8_000_000);
	}

	@Test
	void workInTheSquareOfTheTextIsNot() {
		assertThat(measure((length) -> length * length).linear()).isFalse();
		assertThat(measure((length) -> 1000 * length + length * length).linear()).isFalse();
		assertThat(measure((length) -> (long) (20 * Math.pow((double) length, 1.5))).linear()).isFalse();
	}

	@Test
	void workThatTakesHardlyAnyTimeIsNotJudged() {
		assertThat(measure((length) -> length).linear()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 3, 4 })
	void aBadMomentIsForgiven(int when) {
		AtomicLong calls = new AtomicLong();
		assertThat(
				measure((length) -> 1000 * length + ((calls.getAndIncrement() == when) ? 1_000_000_000 : 0)).linear())
			.isTrue();
	}

	@Test
	void theLongTextIsNotReadAgainOnceItWasLinear() {
		AtomicLong calls = new AtomicLong();
		measure((length) -> 1000 * length + 0 * calls.incrementAndGet());
		assertThat(calls).hasValue(4);
	}

	@Test
	void everyFamilyHasTextsOfTheLengthThatIsWanted() {
		HostileTexts.all()
			.forEach((name, family) -> assertThat(family.apply(50_000).length()).as(name).isBetween(25_000, 100_000));
	}

	private static Growth measure(LongUnaryOperator nanosOfLength) {
		AtomicLong clock = new AtomicLong();
		return new Linearity(1000, 3, clock::get, 400_000).measure("x"::repeat,
				(text) -> clock.addAndGet(nanosOfLength.applyAsLong(text.length())));
	}

}
