package dev.agentservice.flag.definition;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@BesideOthers
class RolloutTests {

	private static final Random RANDOM = new Random(4711);

	private static final List<UserTag> USERS = Stream
		.generate(() -> new UserTag("%016x%016x".formatted(RANDOM.nextLong(), RANDOM.nextLong())))
		.limit(10_000)
		.toList();

	@ParameterizedTest
	@ValueSource(strings = { "0", "0.5", "1", "10", "25", "33.33", "50", "75", "99.5", "100" })
	void aPercentageIsMetWithinTwoPointsOverTenThousandUsers(String percentage) {
		for (String flag : List.of("simple-model", "complex-model", "a", "agent-enabled")) {
			double share = among(flag, percentage).size() / 100.0;
			assertThat(share).as(flag).isCloseTo(Double.parseDouble(percentage), within(2.0));
		}
	}

	@Test
	void nobodyIsInZeroAndEverybodyInAHundred() {
		assertThat(among("simple-model", "0")).isEmpty();
		assertThat(among("simple-model", "100")).hasSize(USERS.size());
	}

	@Test
	void aGrowingPercentageOnlyAddsUsers() {
		Set<UserTag> before = Set.of();
		for (String percentage : List.of("0", "0.01", "1", "5", "5.5", "20", "60", "99.99", "100")) {
			Set<UserTag> users = among("simple-model", percentage);
			assertThat(users.containsAll(before)).as(percentage).isTrue();
			before = users;
		}
	}

	/** A release that hashed otherwise would move users about. */
	@Test
	void aUsersPlaceIsTheSameForEver() {
		UserTag user = new UserTag("3f0c9a52d1b84e7796ad02c15be4f038");
		assertThat(Rollout.place("simple-model", user)).isEqualTo(787);
		assertThat(Rollout.place("complex-model", user)).isEqualTo(6049);
	}

	@Test
	void theFirstUsersOfOneFlagAreNotThoseOfAnother() {
		Set<UserTag> both = among("simple-model", "10");
		both.retainAll(among("complex-model", "10"));
		assertThat(both.size() / 100.0).isCloseTo(1.0, within(0.5));
	}

	@Test
	void percentagesOfOneFlagAreMeasuredFromTheSameEnd() {
		FlagSetting setting = new FlagSetting(Map.of("a", "", "b", "", "c", ""), "c",
				List.of(rule("25", "a"), rule("50", "b")));
		Map<String, Integer> counts = new HashMap<>();
		USERS.forEach((user) -> counts.merge(setting.decide("x", new FlagContext("acme", user, "assistant")).variant(),
				1, Integer::sum));
		assertThat(counts.getOrDefault("a", 0) / 100.0).isCloseTo(25, within(2.0));
		assertThat(counts.getOrDefault("b", 0) / 100.0).isCloseTo(25, within(2.0));
		assertThat(counts.getOrDefault("c", 0) / 100.0).isCloseTo(50, within(2.0));
	}

	private static Set<UserTag> among(String flag, String percentage) {
		FlagRule rule = rule(percentage, "a");
		return USERS.stream()
			.filter((user) -> rule.matches(flag, new FlagContext("acme", user, "assistant")))
			.collect(Collectors.toSet());
	}

	private static FlagRule rule(String percentage, String variant) {
		return new FlagRule(Set.of(), Set.of(), Set.of(), FlagRule.share(new BigDecimal(percentage)), variant);
	}

}
