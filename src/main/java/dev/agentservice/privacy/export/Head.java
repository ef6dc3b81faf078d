package dev.agentservice.privacy.export;

import java.time.Instant;

import dev.agentservice.privacy.retention.RetentionReport;
import dev.agentservice.support.personal.Subject;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The head of an export.
 *
 * @param v the version of the form
 * @param exportedAt when it began
 * @param user the user's tag
 * @param about what is kept, what for and how long
 */
@JsonNaming(SnakeCaseStrategy.class)
record Head(int v, Instant exportedAt, String user, RetentionReport about) {

	private static final int VERSION = 1;

	static Head of(Subject subject, Instant now, RetentionReport about) {
		return new Head(VERSION, now, subject.user(), about);
	}

}
