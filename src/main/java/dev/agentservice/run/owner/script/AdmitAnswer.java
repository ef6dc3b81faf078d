package dev.agentservice.run.owner.script;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What {@code run-admit} answers, and what is to be done after it.
 *
 * @param reply what became of the run
 * @param unnamed the user's epoch if it is not stored who the user is, otherwise null
 */
record AdmitAnswer(AdmitReply reply, @Nullable String unnamed) {

	private static final int UNNAMED = 10;

	private static final int UNNAMED_WAITING = 4;

	static AdmitAnswer read(List<@Nullable Object> answer) {
		AdmitReply reply = AdmitReply.read(answer);
		return switch (reply) {
			case AdmitReply.Admitted _ -> new AdmitAnswer(reply, (String) answer.get(UNNAMED));
			case AdmitReply.Queued _ -> new AdmitAnswer(reply, (String) answer.get(UNNAMED_WAITING));
			case AdmitReply.NotAdmitted _ -> new AdmitAnswer(reply, null);
		};
	}

}
