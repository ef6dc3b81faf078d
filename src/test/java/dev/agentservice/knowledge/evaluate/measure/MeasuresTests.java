package dev.agentservice.knowledge.evaluate.measure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.agentservice.knowledge.evaluate.set.Question;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Expected values were computed by hand; log2(3) is 1.58496, log2(5) 2.32193. */
@BesideOthers
class MeasuresTests {

	private static final List<String> RANKING = List.of("x", "a", "y", "b", "z");

	@Test
	void theGainOfARankIsDividedByTheBinaryLogarithmOfTheNext() {
		// 1/log2(3) + 1/log2(5) of 1 + 1/log2(3)
		assertThat(Measures.ndcg(RANKING, Map.of("a", 1, "b", 1), 10)).isCloseTo(0.65092, within(0.00001));
		// 3/log2(3) + 1/log2(5) of 3 + 1/log2(3)
		assertThat(Measures.ndcg(RANKING, Map.of("a", 3, "b", 1), 10)).isCloseTo(0.63991, within(0.00001));
	}

	@Test
	void theBestOrderIsOneAndNothingIsZero() {
		assertThat(Measures.ndcg(List.of("a", "b"), Map.of("a", 2, "b", 1), 10)).isEqualTo(1);
		assertThat(Measures.ndcg(List.of("b", "a"), Map.of("a", 2, "b", 1), 10)).isLessThan(1);
		assertThat(Measures.ndcg(RANKING, Map.of("c", 1), 10)).isZero();
		assertThat(Measures.ndcg(List.of(), Map.of("a", 1), 10)).isZero();
	}

	@Test
	void whatStandsBehindTheLastPlaceDoesNotCount() {
		assertThat(Measures.ndcg(RANKING, Map.of("b", 1), 3)).isZero();
		// Of three relevant ones two have a place, so the ideal has two as well.
		assertThat(Measures.ndcg(List.of("a", "b"), Map.of("a", 1, "b", 1, "c", 1), 2)).isEqualTo(1);
	}

	@Test
	void recallIsThePartOfAllThatIsAmongTheFirst() {
		Map<String, Integer> grades = Map.of("a", 1, "b", 2, "c", 1, "d", 0);
		assertThat(Measures.recall(RANKING, grades, 3)).isCloseTo(1.0 / 3, within(1e-9));
		assertThat(Measures.recall(RANKING, grades, 4)).isCloseTo(2.0 / 3, within(1e-9));
		assertThat(Measures.recall(RANKING, Map.of("d", 0), 5)).isZero();
	}

	@Test
	void theReciprocalRankIsThatOfTheFirst() {
		assertThat(Measures.reciprocalRank(RANKING, Map.of("a", 1, "b", 5))).isEqualTo(0.5);
		assertThat(Measures.reciprocalRank(RANKING, Map.of("b", 1))).isEqualTo(0.25);
		assertThat(Measures.reciprocalRank(RANKING, Map.of("x", 0))).isZero();
	}

	@Test
	void figuresAreMeansOfTheQuestionsOfALanguage() {
		Answered first = answered("q1", "en", new Scores(1, 0.5, 0.25));
		Answered second = answered("q2", "en", new Scores(0, 1, 0.75));
		Answered third = answered("q3", "de", new Scores(0.2, 0, 0));
		Measured measured = new Measured("c", 240, 2, 8, List.of("d #1"), 2, List.of(first, second, third),
				Duration.ZERO);
		assertThat(measured.byLanguage()).containsOnlyKeys("en", "de").containsEntry("en", List.of(first, second));
		assertThat(Measured.mean(List.of(first, second), Mode.TEXT)).isEqualTo(new Scores(0.5, 0.75, 0.5));
		assertThat(measured.alarmRate()).isEqualTo(0.125);
		assertThat(measured.unembeddedRate()).isCloseTo(2 / 11.0, within(1e-9));
		assertThat(new Measured("c", 240, 2, 8, List.of(), 0, List.of(first, second), Duration.ZERO).byLanguage())
			.containsOnlyKeys(Measured.ALL);
	}

	@Test
	void aQuantileIsTheValueThatSoManyDoNotExceed() {
		assertThat(Quantile.of(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 0.95)).isEqualTo(10);
		assertThat(Quantile.of(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 0.5)).isEqualTo(5);
		assertThat(Quantile.of(List.of(7), 0.5)).isEqualTo(7);
	}

	private static Answered answered(String id, String language, Scores scores) {
		return new Answered(new Question(id, language, "?", Map.of("d", 1)), Map.of(Mode.TEXT, scores), List.of());
	}

}
