package dev.agentservice.rollout.cluster;

/**
 * A call that did not end as it should. Whether it has changed something is not known: a
 * caller has to look.
 */
public final class KubectlException extends Exception {

	/**
	 * A failed call.
	 * @param message what it said, without secrets
	 */
	public KubectlException(String message) {
		super(message);
	}

	/**
	 * Whether the API server refused a change because somebody else changed the object:
	 * status 409.
	 */
	public boolean isConflict() {
		String message = String.valueOf(getMessage());
		return message.contains("(Conflict)") || message.contains("(AlreadyExists)");
	}

	/**
	 * Whether a test of a JSON patch failed: status 422, as for what a schema or a
	 * webhook refuses, but without a field or a webhook that is named.
	 */
	public boolean isOutdated() {
		String message = String.valueOf(getMessage());
		return message.contains("the server rejected our request") || message.contains("testing value");
	}

	/** Whether the cluster does not have such objects. */
	public boolean isUnknownType() {
		return String.valueOf(getMessage()).contains("doesn't have a resource type");
	}

}
