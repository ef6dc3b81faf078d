package dev.agentservice.run.event.store;

import java.time.Duration;

import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.RunEvent.RunStarted;
import dev.agentservice.agent.RunEvent.StepFinished;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.agent.journal.Step;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NewEventTests {

	@Test
	void theStartNamesRunAndRevision() {
		assertThat(NewEvent.of(new RunStarted("run_1", "assistant", "abc"))).isEqualTo(
				new NewEvent("run.started", "{\"run_id\":\"run_1\",\"agent\":\"assistant\",\"revision\":\"abc\"}"));
	}

	@Test
	void aStepIsToldWhenItBeginsAndWhenItEnds() {
		assertThat(NewEvent.of(new StepStarted(Step.Type.TOOL, "clock")))
			.isEqualTo(new NewEvent("step.started", "{\"type\":\"tool\",\"name\":\"clock\"}"));
		assertThat(
				NewEvent.of(new StepFinished(new Step(Step.Type.MODEL, "openai/m", Duration.ofMillis(1500), "ok", 1))))
			.isEqualTo(new NewEvent("step.finished",
					"{\"type\":\"model\",\"name\":\"openai/m\",\"ms\":1500,\"outcome\":\"ok\",\"cost_usd\":0.000000001}"));
	}

	@Test
	void aDeltaIsOneLineOfJsonWhateverItsText() {
		NewEvent delta = NewEvent.of(new AnswerDelta("a\n\"b\"\r\u2028😀"));
		assertThat(delta.text()).isEqualTo("a\n\"b\"\r\u2028😀");
		assertThat(delta.data()).startsWith("{\"text\":\"a\\n\\\"b\\\"\\r").doesNotContain("\n").doesNotContain("\r");
	}

	@Test
	void aResetSaysWhy() {
		assertThat(NewEvent.of(new AnswerReset(AnswerReset.Reason.PLANNING)))
			.isEqualTo(new NewEvent("answer.reset", "{\"reason\":\"planning\"}"));
	}

}
