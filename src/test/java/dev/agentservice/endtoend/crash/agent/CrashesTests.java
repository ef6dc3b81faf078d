package dev.agentservice.endtoend.crash.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import dev.agentservice.endtoend.crash.agent.CallBook.Entry;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a run with a crash shows, beside one without. */
@BesideOthers
class CrashesTests {

	private static final Entry REFUND = new Entry("refund", List.of("7", "Item 1."), true);

	private static final Entry STATUS = new Entry("order_status", List.of("7"), false);

	private final Crashes crashes = new Crashes(List.of(REFUND, STATUS, STATUS));

	@Test
	void theSameCallsAreGood() {
		this.crashes.add(Set.of(1), "succeeded", List.of(STATUS, REFUND, STATUS), List.of());
		assertThat(this.crashes.areGood()).isTrue();
		assertThat(this.crashes.rows()).containsExactly(new ToolRow("order_status", false, 2, 0, 0, 0),
				new ToolRow("refund", true, 1, 0, 0, 0));
	}

	@Test
	void aDoubledSideEffectIsFound() {
		this.crashes.add(Set.of(1), "succeeded", List.of(STATUS, REFUND, STATUS, REFUND), List.of());
		assertThat(this.crashes.areGood()).isFalse();
		assertThat(this.crashes.rows().getLast().twice()).isEqualTo(1);
	}

	@Test
	void withoutSideEffectsACallMayBeRepeated() {
		this.crashes.add(Set.of(1), "succeeded", List.of(STATUS, REFUND, STATUS, STATUS), List.of());
		assertThat(this.crashes.areGood()).isTrue();
		assertThat(this.crashes.rows().getFirst().twice()).isEqualTo(1);
	}

	@Test
	void whatIsInDoubtIsNotLost() {
		this.crashes.add(Set.of(1), "succeeded", List.of(STATUS, STATUS), List.of("refund"));
		assertThat(this.crashes.areGood()).isTrue();
		assertThat(this.crashes.rows().getLast()).isEqualTo(new ToolRow("refund", true, 1, 0, 1, 0));
	}

	@Test
	void aCallThatNobodyMissesIsLost() {
		this.crashes.add(Set.of(1), "succeeded", List.of(STATUS, STATUS), List.of());
		assertThat(this.crashes.areGood()).isFalse();
		assertThat(this.crashes.rows().getLast().lost()).isEqualTo(1);
		assertThat(this.crashes.toString()).contains("BROKEN: stopped at [1]: of refund 0 twice, 1 lost");
	}

	@Test
	void aRunThatDoesNotSucceedIsFound() {
		this.crashes.add(Set.of(1, 2), "failed", List.of(STATUS, REFUND, STATUS), List.of());
		assertThat(this.crashes.areGood()).isFalse();
		assertThat(this.crashes.lostRuns()).singleElement().asString().contains("1", "2", "failed");
		assertThat(this.crashes.toString()).contains("| refund | yes | 1 | 0 | 0 | 0 |", "BROKEN");
	}

	@Test
	void aReplicaIsKilledAtItsMomentsOnly() {
		List<String> killed = new ArrayList<>();
		Stops stops = new Stops(killed::add);
		stops.begin(Set.of(2, 4));
		assertThat(stops.pass("a")).isFalse();
		assertThat(stops.pass("a")).isTrue();
		assertThat(stops.pass("b")).isFalse();
		assertThat(stops.pass("b")).isTrue();
		assertThat(killed).containsExactly("a", "b");
		assertThat(stops.moments()).isEqualTo(4);
		stops.begin(Set.of());
		assertThat(stops.pass("c")).isFalse();
		assertThat(stops.moments()).isEqualTo(1);
	}

}
