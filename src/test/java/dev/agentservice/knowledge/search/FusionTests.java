package dev.agentservice.knowledge.search;

import java.util.List;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@BesideOthers
class FusionTests {

	@Test
	void whatBothFindComesBeforeWhatOneFinds() {
		List<Ranked> fused = Fusion.of(List.of(found("a", 9), found("b", 8)), List.of(found("c", .9), found("b", .5)),
				0, 10);
		assertThat(fused).extracting((one) -> one.candidate().id().document()).containsExactly("b", "a", "c");
		assertThat(fused.getFirst().score()).isCloseTo(2.0 / 62, within(1e-12));
		assertThat(fused.getFirst().text()).isEqualTo(8);
		assertThat(fused.getFirst().vector()).isEqualTo(.5);
		assertThat(fused.getLast().text()).isNull();
	}

	@Test
	void whatOnlyVectorsFindNeedsTheLeastScore() {
		List<Candidate> nearest = List.of(found("a", .5), found("b", .3), found("c", .1));
		assertThat(Fusion.of(List.of(found("c", 4)), nearest, .4, 10))
			.extracting((one) -> one.candidate().id().document())
			.containsExactly("c", "a");
		assertThat(Fusion.of(List.of(), nearest, .3, 10)).hasSize(2);
		assertThat(Fusion.of(List.of(), nearest, 0, 1)).hasSize(1);
	}

	@Test
	void aRecordWithAnotherSealIsAnotherOne() {
		Candidate forged = new Candidate(found("a", 1).id(), "forged", 1);
		assertThat(Fusion.of(List.of(found("a", 9)), List.of(forged), 0, 10)).hasSize(2);
	}

	private static Candidate found(String document, double score) {
		return new Candidate(new PassageId(document, 1, 0), "seal", score);
	}

}
