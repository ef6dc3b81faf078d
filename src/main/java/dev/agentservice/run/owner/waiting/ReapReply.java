package dev.agentservice.run.owner.waiting;

import java.util.List;

import dev.agentservice.support.redis.ScriptWords;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run-reap} answers.
 *
 * @param outcome how the run is
 * @param lost the run, if it has ended now because its owner was gone; otherwise null
 */
public record ReapReply(ReapOutcome outcome, @Nullable LostRun lost) {

	private static final ScriptWords<ReapOutcome> WORDS = new ScriptWords<>("run-reap", ReapOutcome.class);

	static ReapReply read(List<@Nullable Object> reply) {
		return new ReapReply(WORDS.outcome(reply.getFirst()),
				(reply.size() > 1) ? LostRun.read((String) reply.get(1), (String) reply.get(2)) : null);
	}

}
