package dev.agentservice.run.told;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.session.Message;

/**
 * The tags by which answers of one agent to one user are known again.
 *
 * @param tags makes them
 * @param agent the name of the agent
 */
record AnswerTags(UserTags tags, UserTag user, String agent) {

	/**
	 * The tags of all answers in a history.
	 * @param history the client's messages, oldest first
	 */
	Set<String> in(List<Message> history) {
		Set<String> tags = new LinkedHashSet<>();
		String question = "";
		for (Message message : history) {
			switch (message) {
				case Message.User asked -> question = asked.text();
				case Message.Assistant answer -> {
					tags.add(tag(question, Objects.requireNonNullElse(answer.text(), "")));
					// A question has one answer; and is hashed once for any number of
					// them.
					question = "";
				}
				case Message.ToolResult _ -> throw new IllegalArgumentException("Nobody vouches for a told result");
			}
		}
		return tags;
	}

	/** The tags of an answer, one for each form in which a client may send it. */
	Set<String> of(String question, Answered told) {
		Set<String> noted = new LinkedHashSet<>();
		for (String answer : forms(told)) {
			noted.add(tag(question, answer));
		}
		return noted;
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

	/** Clients trim: white space around a text is insignificant. */
	private String tag(String question, String answer) {
		return this.tags.ofAnswer(this.user, this.agent, question.strip(), answer.strip());
	}

}
