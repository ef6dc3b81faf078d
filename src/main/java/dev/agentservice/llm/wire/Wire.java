package dev.agentservice.llm.wire;

import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

/**
 * A protocol of providers.
 */
public interface Wire {

	/** The path below the provider's base URL. */
	String path();

	/** The headers of each request; without a credential if the key is empty. */
	Map<String, String> headers(String apiKey);

	/** A request with the model, the conversation and the tools. */
	ObjectNode body(Question question);

	/**
	 * Completes a request whose parameters have been written.
	 * @param streamed whether the answer is to come in pieces
	 */
	void complete(ObjectNode body, boolean streamed);

	/**
	 * The reader of one answer.
	 * @param answer grows with each piece
	 */
	AnswerReader reader(GrowingAnswer answer);

}
