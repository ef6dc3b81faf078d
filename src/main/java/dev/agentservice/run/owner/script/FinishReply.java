package dev.agentservice.run.owner.script;

import java.util.List;

import dev.agentservice.support.redis.ScriptWords;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run-finish} answers.
 *
 * @param outcome how the run ended, or why it did not
 * @param next the run that is next in line for the session's turn, or null
 */
public record FinishReply(FinishOutcome outcome, @Nullable String next) {

	private static final ScriptWords<FinishOutcome> WORDS = new ScriptWords<>("run-finish", FinishOutcome.class);

	static FinishReply read(List<@Nullable Object> reply) {
		return new FinishReply(WORDS.outcome(reply.getFirst()), (String) reply.get(1));
	}

}
