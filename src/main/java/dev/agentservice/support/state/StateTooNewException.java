package dev.agentservice.support.state;

/**
 * What is stored was written by a newer release, in a version that this one cannot read.
 */
class StateTooNewException extends RuntimeException {

	private static final long serialVersionUID = 1;

	/**
	 * Says what cannot be read.
	 * @param written the highest version ever written
	 */
	StateTooNewException(int written) {
		super("Redis holds documents of version " + written + ", and this release reads version "
				+ StateProperties.NEWEST_VERSION + " at most. Sessions and runs would be refused as unreadable.");
	}

}
