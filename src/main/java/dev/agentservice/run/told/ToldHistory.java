package dev.agentservice.run.told;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.agent.AgentRunner;
import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.session.Message;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Whether a conversation that a client sends may hold third-party content. Users'
 * messages are their own. An answer may repeat what its model had read, which the client
 * does not send: it counts as third-party content unless this service knows that it gave
 * that answer of that agent to that question of that user, without having read any. Each
 * answer is known by itself, so a client may leave out the oldest.
 */
@Component
public class ToldHistory {

	private static final Logger logger = LoggerFactory.getLogger(ToldHistory.class);

	private static final CompletableFuture<Boolean> YES = CompletableFuture.completedFuture(true);

	private static final CompletableFuture<Boolean> NO = CompletableFuture.completedFuture(false);

	private final AgentRunner agents;

	private final UserTags tags;

	private final KnownAnswers answers;

	ToldHistory(AgentRunner agents, UserTags tags, KnownAnswers answers) {
		this.agents = agents;
		this.tags = tags;
		this.answers = answers;
	}

	/**
	 * Whether a history is known to be free of third-party content. An answer that cannot
	 * be looked up is not known; a history that makes no difference to the agent is not
	 * looked up.
	 * @param history the client's messages, oldest first
	 */
	public CompletableFuture<Boolean> isKnown(UserTag user, AgentDefinition agent, List<Message> history) {
		if (history.stream().allMatch(Message.User.class::isInstance)) {
			return YES;
		}
		if (history.stream().anyMatch(Message.ToolResult.class::isInstance) || !this.agents.mayRefuse(agent)) {
			return NO;
		}
		return this.answers.hold(user, new AnswerTags(this.tags, user, agent.name()).in(history))
			.exceptionally(ToldHistory::unknown);
	}

	/**
	 * Records the answer to a client that keeps its conversation itself.
	 * @param epoch the user's epoch at the run's admission
	 * @param question the task
	 * @param told the answer in every form in which the client may send it
	 */
	public CompletableFuture<?> note(UserTag user, String epoch, AgentDefinition agent, String question,
			Answered told) {
		if (!this.agents.mayRefuse(agent)) {
			return YES;
		}
		Set<String> noted = new AnswerTags(this.tags, user, agent.name()).of(question, told);
		return this.answers.note(user, epoch, noted, !told.careful()).handle((_, failure) -> {
			if (failure != null) {
				unknown(failure);
			}
			return failure == null;
		});
	}

	private static boolean unknown(Throwable failure) {
		if (!(failure instanceof StoreUnavailableException)
				&& !(failure.getCause() instanceof StoreUnavailableException)) {
			logger.atWarn().setCause(failure).log("Whether an answer is known cannot be noted or found");
		}
		return false;
	}

}
