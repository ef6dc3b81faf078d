package dev.agentservice.knowledge.index.pinecone;

import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a simulated Pinecone answers. */
record PineconeReply(int status, JsonNode body, Map<String, String> headers) {

	/** A refusal, as the real one words it. */
	static PineconeReply error(int status, int code, String message) {
		ObjectNode body = JsonMapper.shared().createObjectNode().put("code", code).put("message", message);
		body.putArray("details");
		return new PineconeReply(status, body, Map.of());
	}

}
