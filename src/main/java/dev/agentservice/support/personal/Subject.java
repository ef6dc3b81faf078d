package dev.agentservice.support.personal;

/**
 * The person whose data are erased or exported. It has no names: both are known by their
 * tags alone.
 *
 * @param user the user's tag
 * @param tenant the tag of the user's tenant
 * @param runs the user's runs
 */
public record Subject(String user, String tenant, RunIds runs) {

	@Override
	public String toString() {
		return this.user;
	}

}
