package dev.agentservice.run.told;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
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
		return this.answers.hold(user, tags(user, agent, history)).exceptionally(ToldHistory::unknown);
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
		Set<String> noted = new LinkedHashSet<>();
		for (String answer : forms(told)) {
			noted.add(tag(user, agent, question, answer));
		}
		return this.answers.note(user, epoch, noted, !told.careful()).handle((_, failure) -> {
			if (failure != null) {
				unknown(failure);
			}
			return failure == null;
		});
	}

	/**
	 * A stream of this protocol also has the text that the model wrote before it called
	 * tools.
	 */
	private static Set<String> forms(Answered told) {
		List<String> said = told.messages()
			.stream()
			.filter(Message.Assistant.class::isInstance)
			.map((message) -> Objects.requireNonNullElse(((Message.Assistant) message).text(), ""))
			.filter((text) -> !text.isEmpty())
			.toList();
		return new LinkedHashSet<>(List.of(told.answer(), String.join("\n\n", said)));
	}

	private Set<String> tags(UserTag user, AgentDefinition agent, List<Message> history) {
		Set<String> tags = new LinkedHashSet<>();
		String question = "";
		for (Message message : history) {
			switch (message) {
				case Message.User asked -> question = asked.text();
				case Message.Assistant answer -> {
					tags.add(tag(user, agent, question, Objects.requireNonNullElse(answer.text(), "")));
					// A question has one answer; and is hashed once for any number of
					// them.
					question = "";
				}
				case Message.ToolResult _ -> throw new IllegalArgumentException("Nobody vouches for a told result");
			}
		}
		return tags;
	}

	/** Clients trim: white space around a text is insignificant. */
	private String tag(UserTag user, AgentDefinition agent, String question, String answer) {
		return this.tags.ofAnswer(user, agent.name(), question.strip(), answer.strip());
	}

	private static boolean unknown(Throwable failure) {
		if (!(failure instanceof StoreUnavailableException)
				&& !(failure.getCause() instanceof StoreUnavailableException)) {
			logger.atWarn().setCause(failure).log("Whether an answer is known cannot be noted or found");
		}
		return false;
	}

}
