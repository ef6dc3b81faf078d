package dev.agentservice.guard.injection;

import java.util.List;
import java.util.Set;
import java.util.stream.DoubleStream;

import dev.agentservice.guard.normal.decode.Disguise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What several rules say together. */
class ExaminationTests {

	@Test
	void weakSignsAddUpAndAStrongOneIsEnough() {
		assertThat(examined(Disguise.NONE).score()).isZero();
		assertThat(examined(Disguise.NONE, 0.5).score()).isEqualTo(0.5);
		assertThat(examined(Disguise.NONE, 0.5, 0.5).score()).isEqualTo(0.75);
		assertThat(examined(Disguise.NONE, 0.5, 0.5).blocks()).isFalse();
		assertThat(examined(Disguise.NONE, 0.5, 0.5, 0.5).score()).isEqualTo(0.875);
		assertThat(examined(Disguise.NONE, 0.5, 0.5, 0.5).blocks()).isTrue();
		assertThat(examined(Disguise.NONE, 0.2, 1).score()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void whatIsHiddenSaysMoreUnlessHonestTextsAreFullOfThatDisguise(Disguise disguise) {
		boolean common = InjectionDetector.COMMON.contains(disguise);
		assertThat(examined(disguise, 0.2).score()).isCloseTo(common ? 0.2 : 0.6, within(1e-9));
	}

	@Test
	void whatCannotBeReadIsBlockedWhateverWasFound() {
		assertThat(new Examination(List.of(), true).score()).isEqualTo(1);
		assertThat(new Examination(List.of(), true).blocks()).isTrue();
		assertThat(new Examination(List.of(), false).blocks()).isFalse();
	}

	@Test
	void aRuleMayBeLeftOut() {
		Examination examined = examined(Disguise.NONE, 0.5, 0.5, 0.5);
		assertThat(examined.without(Set.of("override.any")).score()).isZero();
		assertThat(examined.without(Set.of("override.other")).score()).isEqualTo(0.875);
		assertThat(new Examination(List.of(), true).without(Set.of("override.any")).blocks()).isTrue();
	}

	private static Examination examined(Disguise disguise, double... weights) {
		Rule rule = new Rule("override.any", Family.OVERRIDE, "It is.", List.of(), 1, 1, List.of(), List.of(),
				List.of(), List.of());
		return new Examination(
				DoubleStream.of(weights).mapToObj((weight) -> new Evidence(rule, weight, disguise)).toList(), false);
	}

}
