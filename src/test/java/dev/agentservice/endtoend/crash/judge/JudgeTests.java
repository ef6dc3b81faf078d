package dev.agentservice.endtoend.crash.judge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Each fault that a trial can show is found, and nothing else is. */
@BesideOthers
class JudgeTests {

	private static final Plan PLAN = new Plan("o1", List.of(List.of("charge"), List.of("mail", "ship")));

	private static final String ANSWER = Receipts.answer(List.of(Map.entry("c0.0", "receiptaaaaaaaa"),
			Map.entry("c1.0", "receiptbbbbbbbb"), Map.entry("c1.1", Receipts.UNKNOWN)));

	private static final Money MONEY = new Money(3, 1000, 1100, 100, 100, 0);

	private final Seen seen = new Seen(PLAN, Mode.ASYNC).run("run_1").answer(ANSWER);

	private final Map<String, RunEnd> ends = new HashMap<>(
			Map.of("run_1", end(Set.of("{}"), "succeeded", ANSWER, Set.of("c1.1"), 1)));

	private final List<Effect> effects = new ArrayList<>(List.of(effect("run_1", "c0.0", "charge", "receiptaaaaaaaa"),
			effect("run_1", "c1.0", "mail", "receiptbbbbbbbb")));

	@Test
	void aTrialInWhichEverythingIsToldAsItHappenedHasNoFault() {
		Verdict verdict = verdict();
		assertThat(verdict.broken()).isEmpty();
		assertThat(verdict.runs()).isEqualTo(1);
		assertThat(verdict.inDoubt()).isEqualTo(1);
		assertThat(verdict.happened()).isZero();
	}

	@Test
	void whatIsInDoubtMayHaveHappened() {
		this.effects.add(effect("run_1", "c1.1", "ship", "receiptcccccccc"));
		assertThat(verdict().broken()).isEmpty();
		assertThat(verdict().happened()).isEqualTo(1);
	}

	@Test
	void aRunWithoutAnEndIsLost() {
		this.ends.put("run_1", end(Set.of("{}"), "queued", "", Set.of(), 0));
		assertThat(verdict().lost()).hasSize(1);
		this.ends.clear();
		assertThat(verdict().lost()).hasSize(1);
	}

	@Test
	void aDoubledEffectIsFound() {
		this.effects.add(effect("run_1", "c0.0", "charge", "receiptcccccccc"));
		assertThat(verdict().twice()).singleElement().asString().contains("receiptaaaaaaaa", "receiptcccccccc");
		assertThat(judge(Set.of("charge"), MONEY, List.of()).twice()).as("its policy allows it").isEmpty();
	}

	@Test
	void theSameEffectByAnotherRunOfTheOrderIsADoubledOne() {
		this.effects.add(effect("run_2", "c0.0", "charge", "receiptcccccccc"));
		assertThat(verdict().twice()).hasSize(1);
		assertThat(verdict().other()).singleElement().asString().contains("no client was told of");
	}

	@Test
	void oneKeyIsOneRun() {
		this.seen.run("run_2");
		this.ends.put("run_2", this.ends.get("run_1"));
		assertThat(verdict().endedTwice()).hasSize(1);
	}

	@Test
	void aRunHasOneAnswer() {
		this.seen.answer("Another.");
		assertThat(verdict().endedTwice()).hasSize(1);
	}

	@Test
	void anAnswerIsTheEnd() {
		this.ends.put("run_1", end(Set.of("{}"), "cancelled", "", Set.of("c0.0", "c1.0", "c1.1"), 1));
		assertThat(verdict().endedTwice()).singleElement().asString().contains("was answered");
	}

	@Test
	void replicasTellTheSame() {
		this.ends.put("run_1", end(Set.of("{}", "{ }"), "succeeded", ANSWER, Set.of("c1.1"), 1));
		assertThat(verdict().endedTwice()).hasSize(1);
	}

	@Test
	void aRunHasOneLastEvent() {
		this.ends.put("run_1", end(Set.of("{}"), "succeeded", ANSWER, Set.of("c1.1"), 2));
		assertThat(verdict().endedTwice()).hasSize(1);
	}

	@Test
	void anUnknownEffectIsNamed() {
		this.ends.put("run_1", end(Set.of("{}"), "succeeded", ANSWER, Set.of(), 1));
		assertThat(verdict().untold()).singleElement().asString().contains("c1.1");
	}

	@Test
	void aReceiptIsThatOfTheEffect() {
		this.effects.removeFirst();
		assertThat(verdict().untold()).singleElement().asString().contains("c0.0");
	}

	@Test
	void anEndWithoutAnAnswerNamesWhatMayHaveHappenedUnlessItsResultIsKnown() {
		Seen cancelled = new Seen(PLAN, Mode.ASYNC).run("run_1").cancelled();
		this.ends.put("run_1",
				new RunEnd("run_1", Set.of("{}"), "cancelled", "", Set.of("c1.0"), List.of("charge"), 1));
		assertThat(judge(cancelled).broken()).isEmpty();
		this.ends.put("run_1", end(Set.of("{}"), "cancelled", "", Set.of("c1.0"), 1));
		assertThat(judge(cancelled).untold()).singleElement().asString().contains("c0.0");
	}

	@Test
	void anAcceptedCancelWins() {
		this.seen.cancelled();
		assertThat(verdict().other()).singleElement().asString().contains("after an accepted cancel");
	}

	@Test
	void whatAClientShouldNeverBeToldIsFound() {
		this.seen.odd("400 {}");
		assertThat(verdict().other()).singleElement().asString().contains("400");
	}

	@Test
	void aBillAboveTheLedgerIsFound() {
		assertThat(judge(Set.of(), new Money(3, 1112, 1100, 100, 100, 0), List.of()).other()).singleElement()
			.asString()
			.contains("Billed 1112");
	}

	@Test
	void aLedgerAboveTheBillAndTheEstimatesIsFound() {
		assertThat(judge(Set.of(), new Money(3, 996, 1100, 100, 100, 0), List.of()).other()).singleElement()
			.asString()
			.contains("The ledger has 1100");
	}

	@Test
	void whatWasSweptIsInTheLedgerAndNothingIsLeftReserved() {
		assertThat(judge(Set.of(), new Money(3, 1000, 1100, 100, 101, 1), List.of()).other()).hasSize(2);
	}

	@Test
	void aQueueThatIsNotEmptyIsFound() {
		assertThat(judge(Set.of(), MONEY, List.of("as:{q}:live has runs: 1")).other()).hasSize(1);
	}

	@Test
	void aTaskSaysItsPlan() {
		for (Plan plan : List.of(PLAN, new Plan("o2", List.of()))) {
			assertThat(Plan.parse(plan.task())).isEqualTo(plan);
		}
		assertThat(PLAN.calls()).extracting(Plan.Call::id).containsExactly("c0.0", "c1.0", "c1.1");
	}

	@Test
	void anAnswerIsReadAsItWasWritten() {
		assertThat(Receipts.told(ANSWER)).containsExactlyInAnyOrderEntriesOf(
				Map.of("c0.0", "receiptaaaaaaaa", "c1.0", "receiptbbbbbbbb", "c1.1", Receipts.UNKNOWN));
		assertThat(Receipts.in("It is receiptabcdefgh.")).isEqualTo("receiptabcdefgh");
		assertThat(Receipts.in("Whether it took effect is unknown.")).isEqualTo(Receipts.UNKNOWN);
	}

	private Verdict verdict() {
		return judge(Set.of(), MONEY, List.of());
	}

	private Verdict judge(Seen order) {
		return Judge.of(new Evidence(List.of(order), this.ends, this.effects, Set.of(), MONEY, List.of()));
	}

	private Verdict judge(Set<String> repeatable, Money money, List<String> leftovers) {
		return Judge.of(new Evidence(List.of(this.seen), this.ends, this.effects, repeatable, money, leftovers));
	}

	private static RunEnd end(Set<String> views, String status, String answer, Set<String> inDoubt, int lastEvents) {
		return new RunEnd("run_1", views, status, answer, inDoubt, List.of(), lastEvents);
	}

	private static Effect effect(String run, String call, String tool, String receipt) {
		return new Effect("o1", run, call, tool, receipt);
	}

}
