package dev.agentservice.privacy.web;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.PrincipalName;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/** The user that a path names, and who may do something with that user's data. */
final class UserPath {

	private static final String ME = "me";

	private UserPath() {
	}

	/**
	 * The user: the caller, with the scope {@code agent} or {@code privacy}, or with the
	 * latter anybody else in the caller's tenant. Whether there is such a user is not
	 * looked up.
	 * @param id {@code me} or a user's id
	 * @param doing what is done with the data, for the refusal
	 * @throws ProblemException {@code forbidden}
	 */
	static UserTag of(Caller caller, String id, UserTags tags, String doing) {
		boolean privacy = caller.scopes().contains(Scope.PRIVACY);
		if (ME.equals(id) || caller.user().equals(checked(id))) {
			if (!privacy && !caller.scopes().contains(Scope.AGENT)) {
				throw new ProblemException(ProblemCode.FORBIDDEN,
						"This credential may not " + doing + " data: it has neither the scope agent nor privacy.");
			}
			return caller.tag();
		}
		if (!privacy) {
			throw new ProblemException(ProblemCode.FORBIDDEN, "Only a credential with the scope privacy may " + doing
					+ " the data of other users. Ask for /users/me.");
		}
		return tags.of(caller.tenant(), checked(id));
	}

	private static String checked(String name) {
		return PrincipalName.of(name)
			.orElseThrow(() -> new InvalidRequestException("id", "must be " + PrincipalName.EXPECTATION));
	}

}
