package dev.agentservice.agent.answer;

import java.time.Duration;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.langchain4j.data.message.AiMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RunFailuresTests {

	@ParameterizedTest
	@CsvSource({ "LENGTH, CAP_SPENT, OUTPUT_CAP_REACHED, false", "STOP, MALFORMED, MODELS_UNAVAILABLE, true",
			"CONTENT_FILTER, CONTENT_FILTERED, INPUT_REJECTED, false" })
	void aReplyWithoutAWordIsAProblemThatSaysWhy(Finish finish, Kind kind, ProblemCode code, boolean later) {
		ModelReply reply = new ModelReply(ModelId.parse("p/m"), message(null), Usage.NONE, finish);
		ModelException failure = catchThrowableOfType(ModelException.class, () -> RunFailures.requireAnswer(reply));
		assertThat(failure.kind()).isEqualTo(kind);
		ProblemException problem = RunFailures.toProblem(failure, Deadline.after(Duration.ofMinutes(1)));
		assertThat(problem.code()).isEqualTo(code);
		assertThat(problem.retryAfter() != null).isEqualTo(later);
	}

	private static AiMessage message(@Nullable String text) {
		return AiMessage.builder().text(text).build();
	}

}
