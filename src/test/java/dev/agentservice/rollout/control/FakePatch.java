package dev.agentservice.rollout.control;

import dev.agentservice.rollout.cluster.KubectlException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Operations of JSON patches, as far as a rollout uses them; negative indices are
 * refused, because an API server may take them for the last element.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6902">RFC 6902</a>
 */
final class FakePatch {

	/** A test that failed, or a path that is none: status 422. */
	private static final String REFUSED = "The request is invalid: the server rejected our request due to an error in"
			+ " our request";

	private FakePatch() {
	}

	static void apply(ObjectNode object, JsonNode operation) throws KubectlException {
		JsonPointer path = JsonPointer.compile(operation.path("path").asString());
		if (operation.path("path").asString().contains("/-")) {
			throw new KubectlException(REFUSED);
		}
		JsonNode parent = object.at(path.head());
		String last = path.last().toString().substring(1).replace("~1", "/").replace("~0", "~");
		JsonNode value = operation.path("value");
		JsonNode before = object.at(path);
		switch (operation.path("op").asString()) {
			case "test" -> {
				if (!before.equals(value)) {
					throw new KubectlException(REFUSED);
				}
			}
			case "replace", "add" -> {
				if (!(parent instanceof ObjectNode target)
						|| (operation.path("op").asString().equals("replace") && before.isMissingNode())) {
					throw new KubectlException(REFUSED);
				}
				target.set(last, value);
			}
			default -> throw new KubectlException("unknown operation");
		}
	}

}
