package dev.agentservice.endtoend.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundsTests {

	private static final Rounds ROUNDS = new Rounds(32,
			Map.of("fast", List.of(sample(1_000, 1, 0, ""), sample(100, 9, 0, ""), sample(1_000, 2, 0, "")), "slow",
					List.of(sample(500, 3, 0, ""), sample(50, 20, 0, ""), sample(800, 4, 0, ""))));

	@Test
	void aFigureIsTheMedianOfItsRounds() {
		assertThat(ROUNDS.median("slow", Sample::perSecond)).isEqualTo(500);
		assertThat(ROUNDS.median("slow", Sample::p50)).isEqualTo(4);
	}

	@Test
	void aRoundInWhichTheMachineWasSlowForAllChangesNoRatio() {
		assertThat(ROUNDS.ratio("slow", "fast")).isEqualTo(0.5);
		assertThat(ROUNDS.added("slow", "fast")).isEqualTo(2);
	}

	@Test
	void whatARequestCostsIsTheSumOfARoundOverItsRequests() {
		Sample sample = new Sample(new Wrk.Result(1_000, 1, 1, 1, 0, ""), Duration.ofMillis(1_500),
				Duration.ofMillis(250), 13_000, 150_000);
		assertThat(sample.cpuPerThousand()).isEqualTo(1.5);
		assertThat(sample.redisCpuPerThousand()).isEqualTo(0.25);
		assertThat(sample.scriptsPerRequest()).isEqualTo(13);
		assertThat(sample.commandsPerRequest()).isEqualTo(150);
	}

	@Test
	void errorsOfAllRoundsCountAndOneIsShown() {
		Rounds rounds = new Rounds(1, Map.of("broken",
				List.of(sample(10, 1, 0, ""), sample(10, 1, 2, "503 overloaded"), sample(1, 1, 1, ""))));
		assertThat(rounds.errors("broken")).isEqualTo(3);
		assertThat(rounds.example("broken")).isEqualTo("503 overloaded");
	}

	static Sample sample(long requests, double p50, long errors, String example) {
		return new Sample(new Wrk.Result(requests, 1, p50, p50, errors, example), Duration.ZERO, Duration.ZERO, 0, 0);
	}

}
