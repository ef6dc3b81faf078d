package dev.agentservice.run.owner.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.script.AdmitReply.Admitted;
import dev.agentservice.run.owner.script.AdmitReply.Full;
import dev.agentservice.run.owner.script.ClaimReply.Claimed;
import dev.agentservice.run.owner.script.ClaimReply.NotClaimed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RepliesTests {

	private static final BegunAttempt SECOND = new BegunAttempt(2, 7, List.of("{\"step\":1}"), "epoch", "head",
			List.of("turn"), "2026-11-23 handle secret");

	@Test
	void anAdmissionBringsWhatTheFirstAttemptWasToDo() {
		assertThat(AdmitReply.read(begun("admitted", "document", "input")))
			.isEqualTo(new Admitted(SECOND, "document", "input"));
		assertThat(AdmitReply.read(begun("admitted", null, null))).isEqualTo(new Admitted(SECOND, null, null));
	}

	@Test
	void aSessionThatDoesNotExistHasNoHead() {
		assertThat(ClaimReply.read(reply("claimed", 1L, 1L, List.of(), "epoch", null, List.of(), null, null, 0L)))
			.isEqualTo(new Claimed(new BegunAttempt(1, 1, List.of(), "epoch", null, List.of(), null),
					BegunAttempt.Resumption.NONE));
	}

	@Test
	void anAdmissionSaysWhoseNameIsNotStored() {
		assertThat(AdmitReply.Answer.read(begun("admitted", null, null, "epoch")).unnamed()).isEqualTo("epoch");
		assertThat(AdmitReply.Answer.read(begun("admitted", null, null, null)).unnamed()).isNull();
		assertThat(AdmitReply.Answer.read(reply("queued", 0L, "3", 7L, "epoch")).unnamed()).isEqualTo("epoch");
		assertThat(AdmitReply.Answer.read(reply("queued", 0L, "3", 7L, null)).unnamed()).isNull();
		assertThat(AdmitReply.Answer.read(reply("busy", null)))
			.isEqualTo(new AdmitReply.Answer(new AdmitReply.Busy(null), null));
	}

	@Test
	void aClaimBringsItsAttempt() {
		assertThat(ClaimReply.read(begun("claimed", "lost", 1L)))
			.isEqualTo(new Claimed(SECOND, new BegunAttempt.Resumption("lost", true)));
	}

	@Test
	void whatIsFullForEverDoesNotSayUntilWhen() {
		assertThat(AdmitReply.read(reply("full", 12L, 34L))).isEqualTo(new Full(12, Duration.ofMillis(34)));
		assertThat(AdmitReply.read(reply("full", 12L, 0L))).isEqualTo(new Full(12, Duration.ZERO));
		assertThat(AdmitReply.read(reply("full", 12L, -1L))).isEqualTo(new Full(12, null));
	}

	@Test
	void aRefusalNamesTheRunThatItIsAbout() {
		assertThat(AdmitReply.read(reply("in_progress", "run_1"))).isEqualTo(new AdmitReply.InProgress("run_1"));
		assertThat(AdmitReply.read(reply("ended", "run_1"))).isEqualTo(new AdmitReply.Ended("run_1"));
		assertThat(AdmitReply.read(reply("lapsed", "run_1", "e"))).isEqualTo(new AdmitReply.Lapsed("run_1", "e"));
		assertThat(AdmitReply.read(reply("again", "run_1", null))).isEqualTo(new AdmitReply.Again("run_1", null));
	}

	@Test
	void aRefusedClaimSaysWhy() {
		assertThat(ClaimReply.read(reply("not_stored"))).isEqualTo(new NotClaimed(ClaimReply.Reason.NOT_STORED));
	}

	@Test
	void anUnknownWordIsADefect() {
		assertThatIllegalStateException().isThrownBy(() -> AdmitReply.read(reply("claimed")))
			.withMessage("Script run-admit answered with an unknown word: claimed");
		assertThatIllegalStateException().isThrownBy(() -> ClaimReply.read(reply("admitted")))
			.withMessage("Script run-claim answered with an unknown word: admitted");
	}

	@Test
	void onlyARunThatEndedForGoodIsOver() {
		assertThat(OrderReply.read(reply("who", "document", "input", "key", "", 7L)))
			.isEqualTo(new OrderReply("who", "document", "input", "key", true, 7));
		assertThat(OrderReply.read(reply("who", "document", null, null, "1", 7L)))
			.isEqualTo(new OrderReply("who", "document", null, "", false, 7));
		assertThat(OrderReply.read(reply(null, null, null, null, null, 7L)))
			.isEqualTo(new OrderReply(null, null, null, "", false, 7));
	}

	@ParameterizedTest
	@EnumSource(names = { "SUCCEEDED", "FAILED", "REJECTED", "CANCELLED" })
	void aStatusIsAnEnd(FinishOutcome outcome) {
		assertThat(outcome.ended()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "ERASED", "FENCED_OFF", "CHANGED" })
	void aReasonIsNoEnd(FinishOutcome outcome) {
		assertThat(outcome.ended()).isFalse();
	}

	@Test
	void anEndIsAsItWasWantedOrNot() {
		Ending wanted = new Ending("succeeded", "run.completed", "{}", false);
		assertThat(FinishOutcome.values()).filteredOn((outcome) -> outcome.matches(wanted))
			.containsExactly(FinishOutcome.SUCCEEDED);
	}

	private static List<@Nullable Object> begun(String word, @Nullable Object... more) {
		List<@Nullable Object> reply = new ArrayList<>(reply(word, 2L, 7L, List.of("{\"step\":1}"), "epoch", "head",
				List.of("turn"), "2026-11-23 handle secret"));
		reply.addAll(Arrays.asList(more));
		return reply;
	}

	private static List<@Nullable Object> reply(@Nullable Object... elements) {
		return Arrays.asList(elements);
	}

}
