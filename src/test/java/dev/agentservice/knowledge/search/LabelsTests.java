package dev.agentservice.knowledge.search;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class LabelsTests {

	@Test
	void aLabelIsTheSameEverywhereAndNoNameInCode() {
		Set<String> labels = IntStream.range(0, 1000)
			.mapToObj((n) -> Labels.of("handbook", false, "refunds", n))
			.collect(Collectors.toSet());
		assertThat(labels).hasSize(1000).allMatch((label) -> label.matches("[2-7][A-Z][A-Z2-7]{14}"));
		assertThat(labels.stream().map((label) -> label.substring(0, 2)).distinct().count()).isGreaterThan(100);
		assertThat(labels).contains(Labels.of("handbook", false, "refunds", 7));
		assertThat(Labels.of("handbook", false, "refund", 7)).isNotIn(labels);
		assertThat(Labels.of("handbook", true, "refunds", 7)).as("a user's own of the same id").isNotIn(labels);
	}

}
